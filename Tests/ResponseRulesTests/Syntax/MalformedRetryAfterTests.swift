import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct MalformedRetryAfterTests {
    private static let rule = "malformed-retry-after"

    @Test(arguments: malformed, transports)
    func `what is no number of seconds is reported`(value: String, transport: Transport) throws {
        let sample = RuleSample.fires(.warning, 486, "Busy Here", headers: ["Retry-After: \(value)"])
        try sample.check(MalformedRetryAfterTests.rule, over: transport)
    }

    private static let malformed = [
        "Wed, 21 Oct 2026 07:28:00 GMT", "-1", "soon", "4294967296", "99999999999999999999", "1.5", "60s", "60 seconds",
        "0x10", "60 (open", "60;duration=long", "60;duration=4294967296", "60;;", "", "60, 120",
    ]

    @Test(arguments: wellFormed, transports)
    func `a number with a comment and parameters is right`(value: String, transport: Transport) throws {
        let sample = RuleSample.silent(503, "Service Unavailable", headers: ["Retry-After: \(value)"])
        try sample.check(MalformedRetryAfterTests.rule, over: transport)
    }

    private static let wellFormed = [
        "0", "120", "4294967295", "120 (maintenance);duration=3600", "18000;duration=3600", "120 (I'm in a meeting)",
        "30 (all (circuits) busy)", "30 (a \\) inside)", "30 ;duration=60", "30;x", "30;x=\"y;z\"", "0030",
    ]

    @Test func `absence is another matter`() throws {
        try RuleSample.silent(503, "Service Unavailable").check(MalformedRetryAfterTests.rule, over: .udp)
    }

    @Test func `what cannot be read counts as absent for a 503 and is shown`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(503, "Service Unavailable", headers: ["Retry-After: soon"])
        let analysed = try Analysed(trace)
        #expect(analysed.findings == [MalformedRetryAfterTests.rule: 1, "unavailable-without-retry-after": 1])
        #expect(analysed.detail(MalformedRetryAfterTests.rule, .warning) == "Retry-After: soon")
        let detail = analysed.detail("unavailable-without-retry-after", .warning)
        #expect(detail == "503 to INVITE with a Retry-After that cannot be read: soon")
    }
}
