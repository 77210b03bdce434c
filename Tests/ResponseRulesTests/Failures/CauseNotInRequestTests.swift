import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct CauseNotInRequestTests {
    private static let rule = "cause-not-in-request"

    /// A code, a request that holds nothing of what it blames, and one that does.
    struct Row: Sendable, CustomTestStringConvertible {
        let code: Int
        var method = "INVITE"
        var without: [String] = []
        var with: [String] = []
        var otherMethod: String?
        var body = ""
        /// What is put in place of words of the request that holds it.
        var rewriting: (String, String)?
        var testDescription: String { "\(code) \(method)" }
    }

    private static let sdp = "v=0\r\na=des:qos mandatory local sendrecv\r\n"

    private static let rows: [Row] = [
        Row(code: 406, with: ["Accept: application/sdp"]),
        Row(code: 406, without: ["Accept: text/plain, */*"], with: ["Accept: application/sdp"]),
        Row(code: 412, method: "PUBLISH", with: ["SIP-If-Match: abc"]),
        Row(code: 413, method: "MESSAGE", body: "hello"),
        Row(code: 415, method: "MESSAGE", body: "hello"),
        Row(code: 414, rewriting: ("sip:bob@", "sip:" + String(repeating: "b", count: 300) + "@")),
        Row(code: 416, rewriting: ("sip:bob@198.51.100.2", "tel:+15551234")),
        Row(code: 417, with: ["Resource-Priority: dsn.flash"]),
        Row(code: 422, with: ["x: 90"]),
        Row(code: 424, with: ["Geolocation: <cid:a@example.com>"]),
        Row(code: 425, method: "MESSAGE", with: ["Call-Info: <cid:a@b>;purpose=EmergencyCallData.cap"]),
        Row(code: 428, without: ["Identity: abc;info=<https://example.com>"]),
        Row(code: 429, with: ["Referred-By: <sip:carol@example.com>"]),
        Row(code: 429, method: "REFER", with: ["Refer-To: <sip:carol@example.com>"]),
        Row(code: 433, with: ["Privacy: id"]),
        Row(code: 433, rewriting: ("<sip:alice@example.com>", "<sip:anonymous@anonymous.invalid>")),
        Row(code: 436, with: ["Identity: abc"]),
        Row(code: 437, with: ["y: abc"]),
        Row(code: 438, with: ["Identity: abc"]),
        Row(code: 439, method: "REGISTER", with: ["Contact: <sip:a@192.0.2.1>;reg-id=1"]),
        Row(code: 469, method: "INFO", with: ["Info-Package: foo"]),
        Row(code: 469, method: "MESSAGE", with: ["Info-Package: foo"], otherMethod: "INFO"),
        Row(code: 470, method: "MESSAGE", with: ["Content-Type: application/resource-lists+xml"], body: "<x/>"),
        Row(code: 489, method: "MESSAGE", with: ["Event: foo"], otherMethod: "SUBSCRIBE"),
        Row(code: 493, method: "MESSAGE", with: ["Content-Type: application/pkcs7-mime"], body: "x"),
        Row(code: 513, method: "MESSAGE", body: String(repeating: "x", count: 1300)),
        Row(code: 555, method: "REGISTER", with: ["Contact: <sip:a@192.0.2.1;pn-provider=acme>"]),
        Row(code: 580, with: ["Content-Type: application/sdp"], body: sdp),
        Row(code: 580, with: ["Supported: precondition"]),
    ]

    @Test(arguments: rows)
    func `a code blames what the request holds`(row: Row) throws {
        let code = row.code
        let without = Scenario.fires(.warning, "without") { trace in
            trace.request(row.method, headers: row.without)
            trace.response(code, "Phrase")
        }
        try without.check(CauseNotInRequestTests.rule)
        try without.checkFromMiddle(CauseNotInRequestTests.rule)
        guard row.code != 428 else { return }
        let with = Scenario.silent("with") { trace in
            trace.request(row.otherMethod ?? row.method, headers: row.with, body: row.body)
            if let (old, new) = row.rewriting { trace.rewrite(old, new) }
            trace.response(code, "Phrase")
            if let (old, new) = row.rewriting { trace.rewrite(old, new) }
        }
        try with.check(CauseNotInRequestTests.rule)
    }

    @Test func `a 428 to a request without Identity is right`() throws {
        try Scenario.silent("428") {
            $0.request("INVITE")
            $0.response(428, "Use Identity Header")
        }.check(CauseNotInRequestTests.rule)
    }

    @Test(arguments: [(0, 1), (1, 0)])
    func `a Request-URI is short below 256 bytes`(more: Int, count: UInt64) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        let length = 255 - "sip:@198.51.100.2".utf8.count + more
        trace.rewrite("sip:bob@", "sip:" + String(repeating: "b", count: length) + "@")
        trace.response(414, "Request-URI Too Long")
        #expect(try Analysed(trace).findings[CauseNotInRequestTests.rule, default: 0] == count)
    }

    @Test(arguments: [(1299, 1), (1300, 0)])
    func `a request is small below 1300 bytes`(size: Int, count: UInt64) throws {
        var sample = SIPTrace()
        sample.request("MESSAGE", body: String(repeating: "x", count: 1000))
        let own = sample.steps[0].bytes.count - 1000
        var trace = SIPTrace()
        trace.request("MESSAGE", body: String(repeating: "x", count: size - own))
        #expect(trace.steps[0].bytes.count == size)
        trace.response(513, "Message Too Large")
        #expect(try Analysed(trace).findings[CauseNotInRequestTests.rule, default: 0] == count)
    }

    @Test(arguments: [("198.51.100.2", 1), ("203.0.113.3", 0)])
    func `a 440 comes from a proxy`(contact: String, count: UInt64) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing", headers: ["Contact: <sip:bob@\(contact)>"])
        trace.response(440, "Max-Breadth Exceeded")
        #expect(try Analysed(trace).findings[CauseNotInRequestTests.rule, default: 0] == count)
    }

    @Test func `a request that was cut has perhaps a body`() throws {
        var trace = SIPTrace()
        trace.request("MESSAGE", body: "hello")
        trace.response(415, "Unsupported Media Type")
        var frames = trace.frames
        frames[0].wireByteCount = frames[0].bytes.count
        frames[0].bytes.removeLast(5)
        #expect(try Analysed(frames).findings[CauseNotInRequestTests.rule] == nil)
    }

    /// A request over a proxy that puts `added` into it, and the response of the far side, relayed.
    private func relayed(_ added: [String], isRelayed: Bool = true) throws -> UInt64 {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.request("INVITE")
        downstream.wait(.milliseconds(2))
        downstream.request("INVITE", headers: added + [below])
        downstream.response(isRelayed ? 438 : 404, "Phrase", headers: [below])
        upstream.wait(.milliseconds(15))
        upstream.response(438, "Invalid Identity Header")
        upstream.merge(downstream)
        return try Analysed(upstream).findings[CauseNotInRequestTests.rule, default: 0]
    }

    @Test func `of a relayed response the request on the farthest hop counts`() throws {
        #expect(try relayed(["Identity: abc"]) == 0)
        #expect(try relayed([]) == 1)
        #expect(try relayed(["Identity: abc"], isRelayed: false) == 1)
    }
}
