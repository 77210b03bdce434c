import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct DuplicateSingleHeaderTests {
    private static let rule = "duplicate-single-header"

    @Test(arguments: samples, transports)
    func `two values where one is allowed are reported`(sample: RuleSample, transport: Transport) throws {
        try sample.check(DuplicateSingleHeaderTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.error, 486, headers: ["To: <sip:other@example.com>;tag=callee"]),
        .fires(.error, 486, headers: ["t: <sip:bob@example.com>"]),
        .fires(.error, 486, headers: ["From: <sip:x@example.com>;tag=caller"]),
        .fires(.error, 486, headers: ["i: other@example.com"]), .fires(.error, 486, headers: ["CSeq: 2 INVITE"]),
        .fires(.error, 486, headers: ["Content-Type: a/b", "c: a/c"]),
        .fires(.error, 486, headers: ["Max-Forwards: 70", "Max-Forwards: 69"]),
        .fires(.error, 486, headers: ["Retry-After: 5", "Retry-After: 6"]),
        .fires(.error, 486, headers: ["RSeq: 1", "RSeq: 2"]),
        .fires(.error, 423, to: "REGISTER", headers: ["Min-Expires: 300", "Min-Expires: 60"]),
        .fires(.error, 422, headers: ["Min-SE: 90", "Min-SE: 120"]),
        .fires(.error, 486, headers: ["Session-Expires: 1800", "x: 90"]),
        .fires(.error, 486, headers: ["RSeq: 1", "RSeq: 1", "RSeq: 2"]),
        .fires(.error, 486, headers: ["RSeq: 1", "RSeq: 1", "Retry-After: 1", "Retry-After: 2"]),
        .fires(.notice, 486, headers: ["To: <sip:bob@example.com>;tag=callee"]),
        .fires(.notice, 486, headers: ["Retry-After: 5", "retry-after :  5 "]),
        .fires(.notice, 423, to: "REGISTER", headers: ["Min-Expires: 300", "Min-Expires: 300"]),
        .silent(486),
        .silent(486, headers: ["Via: SIP/2.0/UDP b;branch=z9hG4bK1", "v: SIP/2.0/UDP c;branch=z9hG4bK2"]),
        .silent(302, headers: ["Contact: <sip:a@x>", "Contact: <sip:b@x>"]),
        .silent(486, headers: ["Record-Route: <sip:a;lr>", "Record-Route: <sip:b;lr>"]),
        .silent(486, headers: ["Subject: a", "Subject: b", "X-To: a", "X-To: b"]),
        .silent(486, headers: ["Retry-After: 5 (a, b)"]), .silent(486, headers: ["Min-Expires: 300"]),
    ]

    @Test func `both values and their places stand in the finding`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here", headers: ["Retry-After: 5", "Retry-After: 60"])
        let text = String(decoding: trace.steps[1].bytes, as: UTF8.self)
        let places = ["5\r\nRetry", "60\r\n"].map { value in
            text.firstRange(of: value).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) } ?? 0
        }
        let detail = try Analysed(trace).detail(DuplicateSingleHeaderTests.rule, .error)
        #expect(detail == "Retry-After twice: 5 at byte \(places[0]), 60 at byte \(places[1]); the first is used")
    }

    @Test func `a second value that the snap length cut may have been the first`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here", headers: ["Retry-After: 50", "Retry-After: 50"])
        var frames = trace.frames
        frames[1].wireByteCount = frames[1].bytes.count
        frames[1].bytes.removeLast("0\r\nContent-Length: 0\r\n\r\n".utf8.count)
        #expect(try Analysed(frames).findings.isEmpty)
    }
}
