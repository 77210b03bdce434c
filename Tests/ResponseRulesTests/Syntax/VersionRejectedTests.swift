import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct VersionRejectedTests {
    private static let rule = "version-rejected-for-2-0"

    @Test(arguments: samples, transports)
    func `there is no version but 2-0 to refuse or to answer in`(sample: RuleSample, transport: Transport) throws {
        try sample.check(VersionRejectedTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.warning, 505, "Version Not Supported"), .fires(.warning, 505, to: "REGISTER"),
        .fires(.warning, 486, rewriting: [("SIP/2.0 486", "SIP/3.0 486")]),
        .fires(.warning, 505, rewriting: [("SIP/2.0 505", "SIP/1.0 505")]),
        .silent(486), .silent(486, rewriting: [("SIP/2.0 486", "sip/2.0 486")]), .silent(500), .silent(504),
    ]

    @Test func `a request of another version may be refused`() throws {
        for transport in transports {
            var trace = SIPTrace(transport: transport)
            trace.request("INVITE")
            trace.rewrite("SIP/2.0\r\n", "SIP/3.0\r\n")
            trace.response(505, "Version Not Supported")
            #expect(try Analysed(trace).findings.isEmpty)
        }
    }

    @Test func `without the request nothing is said`() throws {
        for transport in transports {
            for (code, version) in [(505, "SIP/2.0"), (486, "SIP/3.0")] {
                var trace = SIPTrace(transport: transport)
                trace.request("INVITE")
                trace.response(code, "Phrase")
                trace.rewrite("SIP/2.0 \(code)", "\(version) \(code)")
                #expect(try Analysed(trace.suffix(1)).findings.isEmpty)
            }
        }
    }

    @Test func `the version stands in the finding`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        trace.rewrite("SIP/2.0 486", "SIP/10.25 486")
        #expect(try Analysed(trace).detail(VersionRejectedTests.rule, .warning) == "answered in SIP/10.25")
    }
}
