package import NetworkTypes

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

    /// The trace with the hop behind its callee, which passes requests on to `next` and responses back, in two
    /// milliseconds each.
    ///
    /// Requests of the callee itself are not passed on.
    package func passedOn(to next: Endpoint) -> SIPTrace {
        var trace = self
        for step in steps {
            let message = String(decoding: step.bytes, as: UTF8.self)
            let isResponse = message.hasPrefix("SIP/2.0 ")
            let flow = isResponse ? step.flow.reversed : step.flow
            let (client, proxy) = (flow.source, flow.destination)
            guard client == caller, let line = message.firstRange(of: "\r\n"), let via = message.topBranch else {
                continue
            }
            let added = "Via: SIP/2.0/\(transport.rawValue.uppercased()) \(proxy);branch=\(via)-on\r\n"
            let far = isResponse ? (next, proxy) : (proxy, next)
            trace.merge(
                only(
                    Step(
                        bytes: Array((message[..<line.upperBound] + added + message[line.upperBound...]).utf8),
                        flow: Flow(source: far.0, destination: far.1, transport: transport),
                        time: step.time.adding(nanoseconds: isResponse ? -2_000_000 : 2_000_000),
                        identification: step.identification + 500
                    )
                )
            )
        }
        return trace
    }
}

extension String {
    /// The branch of the topmost Via.
    fileprivate var topBranch: Substring? {
        firstRange(of: "branch=").map { self[$0.upperBound...].prefix { $0 != "\r\n" && $0 != ";" } }
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
