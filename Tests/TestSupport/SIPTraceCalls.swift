internal import NetworkTypes

/// Whole calls in a few words, and traces as mirror ports show them.
extension SIPTrace {
    /// An ACK with a branch of its own, as that of a 2xx (RFC 3261 §13.2.2.4).
    package mutating func acknowledge() {
        request("ACK", isInside: true)
        rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
    }

    /// An INVITE of the caller that rings, is answered, acknowledged and released.
    package mutating func wholeCall(_ callID: String, isAnswerSeen: Bool = true) {
        newCall(callID)
        request("INVITE")
        response(180, "Ringing")
        wait(.milliseconds(100))
        response(200, "OK")
        if !isAnswerSeen { dropLast() }
        acknowledge()
        wait(.milliseconds(20))
        request("BYE")
        response(200, "OK")
    }
}

extension [SampleFrame] {
    /// Each frame twice, the second a moment later.
    package var doubled: [SampleFrame] {
        flatMap { frame in
            var copy = frame
            copy.time = frame.time.adding(nanoseconds: 50_000)
            return [frame, copy]
        }
    }
}
