import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Hostile inputs 40 to 48: start lines and framing, in a datagram.
@Suite struct HostileStartLineTests {
    /// A payload, and the group its frame is in, what the message counts as, and its decode issues.
    struct Case: Sendable, CustomTestStringConvertible {
        enum Group { case sip, empty, keepAlive, other }

        let testDescription: String
        let payload: [UInt8]
        let group: Group
        var counted: String? = nil
        var issues: Set<String> = []

        init(_ name: String, _ payload: [UInt8], _ group: Group, _ counted: String? = nil, _ issues: Set<String> = []) {
            (testDescription, self.payload, self.group, self.counted, self.issues) = (
                name, payload, group, counted, issues
            )
        }
    }

    private static let invite = Hostile.message()
    private static let text = FrameBuilder.bytes
    private static func status(_ code: String) -> [UInt8] { Hostile.message("SIP/2.0 \(code) Phrase") }
    private static let reason = String(repeating: "r", count: 60_000)
    private static let method = String(repeating: "M", count: 10_240)
    private static let stun: [UInt8] = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42] + [UInt8](repeating: 7, count: 12)

    private static let cases: [Case] = [
        Case("40 nothing", [], .empty), Case("40 CRLF", [13, 10], .keepAlive),
        Case("40 many CRLF", [UInt8](repeating: 10, count: 1_400), .keepAlive),
        Case("40 NUL", [UInt8](repeating: 0, count: 100), .keepAlive), Case("41 no code", text("SIP/2.0 "), .other),
        Case("41 no blank", text("SIP/2.0\r\n\r\n"), .other), Case("41 0", status("0"), .sip, "0", ["status-code"]),
        Case("41 99", status("99"), .sip, "99", ["status-code"]),
        Case("41 700", status("700"), .sip, "700", ["status-code"]),
        Case("41 99999", status("99999"), .sip, "99999", ["status-code"]),
        Case("41 -1", status("-1"), .sip, "-1", ["status-code"]),
        Case("41 2O0", status("2O0"), .sip, "2O0", ["status-code"]),
        Case("42 no reason", Hostile.message("SIP/2.0 486"), .sip, "486"),
        Case("42 reason of 60 KB", Hostile.message("SIP/2.0 486 \(reason)"), .sip, "486"),
        Case("43 LF", Hostile.message(lineEnd: "\n"), .sip, "INVITE"),
        Case("43 CR", Hostile.message(lineEnd: "\r"), .other),
        Case("43 CR CR LF", Hostile.message(lineEnd: "\r\r\n"), .sip, "INVITE", ["start-line-blanks"]),
        Case("44 no empty line", Array(invite.dropLast(2)), .sip, "INVITE", ["unfinished-headers"]),
        Case("44 no line end", Array(invite.dropLast(4)), .sip, "INVITE", ["unfinished-headers"]),
        Case(
            "45 a body before the end of the header section",
            Hostile.message(changing: [("X", ["v=0", "o=- 1 1 IN IP4 192.0.2.1"])]),
            .sip,
            "INVITE",
            ["header-line"]
        ),
        Case("45 NUL in a header", Hostile.message(changing: [("X", ["X: a\u{0}b"])]), .sip, "INVITE"),
        Case(
            "46 invalid UTF-8",
            Array(invite.dropLast(2)) + text("X: ") + [0xFF, 0xC3, 0x28, 13, 10, 13, 10],
            .sip,
            "INVITE"
        ),
        Case(
            "46 overlong UTF-8",
            Array(invite.dropLast(2)) + text("X: ") + [0xC0, 0xAF, 13, 10, 13, 10],
            .sip,
            "INVITE"
        ),
        Case("46 byte order mark", [0xEF, 0xBB, 0xBF] + invite, .other), Case("47 STUN", stun, .keepAlive),
        Case("47 TLS", [22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3], .other),
        Case("47 HTTP", text("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"), .other),
        Case("47 HTTP answer", text("HTTP/1.1 200 OK\r\n\r\n"), .other),
        Case("48 unknown method", Hostile.message("FROBNICATE sip:b SIP/2.0"), .sip, "FROBNICATE", ["cseq-method"]),
        Case(
            "48 method of 10 KB",
            Hostile.message("\(method) sip:b SIP/2.0"),
            .sip,
            String(method.prefix(256)),
            ["cseq-method"]
        ),
    ]

    @Test(arguments: cases)
    func `a hostile start line gets its verdict`(_ given: Case) throws {
        let analysed = try Analysed([SampleFrame(at: 1, FrameBuilder.datagram(given.payload))])
        let frames = analysed.tally.frames
        let counts: [UInt64] = [frames.sip, frames.empty, frames.keepAlive, frames.other]
        let groups: [Case.Group] = [.sip, .empty, .keepAlive, .other]
        #expect(zip(counts, groups).filter { $0.0 > 0 }.map(\.1) == [given.group])
        let messages = analysed.tally.messages
        let counted = messages.requests.all.merging(messages.responses.all) { $0 + $1 }
        #expect(counted.keys.first == given.counted)
        #expect(counted.count == (given.counted == nil ? 0 : 1))
        #expect(analysed.issues == given.issues)
    }

    @Test(arguments: ["\n", "\r\n", "\r\r\n"], [1, 7, 10_000])
    func `43: over TCP a message with any line end is one, and the next is another`(lineEnd: String, size: Int) throws {
        let first = Hostile.message(body: "v=0\n\n", lineEnd: lineEnd)
        var stream = HostileStream()
        stream.open()
        stream.send(first + Hostile.options("next"), by: size)
        let analysed = try Analysed(stream.frames)
        #expect(analysed.tally.messages.requests.all == ["INVITE": 1, "OPTIONS": 1])
    }

    @Test(arguments: [1, 1_000])
    func `42: over TCP a reason phrase of 60 KB is waited for`(size: Int) throws {
        var stream = HostileStream()
        stream.open()
        stream.send(Hostile.message("SIP/2.0 486 \(HostileStartLineTests.reason)"), by: size)
        #expect(try Analysed(stream.frames).tally.messages.responses.all == ["486": 1])
    }
}
