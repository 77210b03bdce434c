import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ExcessiveRetryAfterTests {
    private static let rule = "excessive-retry-after"

    @Test(arguments: samples, transports)
    func `a wait that no server means is reported`(sample: RuleSample, transport: Transport) throws {
        try sample.check(ExcessiveRetryAfterTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.warning, 503, headers: ["Retry-After: 864000"]), .fires(.warning, 503, headers: ["Retry-After: 3601"]),
        .fires(.warning, 500, headers: ["Retry-After: 7200 (maintenance);duration=60"]),
        .fires(.warning, 480, headers: ["Retry-After: 86401"]),
        .fires(.warning, 603, headers: ["Retry-After: 4294967295"]),
        .silent(503, headers: ["Retry-After: 0"]), .silent(503, headers: ["Retry-After: 3600"]),
        .silent(480, headers: ["Retry-After: 7200"]), .silent(486, headers: ["Retry-After: 86400"]),
        .silent(600, headers: ["Retry-After: 86400"]), .silent(503, headers: ["Retry-After: 4294967296"]),
        .silent(503, headers: ["Retry-After: 60;duration=864000"]), .silent(503),
    ]

    @Test func `the limits can be set`() throws {
        let rule = try #require(
            RuleCatalogue.judges.first { $0.declaration.identifier == ExcessiveRetryAfterTests.rule }
        )
        var values = RuleValues()
        values.set(rule.declaration, "max_s", to: 60)
        values.set(rule.declaration, "max_user_s", to: 30)
        for (code, seconds, count) in [(503, 60, UInt64(0)), (503, 61, 1), (486, 30, 0), (486, 31, 1)] {
            var trace = SIPTrace()
            trace.request("INVITE")
            trace.response(code, "Phrase", headers: ["Retry-After: \(seconds)"])
            #expect(try Analysed(trace, rules: RuleCatalogue.rules(values)).findings.values.reduce(0, +) == count)
        }
    }

    @Test func `how long that is stands in the finding`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(503, "Service Unavailable", headers: ["Retry-After: 864000"])
        let detail = try Analysed(trace).detail(ExcessiveRetryAfterTests.rule, .warning)
        #expect(detail == "503 with Retry-After of 864000 s, which is 10 days")
    }
}
