internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Answers: the dialog that becomes the session.
extension CallTracker {
    /// A 2xx answers the call; of several that forks send, the session is the first that is not given up at once.
    mutating func takeAnswer(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ tag: UInt32,
        _ observation: Observation
    ) {
        let (slot, told) = (observation.call, observation.told)
        let wasUp = isUp(slot)
        if responses[told].replacedSlot != .max { noteReplacement(by: slot, told) }
        calls[slot].answeredTime.setOnce(sighting.time)
        calls[slot].chain.missed = .nothing
        calls[slot].finalCode = message.start.statusCode
        keepReason(message, bytes, slot)
        let isOther = responses[told].release.calleeTag != tag
        if !responses[told].release.answered.isKnown || isOther && responses[told].release.wasSurplus {
            responses[told].release = Release()
            responses[told].release.answered = sighting.time
            responses[told].release.calleeTag = tag
            calls[slot].wasReleasedByCaller = nil
            calls[slot].endedTime = .distantPast
        } else {
            if isOther { responses[told].release.takeOther(tag, at: sighting.time) }
            if calls[slot].wasReleasedByCaller == nil { calls[slot].endedTime = .distantPast }
        }
        if responses[told].release.calleeTag == tag {
            takeSessionTimer(message, bytes, sighting, requestIsFromCaller: true, observation)
        }
        if !wasUp, isUp(slot) { sessions.open(at: sighting.time) }
    }

    /// Whether the body is a session description.
    func isDescription(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        isBody(of: "application/sdp", message, bytes)
    }

    /// Whether the body is of `type`, by its Content-Type (RFC 3261 §20.15).
    func isBody(of type: StaticString, _ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        guard let field = message.headers.value(of: .contentType, bytes) else { return false }
        let end = bytes.nearOffset(of: 0x3B, in: field)
        return bytes.equals(type, in: bytes.trimmed(ByteRange(field.lower, end)))
    }

    /// Keeps the words of a final response for the record of its call.
    mutating func keepReason(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) {
        if keepsText { calls[slot].text.setFinalReason(bytes, message.start.reasonPhrase) }
    }
}
