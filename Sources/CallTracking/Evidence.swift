package import NetworkTypes

/// How much the capture shows of a transaction, which says how far a finding about it can be trusted.
package enum Evidence: Sendable {
    /// From its request on.
    case whole
    /// From its middle: its request may have been sent before the capture began (guard START).
    case midCall
    /// From one side: in the other direction nothing is seen from anyone (guard ONESIDE).
    case oneSided
    /// Across a loss: what must have been sent was not seen, though its direction is (guard LOSS).
    case lossy
}

extension CallTracker {
    /// How much the capture shows of the transaction of a response that was seen on `flow`.
    package func evidence(of observation: Observation, on flow: Flow) -> Evidence {
        guard observation.transaction != .max else { return .whole }
        let slot = observation.transaction
        if transactions[slot].hasRequest {
            // An ACK is for a final response.
            return transactions[slot].hasAck && transactions[slot].state.isOpen ? .lossy : .whole
        }
        // As long as a transaction in this state may last, it may have begun before the capture.
        let isLong = transactions[slot].method.isInvite
        if now < (isLong ? TrackingLimits.proceedingSpan : TrackingLimits.transactionSpan) { return .midCall }
        return sightlines.sees(flow.source.address, at: now) ? .lossy : .oneSided
    }
}
