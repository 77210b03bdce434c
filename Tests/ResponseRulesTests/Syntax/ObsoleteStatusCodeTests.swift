import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ObsoleteStatusCodeTests {
    private static let rule = "obsolete-status-code"

    @Test(arguments: samples, transports)
    func `codes that went with RFC 2543 are noticed`(sample: RuleSample, transport: Transport) throws {
        try sample.check(ObsoleteStatusCodeTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.notice, 303, "See Other"), .fires(.notice, 409, "Conflict", to: "REGISTER"),
        .fires(.notice, 411, "Length Required"), .fires(.notice, 409, "Anything"),
        .silent(423, "Interval Too Brief", to: "REGISTER"), .silent(410, "Gone"), .silent(302), .silent(499),
    ]

    @Test func `what answers so is named`() throws {
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.response(409, "Conflict", headers: ["Server: Relic/1.0"])
        #expect(try Analysed(trace).detail(ObsoleteStatusCodeTests.rule, .notice) == "409 Conflict of Relic/1.0")
    }
}
