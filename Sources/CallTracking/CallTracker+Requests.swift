internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Requests: they open transactions, continue attempt chains, and end calls.
extension CallTracker {
    mutating func observeRequest(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ key: TransactionKey,
        _ observation: inout Observation
    ) {
        let isMirrored = wasJustCaptured(message, sighting, key, state: UInt64(message.cSeq.number ?? 0))
        if message.method.isACK, observeAckOfFailure(message, key, isMirrored: isMirrored, &observation) { return }
        let slot = observation.transaction
        if slot != .max, transactions[slot].hasRequest, transactions[slot].cSeq == message.cSeq.number ?? 0 {
            observation.copy = isMirrored ? .duplicate : .retransmission
            return
        }
        if slot != .max, transactions[slot].hasRequest {
            // A branch that comes back with another CSeq is a new transaction under an old name.
            observation.replacesUnanswered = isUnanswered(slot)
            overflow.forget(slot)
            transactions.keep(slot, until: now &+ TrackingLimits.transactionSpan)
            transactions[slot] = Transaction(method: message.method, cSeq: message.cSeq.number ?? 0)
            observation.beginsTransaction = !message.method.isACK
        } else {
            openTransaction(message, key.own, &observation)
        }
        transactions[observation.transaction].hasRequest = true
        advanceCall(message, bytes, sighting, &observation)
    }

    /// Opens the transaction with `key` where the message does not belong to one that is open.
    mutating func openTransaction(_ message: borrowing SIPMessage, _ key: UInt64, _ observation: inout Observation) {
        guard observation.transaction == .max else { return }
        observation.transaction = transactions.insert(
            Transaction(method: message.method, cSeq: message.cSeq.number ?? 0),
            key: key,
            until: now &+ TrackingLimits.transactionSpan
        )
        observation.beginsTransaction = !message.method.isACK
    }

    /// Joins an ACK to the INVITE whose branch it shares (RFC 3261 §17.1.1.3); `false` where there is none.
    private mutating func observeAckOfFailure(
        _ message: borrowing SIPMessage,
        _ key: TransactionKey,
        isMirrored: Bool,
        _ observation: inout Observation
    ) -> Bool {
        let slot = transactions.slot(of: key.invite)
        guard slot != .max, transactions[slot].cSeq == message.cSeq.number ?? 0 else { return false }
        observation.transaction = slot
        if transactions[slot].hasAck { observation.copy = isMirrored ? .duplicate : .retransmission }
        transactions[slot].hasAck = true
        return true
    }

    /// What a new request means for its call.
    private mutating func advanceCall(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: inout Observation
    ) {
        guard observation.call != .max else { return }
        let slot = observation.call
        switch message.method {
        case .invite where message.to.tag.isEmpty:
            startOrContinue(message, bytes, sighting, &observation)
        case .cancel where calls[slot].answered == nil && calls[slot].finalCode == 0:
            if sighting.flow.source.address == calls[slot].caller.address { calls[slot].wasCancelled = true }
        case .bye where calls[slot].ended == nil:
            calls[slot].wasReleasedByCaller = sighting.flow.source.address == calls[slot].caller.address
            calls[slot].ended = sighting.time
        default:
            break
        }
    }

    /// An INVITE outside a dialog starts the call, is one more attempt of its chain, or is the same on a further hop.
    private mutating func startOrContinue(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: inout Observation
    ) {
        let slot = observation.call
        let viaCount = message.headers.viaCount(bytes)
        if !calls[slot].hasStart {
            calls[slot].hasStart = true
            calls[slot].kind = .call
            calls[slot].caller = sighting.flow.source
            calls[slot].callee = sighting.flow.destination
            calls[slot].viaCount = viaCount
            observation.beginsCall = true
        } else if viaCount > calls[slot].viaCount || sighting.flow.source.address != calls[slot].caller.address {
            return
        }
        transactions[observation.transaction].isAttempt = true
        // A further attempt reopens what a challenge, a redirection or a failed server had closed.
        if calls[slot].answered == nil {
            calls[slot].finalCode = 0
            calls[slot].ended = nil
            calls[slot].endedOutOfRange = false
            calls[slot].wasCancelled = false
        }
    }
}
