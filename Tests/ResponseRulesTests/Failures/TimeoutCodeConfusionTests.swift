import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct TimeoutCodeConfusionTests {
    private static let rule = "timeout-code-confusion"

    /// An INVITE with this Expires, and a response to it after so many milliseconds.
    private static func answered(
        _ code: Int,
        after milliseconds: Int,
        expires: Int? = nil,
        progress: Int? = nil,
        method: String = "INVITE"
    ) -> @Sendable (inout SIPTrace) -> Void {
        { trace in
            trace.request(method, headers: expires.map { ["Expires: \($0)"] } ?? [])
            if let progress { trace.response(progress, "Phrase") }
            trace.at(.milliseconds(milliseconds))
            trace.response(code, "Phrase")
        }
    }

    private static let scenarios: [Scenario] = [
        .fires(.notice, "504 when the Expires ran out", answered(504, after: 20_100, expires: 20)),
        .fires(.notice, "504 a second later", answered(504, after: 21_000, expires: 20)),
        .silent("504 more than a second later", answered(504, after: 21_001, expires: 20)),
        .silent("504 before that", answered(504, after: 19_900, expires: 20)),
        .silent("504 without Expires", answered(504, after: 20_100)),
        .silent("408 when the Expires ran out", answered(408, after: 20_100, expires: 20)),
        .silent("487 when the Expires ran out", answered(487, after: 20_100, expires: 20)),
        .fires(.notice, "408 at once", answered(408, after: 100)),
        .fires(.notice, "408 soon", answered(408, after: 1999)),
        .silent("408 later", answered(408, after: 2000)),
        .silent("408 behind a 180", answered(408, after: 1000, progress: 180)),
        .silent("408 when a short Expires ran out", answered(408, after: 1100, expires: 1)),
        .fires(.notice, "408 long before the Expires runs out", answered(408, after: 100, expires: 180)),
        .silent("408 to another method", answered(408, after: 100, method: "OPTIONS")),
    ]

    @Test(arguments: scenarios)
    func `408 and 504 say what timed out`(scenario: Scenario) throws {
        try scenario.check(TimeoutCodeConfusionTests.rule)
        try scenario.checkFromMiddle(TimeoutCodeConfusionTests.rule)
    }

    @Test func `a 408 for a branch that was sent on is the proxy's to give`() throws {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.request("INVITE")
        downstream.wait(.milliseconds(2))
        downstream.request("INVITE", headers: [below])
        upstream.at(.seconds(1))
        upstream.response(408, "Request Timeout")
        upstream.merge(downstream)
        #expect(try Analysed(upstream).findings[TimeoutCodeConfusionTests.rule] == nil)
    }
}
