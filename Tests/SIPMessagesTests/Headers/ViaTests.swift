import TestSupport
import Testing
import WireBytes

@testable import SIPMessages

/// A Via value and what is to be read from it.
struct ViaCase: CustomTestStringConvertible, Sendable {
    let value: String
    var transport = "UDP"
    var sentBy = ""
    var branch = ""
    var isWellFormed = true

    var testDescription: String { value }
}

@Suite struct ViaTests {
    private func read(_ text: String) -> (via: Via, transport: String, sentBy: String, branch: String) {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { span in
            let via = Via.read(span, ByteRange(0, bytes.count))
            return (via, span.text(of: via.transport), span.text(of: via.sentBy), span.text(of: via.branch))
        }
    }

    static let cases = [
        ViaCase(value: "SIP/2.0/UDP a.example;branch=z9hG4bKx", sentBy: "a.example", branch: "z9hG4bKx"),
        ViaCase(value: "SIP/2.0/TCP 192.0.2.1:5060;rport", transport: "TCP", sentBy: "192.0.2.1:5060"),
        ViaCase(value: "SIP/2.0/TLS-SCTP a ;branch = b", transport: "TLS-SCTP", sentBy: "a", branch: "b"),
        ViaCase(value: "SIP / 2.0 / UDP first.example: 4000 ; branch=b", sentBy: "first.example: 4000", branch: "b"),
        ViaCase(value: "SIP  /\r\n 2.0\r\n /UDP\r\n 192.0.2.2;branch=39", sentBy: "192.0.2.2", branch: "39"),
        ViaCase(value: "sip/2.0/udp a;BRANCH=b", transport: "udp", sentBy: "a", branch: "b"),
        ViaCase(value: "SIP/7.0/UDP a;branch=b", sentBy: "a", branch: "b"),
        ViaCase(value: "SIP/2.0/UNKNOWN a", transport: "UNKNOWN", sentBy: "a"),
        ViaCase(value: "SIP/2.0/UDP\ta;branch=b", sentBy: "a", branch: "b"),
        ViaCase(value: "SIP/2.0/UDP    a;branch=b", sentBy: "a", branch: "b"),
        ViaCase(value: "SIP/2.0/UDP [2001:db8::1]:5060;branch=b", sentBy: "[2001:db8::1]:5060", branch: "b"),
        ViaCase(value: "SIP/2.0/UDP [2001:db8::1];received=2001:db8::9;branch=b", sentBy: "[2001:db8::1]", branch: "b"),
        ViaCase(value: "SIP/2.0/UDP a;x=\";branch=no\";branch=b", sentBy: "a", branch: "b"),
        ViaCase(value: "SIP/2.0/UDP a;branch=", sentBy: "a"),
        ViaCase(value: "SIP/2.0/UDP a;branch=one;branch=two", sentBy: "a", branch: "one"),
    ]

    @Test(arguments: cases)
    func `a value gives transport, sent-by and branch`(expected: ViaCase) {
        let (via, transport, sentBy, branch) = read(expected.value)
        #expect(transport == expected.transport)
        #expect(sentBy == expected.sentBy)
        #expect(branch == expected.branch)
        #expect(via.isWellFormed == expected.isWellFormed)
        #expect(via.extent == ByteRange(0, expected.value.utf8.count))
    }

    @Test(arguments: [
        "", "SIP", "SIP/", "SIP/2.0", "SIP/2.0/", "SIP/2.0/UDP", "SIP/2.0/UDP ", "SIP/2.0/UDP;branch=b",
        "SIP/2.0/UDP ;branch=b", "SIP/2.0 UDP a;branch=b", "/2.0/UDP a", "SIP//UDP a", "SIP/2.0/UDP a;;branch=b",
        "SIP/2.0/UDP a;branch=\"b", "SIP/2.0/UDP 192.0.2.15;;,;,,", "192.0.2.1:5060", ",", "SIP/2.0/U",
        "SIP/2.0/U;P a", "SIP/2.0/U/P a;branch=b", "SIP/2.0/UD, a",
    ])
    func `a value that breaks the grammar is not well formed`(value: String) {
        #expect(!read(value).via.isWellFormed)
    }

    @Test func `a transport of one letter does not reach into the next line`() {
        let bytes = Array("SIP/2.0/U\nF :x".utf8)
        let via = bytes.withRawSpan { Via.read($0, ByteRange(0, 9)) }
        #expect(via.transport.upper <= 9)
        #expect(via.sentBy.isEmpty)
        #expect(!via.isWellFormed)
    }

    @Test func `the oc parameter of overload control is seen with and without a value`() {
        for parameter in [";oc", ";oc=20", "; OC ;oc-algo=\"loss\"", ";branch=b;oc"] {
            #expect(read("SIP/2.0/UDP a\(parameter)").via.hasOverloadControl)
        }
        for parameter in ["", ";oc-algo=\"loss\"", ";o", ";ocs", ";x=oc", ";x=\";oc\""] {
            #expect(!read("SIP/2.0/UDP a\(parameter)").via.hasOverloadControl)
        }
    }

    @Test func `a branch with the cookie and more names its transaction`() {
        func hasCookie(_ branch: String) -> Bool {
            let bytes = Array("SIP/2.0/UDP a;branch=\(branch)".utf8)
            return bytes.withRawSpan { Via.read($0, ByteRange(0, bytes.count)).hasMagicCookie($0) }
        }
        #expect(hasCookie("z9hG4bK1"))
        #expect(hasCookie("Z9HG4BK1"))
        for branch in ["z9hG4bK", "", "z9hG4b", "390skdjuw", "xz9hG4bK1"] { #expect(!hasCookie(branch)) }
    }

    @Test func `values are counted over commas and fields`() throws {
        let values = "SIP/2.0/UDP a;branch=1 , SIP/2.0/TCP b;x=\"q,r\";branch=2,SIP/2.0/UDP c"
        #expect(try #require(decode(request("Via: \(values)", "v: SIP/2.0/UDP d"))).viaCount == 5)
        #expect(try #require(decode(request(with: "Via", values))).viaCount == 3)
        #expect(try #require(decode(request(with: "Via", values))).branch == "1")
    }

    @Test func `500 values in one field and 500 fields are counted`() throws {
        let value = "SIP/2.0/UDP a.example;branch=z9hG4bK1"
        let joined = [String](repeating: value, count: 500).joined(separator: ",")
        #expect(try #require(decode(request("Via: \(joined)"))).viaCount == 501)
        let lines = [String](repeating: "Via: \(value)", count: 500).joined(separator: "\n")
        #expect(try #require(decode(request(lines))).viaCount == 501)
    }
}
