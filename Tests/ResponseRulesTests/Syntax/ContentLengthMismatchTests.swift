import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ContentLengthMismatchTests {
    private static let rule = "content-length-mismatch"
    private static let body = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n"

    /// A response whose Content-Length says `declared` for `actual` bytes of body.
    private func trace(_ declared: String, _ body: String, over transport: Transport) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(200, "OK", headers: ["Content-Type: application/sdp"], body: body)
        trace.rewrite("Content-Length: \(body.utf8.count)", "Content-Length: \(declared)")
        return trace
    }

    @Test(
        arguments: [
            ("300", String(repeating: "x", count: 120), Severity.error),
            ("121", String(repeating: "x", count: 120), .error),
            ("1", "", .error), ("20", String(repeating: "x", count: 100), .notice),
            ("117", String(repeating: "x", count: 120), .notice),
            ("118", String(repeating: "x", count: 120), nil), ("120", String(repeating: "x", count: 120), nil),
            ("0", "\r\n\r\n\r\n", nil), ("3", "abc\r\n\r\n", nil), ("3", "abc\r\nd\r\n", .notice), ("0", "", nil),
            ("soon", "abcdef", nil),
        ] as [(String, String, Severity?)]
    )
    func `a datagram has to hold what Content-Length says`(
        declared: String,
        body: String,
        severity: Severity?
    ) throws {
        let analysed = try Analysed(trace(declared, body, over: .udp))
        #expect(analysed.findings == (severity == nil ? [:] : [ContentLengthMismatchTests.rule: 1]))
        if let severity { #expect(analysed.group(ContentLengthMismatchTests.rule, severity) != nil) }
    }

    @Test func `what a datagram may have over can be set`() throws {
        let rule = try #require(
            RuleCatalogue.judges.first { $0.declaration.identifier == ContentLengthMismatchTests.rule }
        )
        var values = RuleValues()
        values.set(rule.declaration, "slack", to: 10)
        for (excess, count) in [(10, UInt64(0)), (11, 1)] {
            let long = trace("3", "abc" + String(repeating: "x", count: excess), over: .udp)
            let findings = try Analysed(long, rules: RuleCatalogue.rules(values)).findings
            #expect(findings[ContentLengthMismatchTests.rule, default: 0] == count)
        }
    }

    @Test func `a datagram without Content-Length ends where it ends`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK", body: ContentLengthMismatchTests.body)
        trace.rewrite("Content-Length: \(ContentLengthMismatchTests.body.utf8.count)\r\n", "")
        #expect(try Analysed(trace).findings.isEmpty)
    }

    @Test func `a datagram that the snap length cut is not short`() throws {
        var frames = trace("38", ContentLengthMismatchTests.body, over: .udp).frames
        frames[1].wireByteCount = frames[1].bytes.count
        frames[1].bytes.removeLast(10)
        #expect(try Analysed(frames).findings.isEmpty)
    }

    @Test func `a stream goes on with a message or with line ends`() throws {
        for rest in [
            "", "\r\n\r\n", "\r\n\r\nSIP/2.0 200 OK\r\n", "SIP/2.", "INVITE sip:x SIP/2.0\r\n", "INV", "BYE sip",
        ] {
            let declared = "\(ContentLengthMismatchTests.body.utf8.count)"
            let findings = try Analysed(trace(declared, ContentLengthMismatchTests.body + rest, over: .tcp)).findings
            #expect(findings.isEmpty, "\(rest)")
        }
    }

    @Test(arguments: ["5", "0", "20"])
    func `a stream that goes on with something else is reported`(declared: String) throws {
        let analysed = try Analysed(trace(declared, ContentLengthMismatchTests.body, over: .tcp))
        #expect(analysed.findings == [ContentLengthMismatchTests.rule: 1])
        #expect(analysed.group(ContentLengthMismatchTests.rule, .error) != nil)
    }

    @Test func `on a stream that was joined in its middle nothing is said of the first message`() throws {
        let trace = trace("5", ContentLengthMismatchTests.body, over: .tcp).suffix(1)
        let frames = trace.frames.filter { !$0.bytes.suffix(10).isEmpty }.dropFirst(3)
        #expect(try Analysed(Array(frames)).findings.isEmpty)
    }

    @Test func `the edge stands in the finding`() throws {
        let short = try Analysed(trace("300", "abc", over: .udp)).detail(ContentLengthMismatchTests.rule, .error)
        #expect(short == "Content-Length 300, 3 bytes of body")
        let long = try Analysed(trace("1", "a{|}", over: .udp)).detail(ContentLengthMismatchTests.rule, .notice)
        #expect(long == "Content-Length 1, and behind the body 3 bytes: 7b 7c 7d")
    }
}
