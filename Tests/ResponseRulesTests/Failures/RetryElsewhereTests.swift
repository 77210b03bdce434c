import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct RetryElsewhereTests {
    private static let rule = "retry-elsewhere-after-global-failure"

    @Test(arguments: samples, transports)
    func `a 6xx speaks for every place`(sample: AttemptSample, transport: Transport) throws {
        try sample.check(RetryElsewhereTests.rule, over: transport)
    }

    /// An INVITE answered with `code`, and another one `gap` later.
    private static func tries(
        _ code: Int,
        after gap: Duration = .milliseconds(200),
        retryAfter: String? = nil,
        body: String = "",
        _ change: (inout Attempt) -> Void = { $0.server = .carrier }
    ) -> [Attempt] {
        let first = Attempt(.zero, code).with {
            $0.answerHeaders = retryAfter.map { ["Retry-After: \($0)"] } ?? []
            $0.body = body
        }
        return [first, Attempt(.milliseconds(10) + gap, 180).with { $0.body = body }.with(change)]
    }

    private static let samples: [AttemptSample] =
        [600, 603, 604, 606, 607, 608].map { .fires(.warning, "\($0)", tries($0)) }
        + [486, 500, 503, 408].map { .silent("\($0)", tries($0)) } + [
            .fires(.warning, "another Request-URI at the same server", tries(603) { $0.uri = "sip:c@example.com" }),
            .fires(
                .warning,
                "another URI and server",
                tries(603) {
                    $0.server = .carrier
                    $0.uri = "sip:c@example.com"
                }
            ),
            .silent("the same URI at the same server", tries(603) { _ in }),
            .silent(
                "a new call",
                tries(603) {
                    $0.server = .carrier
                    $0.call = "other@example.com"
                }
            ),
            .silent(
                "another callee",
                tries(603) {
                    $0.server = .carrier
                    $0.rewritten = [("To: <sip:bob", "To: <sip:carol")]
                }
            ),
            .silent(
                "another caller",
                tries(603) {
                    $0.server = .carrier
                    $0.rewritten = [("From: <sip:alice", "From: <sip:carol")]
                }
            ),
            .silent(
                "another method",
                tries(603) {
                    $0.server = .carrier
                    $0.method = "OPTIONS"
                }
            ),
            .silent("600 whose Retry-After has run out", tries(600, after: .seconds(10), retryAfter: "10")),
            .fires(.notice, "600 whose Retry-After has not run out", tries(600, after: .seconds(9), retryAfter: "10")),
            .silent(
                "another offer after 606",
                tries(606, body: "v=0\r\n") {
                    $0.server = .carrier
                    $0.body = "v=1\r\n"
                }
            ),
            .fires(.warning, "the same offer after 606", tries(606, body: "v=0\r\n")),
            .fires(
                .warning,
                "another offer after 603",
                tries(603, body: "v=0\r\n") {
                    $0.server = .carrier
                    $0.body = "v=1\r\n"
                }
            ),
            .fires(.warning, "before a person could dial", tries(603, after: .milliseconds(2_999))),
            .fires(.notice, "as late as a person dials", tries(603, after: .seconds(3))),
            .fires(.notice, "at the end of the window", tries(603, after: .seconds(30))),
            .silent("one past the window", tries(603, after: .milliseconds(30_001))),
        ]

    @Test(arguments: transports)
    func `a 6xx whose INVITE lies before the capture is none`(transport: Transport) throws {
        let trace = SIPTrace.attempts(RetryElsewhereTests.tries(603), over: transport)
        #expect(try Analysed(trace.suffix(4)).findings[RetryElsewhereTests.rule] == nil)
        #expect(try Analysed(trace).findings[RetryElsewhereTests.rule] == 1)
    }

    @Test func `a branch that a proxy adds is no try of the caller`() throws {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.request("INVITE")
        for (server, code) in [(Endpoint.carrier, 603), (.other, 180)] {
            downstream.wait(.milliseconds(5))
            downstream.newCall("call-1@example.com")
            downstream.callee = server
            downstream.branch = "\(code)"
            downstream.request("INVITE", headers: [below])
            downstream.response(code, "Phrase", headers: [below])
        }
        upstream.merge(downstream)
        #expect(try Analysed(upstream).findings[RetryElsewhereTests.rule] == nil)
    }

    @Test func `the finding says where and how soon`() throws {
        let detail = try Analysed(SIPTrace.attempts(RetryElsewhereTests.tries(603)))
            .detail(RetryElsewhereTests.rule, .warning)
        #expect(detail == "tried at another URI and server 0.200 s after a 603")
    }
}
