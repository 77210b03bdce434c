import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ToTagMissingTests {
    private static let rule = "to-tag-missing"
    private static let untagged = (";tag=callee", "")
    private static let old = [(";tag=caller", ""), ("branch=z9hG4bK", "branch=")]

    @Test(arguments: samples, transports)
    func `every response but 100 needs a To tag`(sample: RuleSample, transport: Transport) throws {
        try sample.check(ToTagMissingTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.error, 180, "Ringing", rewriting: [untagged]), .fires(.error, 200, "OK", rewriting: [untagged]),
        .fires(.error, 486, rewriting: [untagged]), .fires(.error, 200, to: "REGISTER", rewriting: [untagged]),
        .fires(.error, 101, rewriting: [untagged]),
        .fires(.error, 180, rewriting: [("<sip:bob@example.com>;tag=callee", "<sip:bob@example.com;tag=callee>")]),
        .fires(.error, 180, rewriting: [(";tag=callee", ";tagged=callee")]),
        .fires(.error, 180, rewriting: [(";tag=callee", ";tag=")]),
        .fires(.error, 486, rewriting: [untagged, old[0]]), .fires(.error, 486, rewriting: [untagged, old[1]]),
        .fires(.notice, 486, rewriting: [untagged] + old),
        .silent(100, "Trying"), .silent(180, "Ringing"), .silent(180, rewriting: [("To: <", "t: <")]),
        .silent(180, rewriting: [(";tag=callee", " ; TAG = callee")]),
        .silent(180, rewriting: [("<sip:bob@example.com>;tag", "sip:bob@example.com;tag")]),
        .silent(180, rewriting: [("To: <sip", #"To: "Bob <sip"#)]),
        .silent(180, leavingOut: ["To"]),
        .silent(180, rewriting: [("To: <sip:bob@example.com>;tag=callee", "To:")]),
    ]

    @Test(arguments: transports)
    func `a 2xx that lost the tag inside a call is reported as well`(transport: Transport) throws {
        var trace = SIPTrace.answeredCall(over: transport)
        trace.request("BYE")
        trace.response(200, "OK")
        trace.rewrite(";tag=callee", "")
        #expect(try Analysed(trace).findings == [ToTagMissingTests.rule: 1])
    }
}
