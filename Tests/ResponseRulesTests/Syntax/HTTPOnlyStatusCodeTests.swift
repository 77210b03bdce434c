import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct HTTPOnlyStatusCodeTests {
    private static let rule = "http-only-status-code"

    @Test(arguments: samples, transports)
    func `codes and phrases of HTTP are reported`(sample: RuleSample, transport: Transport) throws {
        try sample.check(HTTPOnlyStatusCodeTests.rule, over: transport)
    }

    private static let samples: [RuleSample] =
        [101, 102, 103, 201, 203, 205, 206, 207, 208, 226, 304, 306, 307, 308, 426, 431, 451, 506, 507, 508, 510, 511]
        .map { .fires(.warning, $0) } + [
            .fires(.warning, 429, "Too Many Requests"), .fires(.warning, 429, "TOO MANY"),
            .fires(.warning, 417, "Expectation Failed"), .fires(.warning, 421, "Misdirected Request"),
            .fires(.warning, 423, "Locked", to: "REGISTER"), .fires(.warning, 424, "Failed Dependency"),
            .fires(.warning, 425, "Too early"), .fires(.warning, 428, "Precondition Required"),
            .silent(429, "Provide Referrer Identity"), .silent(429, "Not Too Many Requests"), .silent(429, "Too"),
            .silent(429, ""), .silent(428, "Use Identity Header"), .silent(423, "Interval Too Brief", to: "REGISTER"),
            .silent(404, "Locked"), .silent(303, "See Other"), .silent(409, "Conflict"),
            .silent(411, "Length Required"),
            .silent(499), .silent(204), .silent(503), .silent(505),
        ]

    @Test func `one message is one of obsolete, of HTTP or unknown`() throws {
        let three = ["obsolete-status-code", "http-only-status-code", "unknown-status-code"]
        for code in 100..<700 {
            var trace = SIPTrace()
            trace.request("INVITE")
            trace.response(code, "Phrase")
            let found = three.filter { (try? Analysed(trace).findings[$0]) != nil }
            let isListed = StatusCodes.row(for: UInt16(code)).map { $0.registration != .obsolete } ?? false
            #expect(found.count == (isListed ? 0 : 1), "\(code)")
        }
    }

    @Test func `what the number means in SIP is said`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(429, "Too Many Requests")
        let detail = try Analysed(trace).detail(HTTPOnlyStatusCodeTests.rule, .warning)
        #expect(detail == "429 Too Many Requests is HTTP's; in SIP 429 is Provide Referrer Identity")
    }
}
