import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ReservedCodeUsedTests {
    private static let rule = "reserved-code-used"

    @Test(arguments: samples, transports)
    func `a 402 is noticed`(sample: RuleSample, transport: Transport) throws {
        try sample.check(ReservedCodeUsedTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.notice, 402, "Payment Required"), .fires(.notice, 402, "No credit", to: "MESSAGE"),
        .silent(403, "Forbidden"), .silent(403, "Payment Required"),
    ]

    @Test func `the phrase and the called number stand in the finding`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(402, "No credit")
        #expect(try Analysed(trace).detail(ReservedCodeUsedTests.rule, .notice) == "402 No credit for bob")
    }

    @Test func `a server that means it is let be`() throws {
        let name = ReservedCodeUsedTests.rule
        let rule = try #require(RuleCatalogue.judges.first { $0.declaration.identifier == name })
        var values = RuleValues()
        values.set(rule.declaration, "allow_servers", to: ["203.0.113.3:5060"])
        for (server, count) in [(Endpoint.carrier, UInt64(0)), (.other, 1)] {
            var trace = SIPTrace(to: server)
            trace.request("INVITE")
            trace.response(402, "Payment Required")
            let findings = try Analysed(trace, rules: RuleCatalogue.rules(values)).findings
            #expect(findings[name, default: 0] == count)
        }
    }
}
