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
        open(message, sighting.flow, key.own, &observation)
        let slot = observation.transaction
        let stamp = CopyStamp(sighting, byteCount: message.extent.count)
        if isRepeated(fingerprint(of: message, bytes), slot) {
            observation.copy = transactions[slot].lastResponse.isSamePacket(as: stamp) ? .duplicate : .retransmission
        }
        transactions[slot].lastResponse = stamp
        guard observation.copy == .first else { return }
        let code = message.start.statusCode
        if code >= 200, transactions[slot].finalCode == 0 {
            transactions[slot].finalCode = code
            observation.completesTransaction = true
        }
        let isProceeding = code < 200 && transactions[slot].method == .invite && transactions[slot].finalCode == 0
        transactions.touch(slot, queue: isProceeding ? KeepingTime.proceeding : KeepingTime.short, at: now)
        if observation.call != .max { advanceCall(code, transactions[slot], sighting, observation.call) }
    }

    /// What makes a response the same one sent again: code, To tag, RSeq and body (guard RETX).
    private func fingerprint(of message: borrowing SIPMessage, _ bytes: RawSpan) -> UInt32 {
        var state = hash.hash(bytes, message.start.statusText)
        state = hash.hash(bytes, message.to.tag, from: state)
        if message.start.responseClass == 1, let value = message.headers.value(of: .rSeq) {
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

    /// What a new response with `code` to `transaction` means for the call in `slot`.
    private mutating func advanceCall(
        _ code: UInt16,
        _ transaction: Transaction,
        _ sighting: Sighting,
        _ slot: UInt32
    ) {
        guard calls[slot].kind == .call else {
            if code >= 200 { calls[slot].finalCode = code }
            return
        }
        guard transaction.isAttempt else { return }
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
            if code == 401 || code == 407 { calls[slot].challenges &+= 1 }
        default:
            break
        }
    }
}
