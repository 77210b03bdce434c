import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct IdenticalRetryTests {
    private static let rule = "identical-retry-after-4xx"
    private static let sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n"

    @Test(arguments: samples, transports)
    func `the same request is of no use after a 4xx`(sample: AttemptSample, transport: Transport) throws {
        try sample.check(IdenticalRetryTests.rule, over: transport)
    }

    private static func thrice(_ code: Int, _ method: String = "INVITE") -> [Attempt] {
        .run(3, every: .milliseconds(400), Attempt(.zero, method, code))
    }

    /// Three attempts of which the second and third are as `change` makes them.
    private static func changed(_ code: Int, _ method: String = "INVITE", _ change: (inout Attempt) -> Void)
        -> [Attempt]
    {
        let list = thrice(code, method)
        return [list[0], list[1].with(change), list[2].with(change).with(change)]
    }

    private static let samples: [AttemptSample] =
        [400, 402, 404, 405, 406, 410, 413, 415, 416, 420, 422, 423, 481, 482, 484, 485, 488, 489, 499].map { code in
            .fires(.warning, "\(code) and twice the same at once", thrice(code))
        }
        + [401, 403, 407, 408, 480, 486, 487, 491, 500, 600].map { code in
            .silent("\(code), after which another rule or none stands", thrice(code))
        } + [
            .fires(
                .warning,
                "INVITE with the same SDP after 488",
                thrice(488).map { $0.with { $0.body = sdp } }
            ),
            .fires(.warning, "SUBSCRIBE", thrice(489, "SUBSCRIBE")),
            .fires(
                .warning,
                "the second repeat is not answered",
                [
                    Attempt(.zero, 404), Attempt(.milliseconds(300), 404), Attempt(.milliseconds(600), nil),
                ]
            ),
            .fires(.notice, "as slowly as a person dials", .run(3, every: .seconds(20), Attempt(.zero, 404))),
            .fires(
                .notice,
                "once at once and once slowly",
                [
                    Attempt(.zero, 404), Attempt(.milliseconds(300), 404), Attempt(.seconds(9), 404),
                ]
            ),
            .fires(
                .warning,
                "each with a Call-ID of its own",
                count: 2,
                (1...3).map { number in
                    Attempt(.milliseconds(400 * number), 404).with { $0.call = "other-\(number)@example.com" }
                }
            ),
            .fires(
                .warning,
                "what may differ differs",
                thrice(404).enumerated().map { place, attempt in
                    attempt.with("Date: Sat, 21 Nov 2026 09:12:0\(place) GMT", "Max-Forwards: \(70 - place)")
                }
            ),
            .fires(.notice, "OPTIONS to a user", .run(3, every: .seconds(30), Attempt(.zero, "OPTIONS", 404))),
            .silent("one repeat only", Array(thrice(404).prefix(2))),
            .silent(
                "OPTIONS that only ask whether the server is there",
                [Attempt].run(
                    9,
                    every: .seconds(1),
                    Attempt(.zero, "OPTIONS", 404)
                ).map { $0.to("sip:203.0.113.2") }
            ),
            .silent(
                "the Retry-After has run out",
                [Attempt].run(4, every: .seconds(3), Attempt(.zero, 404)).map {
                    $0.answered("Retry-After: 2")
                }
            ),
            .fires(.warning, "the Retry-After has not run out", thrice(404).map { $0.answered("Retry-After: 2") }),
            .silent(
                "it succeeds in between",
                [
                    404, 200, 404, 200, 404,
                ].enumerated().map { place, code in
                    Attempt(.seconds(place), code).with { $0.call = "other-\(place)@example.com" }
                }
            ),
            .silent("another server", changed(404) { $0.server = .carrier }),
            .silent(
                "three servers",
                zip(thrice(404), [Endpoint.callee, .carrier, .other]).map { attempt, server in
                    attempt.with { $0.server = server }
                }
            ),
            .silent(
                "another Request-URI",
                zip(thrice(404), ["1", "12", "123"]).map { attempt, user in
                    attempt.to("sip:\(user)@203.0.113.2")
                }
            ),
        ] + changes

    private static let changes: [AttemptSample] =
        [
            "Require: 100rel", "Supported: timer", "Proxy-Require: sec-agree", "Accept: text/plain", "Expires: 90",
            "Session-Expires: 90", "x: 1800", "Min-SE: 90", "Event: presence", "o: presence",
            "Content-Type: text/plain", "Authorization: Digest username=\"a\"",
            "Proxy-Authorization: Digest username=\"a\"", "Resource-Priority: q735.1", "Geolocation: <cid:a@b>",
            "Security-Client: tls", "Privacy: none", "Referred-By: <sip:a@b>", "Identity: abc",
        ].map { header in
            .silent("\(header) added", changed(400) { $0.headers.append(header) })
        } + [
            .silent("another body", changed(415) { $0.body += "v=0\r\n" }),
            .silent(
                "a raised Session-Expires",
                [60, 90, 120].enumerated().map { place, interval in
                    Attempt(.milliseconds(400 * place), 422).with("Session-Expires: \(interval)")
                }
            ),
            .silent(
                "a raised interval in the Contact of a REGISTER",
                [60, 90, 120].enumerated().map { place, interval in
                    Attempt(.milliseconds(400 * place), "REGISTER", 423).with(
                        "Contact: <sip:a@192.0.2.1>;expires=\(interval)"
                    )
                }
            ),
            .fires(
                .warning,
                "the same interval after 423",
                [60, 60, 60].enumerated().map { place, interval in
                    Attempt(.milliseconds(400 * place), "REGISTER", 423).with(
                        "Contact: <sip:a@192.0.2.1>;expires=\(interval)"
                    )
                }
            ),
            .silent("another From", changed(404) { $0.rewritten = [("sip:alice@", "sip:a1@")] }),
        ]

    @Test(arguments: [(300_000, true), (300_001, false)])
    func `the repeats have to come within the window of the first refusal`(milliseconds: Int, isHeld: Bool) throws {
        let second = Attempt(.milliseconds(10 + milliseconds), 404)
        let trace = SIPTrace.attempts([Attempt(.zero, 404), Attempt(.seconds(100), 404), second])
        #expect(try Analysed(trace).findings[IdenticalRetryTests.rule] == (isHeld ? 1 : nil))
    }

    @Test(arguments: [(1_999, Severity.warning), (2_000, .notice)])
    func `a repeat counts as automatic when it comes before a person could dial`(gap: Int, severity: Severity) throws {
        let trace = SIPTrace.attempts(.run(3, every: .milliseconds(gap + 10), Attempt(.zero, 404)))
        #expect(try Analysed(trace).group(IdenticalRetryTests.rule, severity)?.count == 1)
    }

    @Test(arguments: transports)
    func `a refusal whose request lies before the capture is none`(transport: Transport) throws {
        let trace = SIPTrace.attempts(.run(3, every: .milliseconds(400), Attempt(.zero, 404)), over: transport)
        #expect(try Analysed(trace.suffix(8)).findings[IdenticalRetryTests.rule] == nil)
        #expect(try Analysed(trace.suffix(9)).findings[IdenticalRetryTests.rule] == 1)
    }

    @Test func `copies of a request are no repeats`() throws {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.response(404, "Not Found")
        for _ in 0..<5 { trace.resend() }
        var early = SIPTrace()
        early.request("OPTIONS")
        for _ in 0..<5 {
            early.wait(.milliseconds(500))
            early.resend()
        }
        early.response(404, "Not Found")
        for trace in [trace, early] { #expect(try Analysed(trace).findings[IdenticalRetryTests.rule] == nil) }
    }

    @Test func `what a proxy passes on is charged to its client alone`() throws {
        let trace = relayed(.run(3, every: .milliseconds(400), Attempt(.zero, 404)))
        let group = try #require(try Analysed(trace).group(IdenticalRetryTests.rule, .warning))
        #expect(group.count == 1)
        #expect(group.calls == 1)
        #expect(group.servers.map(\.key.endpoint) == [.caller])
    }

    @Test func `calls that a proxy passes on count once each`() throws {
        let attempts = (1...4).map { number in
            Attempt(.milliseconds(400 * number), 404).with { $0.call = "other-\(number)@example.com" }
        }
        #expect(try Analysed(relayed(attempts)).findings[IdenticalRetryTests.rule] == 3)
    }

    @Test func `the finding says how often and how soon`() throws {
        let trace = SIPTrace.attempts(.run(3, every: .milliseconds(400), Attempt(.zero, 488)))
        let detail = try Analysed(trace).detail(IdenticalRetryTests.rule, .warning)
        #expect(detail == "repeated 2 times with nothing changed, the latest 0.390 s, 0.390 s after a 488")
    }
}

/// The attempts over a proxy at the callee's address to a carrier, which refuses them.
func relayed(_ attempts: [Attempt]) -> SIPTrace {
    var trace = SIPTrace()
    for (place, attempt) in attempts.enumerated() {
        let call = attempt.call ?? "call-1@example.com"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        for number in 0...(attempt.call == nil ? place : 0) {
            // Each request of a call has the next CSeq.
            if number == 0 {
                upstream.newCall(call)
                downstream.newCall(call)
            }
            upstream = upstream.suffix(0)
            downstream = downstream.suffix(0)
            let sequence = number + 1
            let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK\(call).\(sequence).\(attempt.method)"
            upstream.at(attempt.moment)
            downstream.at(attempt.moment + .milliseconds(1))
            upstream.request(attempt.method, headers: attempt.headers, body: attempt.body)
            downstream.request(attempt.method, headers: attempt.headers + [below], body: attempt.body)
            guard let code = attempt.code else { continue }
            downstream.response(code, "Phrase", headers: attempt.answerHeaders + [below])
            upstream.wait(.milliseconds(5))
            upstream.response(code, "Phrase", headers: attempt.answerHeaders)
        }
        trace.merge(upstream)
        trace.merge(downstream)
    }
    return trace
}
