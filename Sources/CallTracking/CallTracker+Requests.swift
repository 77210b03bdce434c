internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Requests: they open transactions, continue chains, and end calls.
extension CallTracker {
    mutating func observeRequest(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ key: TransactionKey,
        _ observation: inout Observation
    ) {
        let isMirrored = wasJustCaptured(message, sighting, key, state: UInt64(message.cSeq.number ?? 0))
        if message.method.isACK, joinAck(message, sighting, key, isMirrored, &observation) { return }
        let slot = observation.transaction
        if slot != .max, transactions[slot].hasRequest, transactions[slot].cSeq == message.cSeq.number ?? 0 {
            observation.copy = isMirrored ? .duplicate : .retransmission
            if !isMirrored { noteRepeatedRequest(slot, at: sighting.time, &observation) }
            return
        }
        if slot != .max, transactions[slot].hasRequest {
            // A branch that comes back with another CSeq is a new transaction under an old name.
            observation.replacesUnanswered = isUnanswered(slot)
            giveUpBid(slot)
            overflow.forget(slot)
            transactions.keep(slot, until: now &+ TrackingLimits.transactionSpan)
            transactions[slot] = Transaction(method: message.method, cSeq: message.cSeq.number ?? 0, at: sighting.time)
            observation.beginsTransaction = !message.method.isACK
        } else {
            openTransaction(message, key.own, at: sighting.time, &observation)
            if slot != .max { takeLateRequest(message, sighting, observation) }
        }
        transactions[observation.transaction].hasRequest = true
        observation.bringsRequest = !message.method.isACK
        transactions[observation.transaction].began = sighting.time
        transactions[observation.transaction].isOutsideDialog = message.method.isInvite && message.to.tag.isEmpty
        switch message.method {
        case .cancel: joinCancel(message, key, &observation)
        case .prack: observation.acknowledges = acknowledged(byPrack: message, bytes, observation.call)
        case .ack where observation.call != .max:
            observation.acknowledges = acknowledged(byAckOf: message.cSeq.number ?? 0, in: observation.call)
        default: break
        }
        advanceCall(message, bytes, sighting, key, &observation)
    }

    /// Opens the transaction with `key` where the message does not belong to one that is open.
    mutating func openTransaction(
        _ message: borrowing SIPMessage,
        _ key: UInt64,
        at time: CaptureTime,
        _ observation: inout Observation
    ) {
        guard observation.transaction == .max else { return }
        observation.transaction = transactions.insert(
            Transaction(method: message.method, cSeq: message.cSeq.number ?? 0, at: time),
            key: key,
            until: now &+ TrackingLimits.transactionSpan
        )
        observation.beginsTransaction = !message.method.isACK
    }

    /// Notes that the request of the transaction in `slot` was sent again.
    private mutating func noteRepeatedRequest(_ slot: UInt32, at time: CaptureTime, _ observation: inout Observation) {
        let span = max(0, time.nanoseconds(since: transactions[slot].began))
        observation.isFirstRepeat = transactions[slot].requestRepeats.count == 0 && !transactions[slot].method.isACK
        observation.sinceProvisional = transactions[slot].sinceProvisional(time) ?? -1
        transactions[slot].requestRepeats.note(after: span)
        observation.copyNumber = Int(transactions[slot].requestRepeats.count) &+ 1
        observation.sinceFirst = span
    }

    /// Keeps the transaction in `slot` for as long as its state lasts.
    @inline(__always)
    mutating func keepTransaction(_ slot: UInt32, isReliable: Bool) {
        let isInvite = transactions[slot].method.isInvite
        guard let span = transactions[slot].state.span(isInvite: isInvite, isReliable: isReliable) else { return }
        transactions.keep(slot, until: now &+ span)
    }

    /// What a new request means for its call.
    private mutating func advanceCall(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ key: TransactionKey,
        _ observation: inout Observation
    ) {
        guard observation.call != .max else { return }
        let slot = observation.call
        switch message.method {
        case .invite where message.to.tag.isEmpty:
            // Read first, so that the table of legs is near by the time that it is looked at.
            let values = legValues(message, bytes)
            startOrContinue(message, bytes, sighting, key, &observation)
            takeLegs(values, message, bytes, sighting, &observation)
        case .ack where calls[slot].answeredTime.isKnown:
            responses[openResponses(of: slot)].release.isAcknowledged = true
        // Behind a proxy it may be one for a failure of which the INVITE was missed.
        case .ack where isNearCaller(sighting.flow, slot): noteMissedAnswer(message, bytes, sighting, slot)
        case .cancel where !calls[slot].answeredTime.isKnown:
            guard isCancelOfCaller(sighting, key, slot) else { break }
            calls[slot].wasCancelled = true
            responses[openResponses(of: slot)].progress.cancel(at: sighting.time, since: calls[slot].chain.began)
        case .invite, .update:
            takeRefresh(sighting, slot)
            fallthrough
        case .prack, .info:
            // Once it is answered, its BYE tells whether a dialog was missed.
            guard !calls[slot].answeredTime.isKnown else { break }
            noteDialog(of: message, bytes, sighting, slot, lacksAnswer: false)
        case .refer:
            noteDialog(of: message, bytes, sighting, slot, lacksAnswer: false)
            takeRefer(message, bytes, sighting, observation)
        case .notify: takeNotify(message, bytes, slot)
        case .bye:
            takeBye(message, bytes, sighting, observation)
        case .register:
            startOrContinueRegistration(message, bytes, sighting, observation)
        default:
            break
        }
    }

    /// Whether a CANCEL is the caller's own and not a proxy's: it shares the branch of an INVITE that the caller sent
    /// and that is open.
    ///
    /// A client that forks gives up the other branches by itself when one got a 6xx (RFC 3261 §16.7 step 5).
    private func isCancelOfCaller(_ sighting: Sighting, _ key: TransactionKey, _ slot: UInt32) -> Bool {
        guard calls[slot].finalCode < 600 else { return false }
        let invite = transactions.slot(of: key.invite)
        if invite != .max { return transactions[invite].role == .attempt && transactions[invite].state.isOpen }
        return calls[slot].finalCode == 0 && sighting.flow.source.address == calls[slot].caller.address
    }

    /// Notes for a transaction which call it belongs to.
    mutating func connect(_ observation: Observation) {
        transactions[observation.transaction].call = observation.call
        transactions[observation.transaction].callKey = calls.key(of: observation.call)
    }

    /// A short hash of a tag, never zero.
    func fingerprint(_ bytes: RawSpan, _ tag: ByteRange) -> UInt32 {
        UInt32(truncatingIfNeeded: hash.hash(bytes, tag)) | 1
    }
}
