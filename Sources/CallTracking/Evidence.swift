package import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// How much the capture shows of a transaction or a call, which says how far what is said of it can be trusted; the
/// raw value is the word that reports use.
package enum Evidence: String, CaseIterable, Sendable {
    /// From its first request on.
    case whole
    /// From its middle: its first request may have been sent before the capture began (guard START).
    case midCall = "mid_call"
    /// From one side: in the other direction nothing is seen from anyone (guard ONESIDE).
    case oneSided = "one_sided"
    /// Across a loss: what must have been sent was not seen, though its direction is (guard LOSS); or it had to make
    /// room before its end, so that what followed is not told of it.
    case lossy

    /// Its place among ``allCases``, from 0.
    package var place: Int {
        switch self {
        case .whole: 0
        case .midCall: 1
        case .oneSided: 2
        case .lossy: 3
        }
    }
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

extension CallTracker {
    /// How much of a Call-ID is missing before this message, the first of it that is seen.
    ///
    /// A request outside a dialog begins it (RFC 3261 §12.2). Behind anything else lies a request that is not there; as
    /// long as what that began may last, it may be older than the capture.
    func evidence(beginningWith message: borrowing SIPMessage, _ sighting: Sighting) -> Evidence {
        let isResponse = message.start.isResponse
        let span: Int64
        switch message.method {
        case .cancel: span = TrackingLimits.proceedingSpan
        case .invite where isResponse: span = TrackingLimits.proceedingSpan
        case .ack, .bye, .prack, .update, .info: span = TrackingLimits.dialogSpan
        default:
            if !isResponse, message.to.tag.isEmpty { return .whole }
            span = isResponse ? TrackingLimits.transactionSpan : TrackingLimits.dialogSpan
        }
        if now < span { return .midCall }
        return !isResponse || sightlines.sees(sighting.flow.source.address, at: now) ? .lossy : .oneSided
    }

    /// Takes a request that comes behind a response to it: where that was the first of its Call-ID, this is.
    mutating func takeLateRequest(_ message: borrowing SIPMessage, _ sighting: Sighting, _ observation: Observation) {
        let (slot, transaction) = (observation.call, observation.transaction)
        guard slot != .max, calls[slot].began.nanoseconds == transactions[transaction].began.nanoseconds else { return }
        calls[slot].seen = evidence(beginningWith: message, sighting)
    }

    /// Notes what it means for the evidence of the call in `slot` that its time is over and nothing at all came back:
    /// INVITEs and REGISTERs say so themselves when they are given up.
    mutating func noteSilence(_ slot: UInt32) {
        guard calls[slot].responses == .max else { return }
        switch calls[slot].kind {
        case .call, .registration: break
        case .subscription, .message, .options, .other:
            calls[slot].isOneSided = !sightlines.sees(calls[slot].caller.address, at: now)
        }
    }

    /// Notes that the call in `slot` has to make room: what follows is not told of it, unless it had come to its end.
    mutating func noteEviction(_ slot: UInt32) {
        let isAtEnd = calls[slot].endedTime.isKnown && !Endings.isLong(calls[slot].finalCode)
        guard !isAtEnd else { return }
        if calls[slot].responses != .max { responses[calls[slot].responses].dialogs.cutShort() }
        if case .whole = calls[slot].seen { calls[slot].seen = .lossy }
    }

    /// How much the capture shows of the call that is kept as `open`, as it stands.
    func evidence(of open: borrowing OpenCall) -> Evidence {
        switch open.seen {
        case .midCall, .oneSided: return open.seen
        case .whole, .lossy: break
        }
        if open.isOneSided { return .oneSided }
        if case .nothing = open.chain.missed { return open.seen }
        // Where it was waited for in vain, that was looked at then.
        let isVisible = open.chain.gaveUp.isKnown || sightlines.sees(open.caller.address, at: now)
        return isVisible ? .lossy : .oneSided
    }
}
