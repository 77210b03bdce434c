import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct UnknownStatusCodeTests {
    private static let rule = "unknown-status-code"

    @Test(arguments: samples, transports)
    func `codes in range that nobody registered are noticed`(sample: RuleSample, transport: Transport) throws {
        try sample.check(UnknownStatusCodeTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.notice, 499, "Closed"),
        .fires(.notice, 699, "Foo"),
        .fires(.notice, 198),
        .fires(.notice, 299),
        .fires(.notice, 599),
        .silent(608, "Rejected"),
        .silent(555, "Push Notification Service Not Supported"),
        .silent(199, "Early Dialog Terminated"),
        .silent(700, "Foo"),
        // Matters of their own: obsolete codes, and codes of HTTP.
        .silent(303, "See Other"),
        .silent(409, "Conflict"),
        .silent(411, "Length Required"),
        .silent(451, "Unavailable For Legal Reasons"),
    ]

    @Test func `a code that is known here is not reported`() throws {
        let rule = try #require(RuleCatalogue.judges.first { $0.declaration.identifier == UnknownStatusCodeTests.rule })
        var values = RuleValues()
        values.set(rule.declaration, "extra_codes", to: ["499", "no code"])
        for (code, count) in [(499, UInt64(0)), (498, 1)] {
            var trace = SIPTrace()
            trace.request("INVITE")
            trace.response(code, "Phrase")
            let findings = try Analysed(trace, rules: RuleCatalogue.rules(values)).findings
            #expect(findings[UnknownStatusCodeTests.rule, default: 0] == count)
        }
    }

    @Test func `no registered code is reported`() throws {
        var trace = SIPTrace()
        for row in StatusCodes.all {
            trace.request("OPTIONS")
            trace.response(Int(row.number), row.reasonPhrase)
        }
        #expect(try Analysed(trace).findings[UnknownStatusCodeTests.rule] == nil)
    }

    @Test func `the class that it falls back to is said`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(499, "Closed")
        #expect(try Analysed(trace).detail(UnknownStatusCodeTests.rule, .notice) == "treated as 400 of its class")
    }

    @Test func `an unknown provisional code counts as 183`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(198, "Whatever")
        #expect(try Analysed(trace).detail(UnknownStatusCodeTests.rule, .notice) == "treated as 183")
    }
}
