internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A reliable provisional response (RFC 3262): one with an RSeq, which the client acknowledges with a PRACK.
struct ReliableResponse: Sendable {
    /// Whether that was seen, on any hop.
    var isAcknowledged = false
}

/// Requests that speak of others: ACK and PRACK, which acknowledge a response, and CANCEL.
extension CallTracker {
    /// Joins an ACK to the INVITE whose branch it shares (RFC 3261 §17.1.1.3); `false` where there is none.
    mutating func joinAck(
        _ message: borrowing SIPMessage,
        _ sighting: Sighting,
        _ key: TransactionKey,
        _ isMirrored: Bool,
        _ observation: inout Observation
    ) -> Bool {
        let slot = transactions.slot(of: key.invite)
        guard slot != .max, transactions[slot].cSeq == message.cSeq.number ?? 0 else { return false }
        observation.transaction = slot
        observation.acknowledges = acknowledged(in: slot)
        if transactions[slot].hasAck {
            observation.copy = isMirrored ? .duplicate : .retransmission
            return true
        }
        if case .attempt = transactions[slot].role, transactions[slot].state.isOpen { noteMissedFailure(slot) }
        transactions[slot].takeAck()
        switch transactions[slot].state {
        case .confirmed: keepTransaction(slot, isReliable: sighting.flow.transport.isReliable)
        // An element of RFC 2543 acknowledges a 2xx with the Via of its INVITE.
        case .accepted where observation.call != .max:
            responses[openResponses(of: observation.call)].release.isAcknowledged = true
        default: break
        }
        return true
    }

    /// Notes that the INVITE in `transaction`, which is open, got a final response that was not seen yet, if at all.
    private mutating func noteMissedFailure(_ transaction: UInt32) {
        giveUpBid(transaction)
        let slot = transactions[transaction].call
        guard calls.holds(transactions[transaction].callKey, in: slot), calls[slot].finalCode == 0,
            !calls[slot].answeredTime.isKnown, !calls[slot].wasCancelled
        else { return }
        calls[slot].chain.missed = .failure
    }

    /// Notes that the call in `slot` was answered although that was not seen yet, if at all: an ACK with a branch of
    /// its own is for a 2xx (RFC 3261 §13.2.2.4), and a BYE is of a dialog.
    mutating func noteMissedAnswer(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ slot: UInt32
    ) {
        guard calls[slot].hasStart, calls[slot].finalCode == 0 || calls[slot].chain.openBids > 0 else { return }
        calls[slot].chain.missed = .answer
        noteDialog(of: message, bytes, sighting, slot, lacksAnswer: true)
    }

    /// What an ACK with a branch of its own acknowledges: a 2xx to the latest INVITE of its call that begins a dialog.
    func acknowledged(byAckOf cSeq: UInt32, in call: UInt32) -> Observation.Acknowledged {
        let slot = calls[call].lastInvite
        guard transactions.isUsed(slot), transactions[slot].call == call, transactions[slot].cSeq == cSeq,
            transactions[slot].callKey == calls.key(of: call), case .accepted = transactions[slot].state
        else { return .nothing }
        return .success
    }

    /// What an ACK for the INVITE in `slot` acknowledges.
    private func acknowledged(in slot: UInt32) -> Observation.Acknowledged {
        switch transactions[slot].state {
        case .accepted: .success
        case .completed, .confirmed: .failure
        case .calling, .trying, .proceeding, .terminated: .nothing
        }
    }

    /// Notes a reliable provisional response, so that its PRACK is known as such.
    mutating func noteReliable(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ call: UInt32) {
        guard call != .max, let value = message.headers.value(of: .rSeq, bytes),
            let number = DecimalNumber.read(bytes, value)
        else { return }
        let key = reliableKey(call, cSeq: message.cSeq.number ?? 0, number: number, bytes, message.to.tag)
        // On the next hop it is the same.
        guard reliableResponses.slot(of: key) == .max else { return }
        _ = reliableResponses.insert(ReliableResponse(), key: key, until: now &+ TrackingLimits.transactionSpan)
    }

    /// What a PRACK acknowledges: the response of its dialog with the numbers and the method of its RAck (RFC 3262
    /// §7.2).
    mutating func acknowledged(
        byPrack message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ call: UInt32
    ) -> Observation.Acknowledged {
        guard call != .max, let value = message.headers.value(of: .rAck, bytes) else { return .nothing }
        let (first, end) = DecimalNumber.leading(bytes, value)
        // Behind its first number it reads as a CSeq.
        let cSeq = CSeq.read(bytes, bytes.trimmed(ByteRange(end, value.upper)))
        guard let number = first, let count = cSeq.number, cSeq.method.isInvite else { return .nothing }
        let slot = reliableResponses.slot(of: reliableKey(call, cSeq: count, number: number, bytes, message.to.tag))
        guard slot != .max else { return .nothing }
        reliableResponses[slot].isAcknowledged = true
        return .provisional
    }

    /// What names a reliable provisional response: its call, the CSeq number of the INVITE, its RSeq and its dialog.
    private func reliableKey(
        _ call: UInt32,
        cSeq: UInt32,
        number: Int,
        _ bytes: RawSpan,
        _ tag: ByteRange
    ) -> UInt64 {
        let numbers = hash.combine(UInt64(cSeq), UInt64(truncatingIfNeeded: number))
        return hash.hash(bytes, tag, from: hash.combine(calls.key(of: call), numbers)) | 1
    }

    /// Forgets the reliable provisional responses whose time is over at `now`, and makes room for one more.
    mutating func advanceReliable(at now: Int64) {
        while case let slot = reliableResponses.nextExpired(at: now), slot != .max { reliableResponses.remove(slot) }
        while case let slot = reliableResponses.evict({ $0.isAcknowledged }), slot != .max {
            reliableResponses.remove(slot)
        }
    }

    /// Joins a CANCEL to the INVITE whose branch and CSeq number it shares (RFC 3261 §9.1).
    mutating func joinCancel(
        _ message: borrowing SIPMessage,
        _ key: TransactionKey,
        _ observation: inout Observation
    ) {
        let slot = transactions.slot(of: key.invite)
        guard slot != .max, transactions[slot].cSeq == message.cSeq.number ?? 0 else { return }
        observation.cancels = transactions[slot].state
        transactions[slot].wasCancelled = true
    }
}
