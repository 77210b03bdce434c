package import NetworkTypes

/// One request of a client that tries again, and how it is answered.
package struct Attempt: Sendable {
    /// When the request is sent, from the beginning of the trace; the answer follows 10 ms behind.
    package var moment: Duration
    /// The method.
    package var method = "INVITE"
    /// The Request-URI, where it is not that of the callee.
    package var uri: String?
    /// Header lines of the request beyond the mandatory ones, and its body.
    package var headers: [String] = []
    package var body = ""
    /// The code of the answer; `nil` without one.
    package var code: Int?
    /// Header lines of the answer.
    package var answerHeaders: [String] = []
    /// Names of header fields that the answer lacks.
    package var missing: Set<String> = []
    /// Another Call-ID than before.
    package var call: String?
    /// Another server than before.
    package var server: Endpoint?
    /// What is put in place of other words of the request.
    package var rewritten: [(String, String)] = []

    /// A request at `moment` that is answered with `code`.
    package init(_ moment: Duration, _ method: String, _ code: Int?) {
        (self.moment, self.method, self.code) = (moment, method, code)
    }

    /// An INVITE at `moment` that is answered with `code`.
    package init(_ moment: Duration, _ code: Int?) { self.init(moment, "INVITE", code) }

    /// The same with what `change` makes of it.
    package func with(_ change: (inout Attempt) -> Void) -> Attempt {
        var attempt = self
        change(&attempt)
        return attempt
    }

    /// The same with these header lines.
    package func with(_ headers: String...) -> Attempt { with { $0.headers += headers } }

    /// The same answered with these header lines.
    package func answered(_ headers: String...) -> Attempt { with { $0.answerHeaders += headers } }

    /// The same to `uri`.
    package func to(_ uri: String) -> Attempt { with { $0.uri = uri } }
}

extension SIPTrace {
    /// The attempts of one client, with the ACKs of refused INVITEs; each message doubled where it `isMirrored`.
    package static func attempts(
        _ attempts: [Attempt],
        over transport: Transport = .udp,
        isMirrored: Bool = false
    ) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        trace.add(attempts, isMirrored: isMirrored)
        return trace
    }

    /// Adds attempts of the client.
    package mutating func add(_ attempts: [Attempt], isMirrored: Bool = false) {
        for attempt in attempts {
            at(attempt.moment)
            if let call = attempt.call { newCall(call) }
            if let server = attempt.server { callee = server }
            request(attempt.method, headers: attempt.headers, body: attempt.body)
            if let uri = attempt.uri { rewriteRequestURI(uri) }
            for (old, new) in attempt.rewritten { rewrite(old, new) }
            if isMirrored { mirror() }
            guard let code = attempt.code else { continue }
            at(attempt.moment + .milliseconds(10))
            response(code, "Phrase", headers: attempt.answerHeaders, leavingOut: attempt.missing)
            if isMirrored { mirror() }
            guard attempt.method == "INVITE", code >= 300 else { continue }
            request("ACK")
            if let uri = attempt.uri { rewriteRequestURI(uri) }
            if isMirrored { mirror() }
        }
    }

    /// Puts `uri` into the request line of the latest message.
    package mutating func rewriteRequestURI(_ uri: String) {
        guard let bytes = steps.last?.bytes else { return }
        let words = bytes.prefix { $0 != 0x0D }.split(separator: 0x20)
        guard words.count == 3 else { return }
        let (method, old) = (String(decoding: words[0], as: UTF8.self), String(decoding: words[1], as: UTF8.self))
        rewrite("\(method) \(old) ", "\(method) \(uri) ")
    }
}
