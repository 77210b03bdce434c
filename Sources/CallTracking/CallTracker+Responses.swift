internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Responses: they complete transactions and decide how calls end.
extension CallTracker {
    mutating func observeResponse(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ key: TransactionKey,
        _ observation: inout Observation
    ) {
        openTransaction(message, key.own, &observation)
        let slot = observation.transaction
        let fingerprint = fingerprint(of: message, bytes)
        let isMirrored = wasJustCaptured(message, sighting, key, state: UInt64(fingerprint))
        if isRepeated(fingerprint, slot) { observation.copy = isMirrored ? .duplicate : .retransmission }
        let isProvisional = message.start.responseClass == 1 && !transactions[slot].hasFinal
        if isProvisional, case .invite = transactions[slot].method {
            // A callee repeats its provisional response every minute to keep proxies waiting (RFC 3261 §13.3.1.1).
            transactions.keep(slot, until: now &+ TrackingLimits.proceedingSpan)
        }
        guard observation.copy == .first else { return }
        if message.start.isFinal, !transactions[slot].hasFinal {
            transactions[slot].hasFinal = true
            observation.completesTransaction = true
        }
        if !isProvisional { transactions.keep(slot, until: now &+ TrackingLimits.transactionSpan) }
        let isAttempt = transactions[slot].isAttempt
        if observation.call != .max { advanceCall(message.start, isAttempt, sighting, observation.call) }
    }

    /// What makes a response the same one sent again: code, To tag, RSeq and body (guard RETX).
    private func fingerprint(of message: borrowing SIPMessage, _ bytes: RawSpan) -> UInt32 {
        var state = hash.hash(bytes, message.start.statusText)
        state = hash.hash(bytes, message.to.tag, from: state)
        if message.start.responseClass == 1, let value = message.headers.value(of: .rSeq, bytes) {
            state = hash.hash(bytes, value, from: state)
        }
        if !message.body.isEmpty { state = hash.hash(bytes, message.body, from: state) }
        // Zero marks a vacant place.
        return UInt32(truncatingIfNeeded: state) | 1
    }

    /// Notes `fingerprint` for the transaction in `slot`; the result says whether it was there before.
    private mutating func isRepeated(_ fingerprint: UInt32, _ slot: UInt32) -> Bool {
        let known = transactions[slot].responses
        for place in 0..<4 {
            if known[place] == fingerprint { return true }
            guard known[place] == 0 else { continue }
            transactions[slot].responses[place] = fingerprint
            return false
        }
        return overflow.insert(fingerprint, of: slot)
    }

    /// What a new response that begins with `start` means for the call in `slot`; `isAttempt` where it answers a step
    /// of its chain.
    private mutating func advanceCall(
        _ start: StartLine,
        _ isAttempt: Bool,
        _ sighting: Sighting,
        _ slot: UInt32
    ) {
        let code = start.statusCode
        guard calls[slot].kind == .call else {
            if code >= 200 { calls[slot].finalCode = code }
            return
        }
        guard isAttempt else { return }
        switch code {
        case 180, 183:
            if calls[slot].ringing == nil { calls[slot].ringing = sighting.time }
        case 200..<300:
            if calls[slot].answered == nil { calls[slot].answered = sighting.time }
            calls[slot].finalCode = code
            if calls[slot].wasReleasedByCaller == nil { calls[slot].ended = nil }
        case 300..<700 where calls[slot].answered == nil:
            calls[slot].finalCode = code
            calls[slot].ended = sighting.time
            if code == 401 || code == 407 { calls[slot].challenges = calls[slot].challenges.saturatingIncrement }
        case 0 where start.isFinal && calls[slot].answered == nil:
            calls[slot].endedOutOfRange = true
            calls[slot].ended = sighting.time
        default:
            break
        }
    }
}
