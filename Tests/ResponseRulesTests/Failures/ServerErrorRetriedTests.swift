import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ServerErrorRetriedTests {
    private static let rule = "server-error-retried-too-soon"

    @Test(arguments: samples, transports)
    func `a server error wants a pause`(sample: AttemptSample, transport: Transport) throws {
        try sample.check(ServerErrorRetriedTests.rule, over: transport)
    }

    private static func twice(_ code: Int, after gap: Duration, _ retryAfter: String? = nil) -> [Attempt] {
        let lines = retryAfter.map { ["Retry-After: \($0)"] } ?? []
        return [
            Attempt(.zero, code).with { $0.answerHeaders = lines }, Attempt(.milliseconds(10) + gap, 200),
        ]
    }

    private static let samples: [AttemptSample] = [
        .fires(.warning, "100 ms after a 500", twice(500, after: .milliseconds(100))),
        .fires(.warning, "at the limit", twice(500, after: .seconds(2))),
        .silent("one past the limit", twice(500, after: .milliseconds(2_001))),
        .silent("6 s after a 500", twice(500, after: .seconds(6))),
        .fires(.warning, "100 ms after a 503 without Retry-After", twice(503, after: .milliseconds(100))),
        .fires(.warning, "after a 503 whose Retry-After cannot be read", twice(503, after: .milliseconds(100), "soon")),
        .silent("after a 503 with Retry-After, which another rule takes", twice(503, after: .milliseconds(100), "30")),
        .fires(.warning, "before the Retry-After ran out", twice(500, after: .milliseconds(6_999), "7")),
        .silent("when it ran out", twice(500, after: .seconds(7), "7")),
        .silent("when a short one ran out", twice(500, after: .seconds(1), "1")),
        .silent("after a 501", twice(501, after: .milliseconds(100))),
        .silent("after a 504", twice(504, after: .milliseconds(100))),
        .fires(
            .warning,
            "with new credentials",
            [
                Attempt(.zero, 500).with(#"Proxy-Authorization: Digest username="a", nc=00000001"#),
                Attempt(.milliseconds(100), 200).with(#"Proxy-Authorization: Digest username="a", nc=00000002"#),
            ]
        ),
        .silent(
            "with another body",
            [
                Attempt(.zero, 500), Attempt(.milliseconds(100), 200).with { $0.body = "v=0\r\n" },
            ]
        ),
        .silent(
            "another server",
            [
                Attempt(.zero, 500), Attempt(.milliseconds(100), 200).with { $0.server = .carrier },
            ]
        ),
        .silent(
            "another Request-URI",
            [Attempt(.zero, 500), Attempt(.milliseconds(100), 200).to("sip:x@example.com")]
        ),
        .fires(
            .warning,
            "each of three calls",
            count: 3,
            (0...3).map { number in
                Attempt(.milliseconds(300 * number), 500).with { $0.call = "other-\(number)@example.com" }
            }
        ),
    ]

    @Test(arguments: transports)
    func `a refusal whose request lies before the capture is none`(transport: Transport) throws {
        let trace = SIPTrace.attempts(
            .run(2, every: .milliseconds(100), Attempt(.zero, "OPTIONS", 500)),
            over: transport
        )
        #expect(try Analysed(trace.suffix(3)).findings[ServerErrorRetriedTests.rule] == nil)
        #expect(try Analysed(trace).findings[ServerErrorRetriedTests.rule] == 1)
    }

    @Test func `a copy of the request is none`() throws {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        let request = trace
        trace.response(500, "Server Internal Error")
        var copy = request
        copy.at(.milliseconds(500))
        copy.resend(identification: 9)
        trace.merge(copy.suffix(1))
        #expect(try Analysed(trace).findings[ServerErrorRetriedTests.rule] == nil)
    }

    @Test func `a proxy that asks the same server again is charged itself, for what it passes on it is not`() throws {
        let passed = relayed([Attempt(.zero, 500), Attempt(.milliseconds(100), 500)])
        let group = try #require(try Analysed(passed).group(ServerErrorRetriedTests.rule, .warning))
        #expect(group.servers.map(\.key.endpoint) == [.caller])
        #expect(group.count == 1)
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.request("INVITE")
        for branch in ["", "second"] {
            downstream.wait(.milliseconds(5))
            downstream.newCall("call-1@example.com")
            downstream.branch = branch
            downstream.request("INVITE", headers: [below])
            downstream.response(500, "Server Internal Error", headers: [below])
        }
        upstream.merge(downstream)
        let own = try #require(try Analysed(upstream).group(ServerErrorRetriedTests.rule, .warning))
        #expect(own.servers.map(\.key.endpoint) == [.callee])
    }

    @Test func `the finding says how soon, and what was asked for`() throws {
        let trace = SIPTrace.attempts(ServerErrorRetriedTests.twice(500, after: .milliseconds(6_999), "7"))
        let detail = try Analysed(trace).detail(ServerErrorRetriedTests.rule, .warning)
        #expect(detail == "the same request 6.999 s after a 500, which asked for 7 s")
    }
}
