import SIPCatalogue
import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

/// A first line and what is to be read from it.
struct LineCase: CustomTestStringConvertible, Sendable {
    let line: String
    var issues: [DecodeIssue] = []
    var code: UInt16 = 0
    var phrase = ""
    var method = ""
    var target = ""

    var testDescription: String { String(line.prefix(60)) }
}

@Suite struct StartLineTests {
    private func read(_ line: String) -> (start: StartLine, issues: [DecodeIssue])? {
        wire(line).withRawSpan { bytes in
            var issues = DecodeIssues()
            return StartLine.read(bytes, at: 0, issues: &issues).map { ($0, issues.all) }
        }
    }

    private func text(_ range: ByteRange, of line: String) -> String {
        wire(line).withRawSpan { $0.text(of: range) }
    }

    static let statusLines = [
        LineCase(line: "SIP/2.0 200 OK\n", code: 200, phrase: "OK"),
        LineCase(line: "SIP/2.0 100 \n", code: 100),
        LineCase(line: "SIP/2.0 100\n", code: 100),
        LineCase(line: "SIP/2.0 486 Busy Here", code: 486, phrase: "Busy Here"),
        LineCase(line: "sip/2.0 180 Ringing\n", code: 180, phrase: "Ringing"),
        LineCase(line: "SIP/2.0 200  two blanks\n", code: 200, phrase: " two blanks"),
        LineCase(line: "SIP/2.0 200 сто девяносто\n", code: 200, phrase: "сто девяносто"),
        LineCase(line: "SIP/2.0 699 Odd\n", code: 699, phrase: "Odd"),
        LineCase(line: "SIP/2.0  200 OK\n", issues: [.startLineBlanks], code: 200, phrase: "OK"),
        LineCase(line: "SIP/3.0 200 OK\n", issues: [.version], code: 200, phrase: "OK"),
        LineCase(line: "SIP/2.00 200 OK\n", issues: [.version], code: 200, phrase: "OK"),
        LineCase(line: "SIP/20.10 200 OK\n", issues: [.version], code: 200, phrase: "OK"),
        LineCase(line: "SIP/2.0 0 Zero\n", issues: [.statusCode], phrase: "Zero"),
        LineCase(line: "SIP/2.0 99 Low\n", issues: [.statusCode], phrase: "Low"),
        LineCase(line: "SIP/2.0 099 Low\n", issues: [.statusCode], phrase: "Low"),
        LineCase(line: "SIP/2.0 700 High\n", issues: [.statusCode], phrase: "High"),
        LineCase(line: "SIP/2.0 99999 High\n", issues: [.statusCode], phrase: "High"),
        LineCase(line: "SIP/2.0 4294967301 Wrapped\n", issues: [.statusCode], phrase: "Wrapped"),
        LineCase(line: "SIP/2.0 -1 Negative\n", issues: [.statusCode], phrase: "Negative"),
        LineCase(line: "SIP/2.0 2O0 Letter\n", issues: [.statusCode], phrase: "Letter"),
        LineCase(line: "SIP/2.0 OK\n", issues: [.statusCode]),
    ]

    @Test(arguments: statusLines)
    func `a status line gives code, phrase and what is wrong with it`(expected: LineCase) throws {
        let (start, issues) = try #require(read(expected.line))
        #expect(start.isResponse)
        #expect(start.statusCode == expected.code)
        #expect(start.responseClass == Int(expected.code) / 100)
        #expect(text(start.reasonPhrase, of: expected.line) == expected.phrase)
        #expect(start.method == nil)
        #expect(issues == expected.issues)
    }

