import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Hostile inputs 49 to 64: header fields and bodies, in a datagram.
@Suite struct HostileHeaderTests {
    /// A request, and its decode issues; it counts as one INVITE in any case.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let issues: Set<String>

        init(_ name: String, _ bytes: [UInt8], _ issues: Set<String> = []) {
            (testDescription, self.bytes, self.issues) = (name, bytes, issues)
        }

        /// The field `name` with these lines in its place.
        static func field(_ name: String, _ number: Int, _ lines: [String], _ issues: Set<String> = []) -> Case {
            let title = "\(number) \(lines.map { $0.prefix(40) }.joined(separator: " | "))"
            return Case(title, Hostile.message(changing: [(name, lines)]), issues)
        }
    }

    private static func x(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    private static let callIDs: [Case] = [
        .field("Call-ID", 49, ["Call-ID:"], ["missing-header"]), .field("Call-ID", 49, ["Call-ID: c"]),
        .field("Call-ID", 49, ["Call-ID: " + x("c", 50)]), .field("Call-ID", 49, ["Call-ID: " + x("c", 1_024)]),
        .field("Call-ID", 49, ["Call-ID: " + x("c", 4_096)]), .field("Call-ID", 49, ["Call-ID: " + x("c", 60_000)]),
        .field("Call-ID", 50, ["Call-ID: a", "Call-ID: b"], ["repeated-header"]),
        .field("Call-ID", 50, ["Call-ID: a", "i: a"]), .field("Call-ID", 51, ["Call-ID : c"]),
        .field("Call-ID", 51, ["Call-ID\t \t: c"]), .field("Call-ID", 51, ["i: c"]), .field("Call-ID", 51, ["I\t:c"]),
    ]

    private static let numbers: [Case] = [
        .field("Warning", 52, ["Warning:"], ["warning"]), .field("Warning", 52, ["Warning: beware"], ["warning"]),
        .field("Warning", 52, ["Warning: 307"], ["warning"]),
        .field("Warning", 52, ["Warning: 30730730730730730730 a \"b\""], ["warning"]),
        .field("Warning", 52, ["Warning: 307 example.com \"b\""]),
        .field("Content-Length", 53, ["Content-Length: -1"], ["content-length"]),
        .field("Content-Length", 53, ["Content-Length: +5"], ["content-length"]),
        .field("Content-Length", 53, ["Content-Length: 1e3"], ["content-length"]),
        .field("Content-Length", 53, ["Content-Length: 2147483648"], ["body-incomplete"]),
        .field("Content-Length", 53, ["Content-Length: 9223372036854775808"], ["content-length"]),
        .field("Content-Length", 53, ["Content-Length: 18446744073709551616"], ["content-length"]),
        .field("Content-Length", 53, ["Content-Length: 0", "Content-Length: 7"], ["repeated-header"]),
        .field("Content-Length", 53, ["Content-Length: 10"], ["body-incomplete"]),
        Case("53 shorter than the data", Hostile.message(body: "v=0\r\n") + FrameBuilder.bytes("more")),
        .field("CSeq", 54, ["CSeq: 2147483648 INVITE"], ["cseq"]),
        .field("CSeq", 54, ["CSeq: 4294967296 INVITE"], ["cseq"]),
        .field("CSeq", 54, ["CSeq: 18446744073709551616 INVITE"], ["cseq"]),
        .field("CSeq", 54, ["CSeq: 1"], ["cseq", "cseq-method"]), .field("CSeq", 54, ["CSeq: 1 BYE"], ["cseq-method"]),
        .field("Expires", 61, ["Expires: 18446744073709551616"], ["expires"]),
        .field("Retry-After", 61, ["Retry-After: 18446744073709551616"], ["retry-after"]),
    ]

    private static let addresses: [Case] = [
        .field("Via", 55, ["Via:"], ["missing-header"]), .field("Via", 55, [], ["missing-header"]),
        .field("Via", 55, (0..<500).map { "Via: SIP/2.0/UDP 192.0.2.\($0 % 250);branch=z9hG4bK\($0)" }),
        .field("Via", 55, ["Via: SIP/2.0/UDP 192.0.2.1;x=\"a, b\";branch=z9hG4bK1"]),
        .field("Via", 55, ["Via: SIP/2.0/UDP 192.0.2.1"]),
        .field("Via", 55, ["Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK"]),
        .field("From", 56, ["From: <sip:a@example.com;tag=a"], ["from"]),
        .field("From", 56, ["From: \"Alice <sip:a@example.com>;tag=a"], ["from"]),
        .field("From", 56, ["From: \"Alice\\"], ["from"]), .field("From", 56, ["From: <>;tag=a"], ["from"]),
        .field("From", 56, ["From: <sip:>;tag=a"]), .field("From", 56, ["From: <sip:@>;tag=a"]),
        .field("From", 56, ["From: <sip:[2001:db8::1>;tag=a"]),
        .field("Diversion", 63, ["Diversion: \""]), .field("P-Charging-Vector", 63, ["P-Charging-Vector: \""]),
    ]

    private static let sizes: [Case] = [
        .field("X", 57, (0..<10_000).map { "X: \($0 % 10)" }, ["header-limit", "repeated-header"]),
        .field("Subject", 58, ["Subject: a\r\n" + x(" b\r\n", 10_000) + " c"]),
        .field("From", 59, ["From: \"\(x("\\\"", 29_000))\" <sip:a@example.com>;tag=a"]),
        .field("From", 59, ["From: <sip:%@example.com>;tag=a"]),
        .field("From", 59, ["From: <sip:%0@example.com>;tag=a"]),
        .field("From", 59, ["From: <sip:%00@example.com>;tag=a"]),
    ]

    private static let bodies: [Case] =
        [
            "a=rtcp:1 IN IP4\r\n", "m=\r\n", x("m=audio 1 RTP/AVP 0\r\n", 2_500),
        ].map { Case("62 \($0.prefix(10))", Hostile.message(body: $0)) }
        + ["multipart/mixed", "multipart/mixed;boundary=\"\"", "multipart/mixed;boundary=a"].map { type in
            let body = "--a\r\nContent-Type: multipart/mixed;boundary=a\r\n\r\n--a\r\n\r\nSIP/2.0 200 OK\r\n\r\n"
            return Case(
                "62 \(type)",
                Hostile.message(changing: [("Content-Type", ["Content-Type: \(type)"])], body: body)
            )
        }

    @Test(arguments: callIDs + numbers + addresses + sizes + bodies)
    func `a hostile header field gets its verdict`(_ given: Case) throws {
        let analysed = try Analysed([SampleFrame(at: 1, FrameBuilder.datagram(given.bytes))])
        #expect(analysed.tally.messages.requests.all == ["INVITE": 1])
        #expect(analysed.tally.messages.responses.all.isEmpty)
        #expect(analysed.issues == given.issues)
    }

    @Test func `60: tags and branches that share their ends are told apart and take no time`() throws {
        var trace = SIPTrace()
        for number in 0..<5_000 {
            trace.newCall("\(number)" + HostileHeaderTests.x("a", 64))
            trace.request("OPTIONS")
        }
        let analysed = try Analysed(trace)
        #expect(analysed.tally.calls.callIDs == 5_000)
        #expect(analysed.tally.transactions.total == 5_000)
    }

    @Test(arguments: ["cseq : 1 INVITE", "CSEQ:1 INVITE", "CSeq:\t 1 \t INVITE ", "CSeq: 1\r\n INVITE"])
    func `64: case and blanks of a field make no other method`(line: String) throws {
        let answer = Hostile.message("SIP/2.0 200 OK", changing: [("CSeq", [line])])
        let frames = [Hostile.message(), answer].map { SampleFrame(at: 1, FrameBuilder.datagram($0)) }
        let analysed = try Analysed(frames)
        #expect(analysed.issues.isEmpty)
        #expect(analysed.tally.messages.responses.all == ["200": 1])
    }

    @Test(arguments: ["invite", "Invite", "INVITE "])
    func `64: methods are told apart by their case, and blanks are no part of them`(method: String) throws {
        let message = Hostile.message("\(method) sip:b SIP/2.0", changing: [("CSeq", ["CSeq: 1 \(method)"])])
        let analysed = try Analysed([SampleFrame(at: 1, FrameBuilder.datagram(message))])
        let name = method.hasSuffix(" ") ? "INVITE" : method
        #expect(analysed.tally.messages.requests.all == [name: 1])
    }
}
