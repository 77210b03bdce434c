import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct RequiredHeaderTests {
    @Test(arguments: allow, transports)
    func `a 405 has to say what is allowed`(sample: RuleSample, transport: Transport) throws {
        try sample.check("method-not-allowed-without-allow", over: transport)
    }

    private static let allow: [RuleSample] = [
        .fires(.error, 405, "Method Not Allowed", to: "PUBLISH"),
        .fires(.error, 405, "Method Not Allowed", to: "FROBNICATE"),
        .fires(.error, 405, "Method Not Allowed", headers: ["Allow-Events: presence"]),
        .fires(.error, 405, "Method Not Allowed", headers: ["X-Allow: INVITE"]),
        .silent(405, "Method Not Allowed", headers: ["Allow: INVITE, ACK, BYE, CANCEL"]),
        .silent(405, "Method Not Allowed", headers: ["Allow:"]),
        .silent(405, "Method Not Allowed", headers: ["allow : INVITE"]),
        .silent(501, "Not Implemented"),
        .silent(200, "OK", to: "OPTIONS"),
    ]

    @Test(arguments: unsupported, transports)
    func `a 420 has to say what is not supported`(sample: RuleSample, transport: Transport) throws {
        try sample.check("bad-extension-without-unsupported", over: transport)
    }

    private static let unsupported: [RuleSample] = [
        .fires(.error, 420, "Bad Extension"),
        .fires(.error, 420, "Bad Extension", headers: ["Supported: timer", "k: path", "Require: foo"]),
        .silent(420, "Bad Extension", headers: ["Unsupported: foo"]),
        .silent(420, "Bad Extension", headers: ["UNSUPPORTED: foo, bar"]),
        .silent(421, "Extension Required", headers: ["Require: foo"]),
    ]

    @Test func `the method stands in the finding`() throws {
        var trace = SIPTrace()
        trace.request("PUBLISH")
        trace.response(405, "Method Not Allowed")
        let detail = try Analysed(trace).detail("method-not-allowed-without-allow", .error)
        #expect(detail == "405 to PUBLISH without Allow")
    }
}