    static let requestLines = [
        LineCase(line: "INVITE sip:b SIP/2.0\n", method: "INVITE", target: "sip:b"),
        LineCase(line: "invite sip:b sip/2.0", method: "invite", target: "sip:b"),
        LineCase(line: "NEW-METHOD.1 tel:+1 SIP/2.0\n", method: "NEW-METHOD.1", target: "tel:+1"),
        LineCase(line: "X sip:a?b@c SIP/2.0\n", method: "X", target: "sip:a?b@c"),
        LineCase(line: "X http://a?b SIP/2.0\n", method: "X", target: "http://a?b"),
        LineCase(line: "X sip:a SIP/7.0\n", issues: [.version], method: "X", target: "sip:a"),
        LineCase(line: "X  sip:a SIP/2.0\n", issues: [.startLineBlanks], method: "X", target: "sip:a"),
        LineCase(line: "X sip:a  SIP/2.0\n", issues: [.startLineBlanks], method: "X", target: "sip:a"),
        LineCase(line: "X sip:a SIP/2.0 \t\n", issues: [.startLineBlanks], method: "X", target: "sip:a"),
        LineCase(line: "X sip:a; lr SIP/2.0\n", issues: [.requestURI], method: "X", target: "sip:a; lr"),
        LineCase(line: "X <sip:a> SIP/2.0\n", issues: [.requestURI], method: "X", target: "<sip:a>"),
        LineCase(line: "X sip:a@b?c=d SIP/2.0\n", issues: [.requestURI], method: "X", target: "sip:a@b?c=d"),
        LineCase(line: "X sip:a@b?c=d@e SIP/2.0\n", issues: [.requestURI], method: "X", target: "sip:a@b?c=d@e"),
        LineCase(line: "X sips:b?c=d SIP/2.0\n", issues: [.requestURI], method: "X", target: "sips:b?c=d"),
        LineCase(line: "X sip:2001:db8::10 SIP/2.0\n", issues: [.requestURI], method: "X", target: "sip:2001:db8::10"),
        LineCase(line: "X sips:a:p@db8::1 SIP/2.0\n", issues: [.requestURI], method: "X", target: "sips:a:p@db8::1"),
        LineCase(line: "X sip:[2001:db8::10]:5070 SIP/2.0\n", method: "X", target: "sip:[2001:db8::10]:5070"),
        LineCase(line: "X sip:a:p:q@[::1] SIP/2.0\n", method: "X", target: "sip:a:p:q@[::1]"),
        LineCase(line: "X sip:b:5060;m=[::1]:1 SIP/2.0\n", method: "X", target: "sip:b:5060;m=[::1]:1"),
        LineCase(line: "X SIP:b;m=a:b:c SIP/2.0\n", method: "X", target: "SIP:b;m=a:b:c"),
        LineCase(line: "X urn:a:b:c SIP/2.0\n", method: "X", target: "urn:a:b:c"),
        LineCase(line: "X sip: SIP/2.0\n", method: "X", target: "sip:"),
        LineCase(line: "X s SIP/2.0\n", method: "X", target: "s"),
        LineCase(line: "X sip:a\u{0}b SIP/2.0\n", issues: [.requestURI], method: "X", target: "sip:a\u{0}b"),
    ]

    @Test(arguments: requestLines)
    func `a request line gives method, target and what is wrong with it`(expected: LineCase) throws {
        let (start, issues) = try #require(read(expected.line))
        #expect(!start.isResponse)
        #expect(start.statusCode == 0)
        #expect(text(start.methodText, of: expected.line) == expected.method)
        #expect(text(start.requestURI, of: expected.line) == expected.target)
        #expect(issues == expected.issues)
    }

    @Test(arguments: [
        "", "\n", "\n\n", "\u{0}\u{0}\u{0}", "SIP/2.0", "SIP/2.0 ", "SIP/2.0 \n", "SIP/2.0\n", "SIP/2 200 OK\n",
        "SIP/2. 200 OK\n", "SIP/.0 200 OK\n", "SIP/2.0/UDP host\n", "SIP 200 OK\n", "INVITE SIP/2.0\n",
        "INVITE  SIP/2.0\n", "INVITE sip:b\n", "INVITE sip:b HTTP/1.1\n", "GET / HTTP/1.1\n", " INVITE sip:b SIP/2.0\n",
        "\u{FEFF}INVITE sip:b SIP/2.0\n", "INVITE\nsip:b SIP/2.0\n", "INV/ITE sip:b SIP/2.0\n", "m=audio 1 RTP/AVP 0\n",
        "INVITE sip:b SIP/2.0x\n", "INVITE sip:b xSIP/2.0\n",
    ])
    func `what is no start line of SIP is nothing`(line: String) {
        #expect(read(line) == nil)
    }

    @Test func `binary protocols on the port are nothing`() {
        let starts: [[UInt8]] = [
            [0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xA4, 0x42],  // STUN
            [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01],  // TLS
            [0x80, 0x00, 0x12, 0x34, 0x00, 0x00, 0x00, 0x01],  // RTP
        ]
        for start in starts { #expect(decode(start) == nil) }
    }

    @Test func `a phrase of 60 KB and a method of 10 KB are read`() throws {
        let phrase = String(repeating: "x", count: 60_000)
        #expect(try #require(read("SIP/2.0 200 \(phrase)\n")).start.reasonPhrase.count == 60_000)
        let method = String(repeating: "M", count: 10_000)
        #expect(try #require(read("\(method) sip:b SIP/2.0\n")).start.methodText.count == 10_000)
    }

    @Test func `a first line beyond the limit is read up to it or not at all`() throws {
        let long = String(repeating: "x", count: 70_000)
        #expect(try #require(read("SIP/2.0 200 \(long)\n")).start.line.count == StartLine.longestLine)
        #expect(read("\(long) sip:b SIP/2.0\n") == nil)
    }
}
