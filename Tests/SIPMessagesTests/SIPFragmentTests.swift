import Testing
import WireBytes

@testable import SIPMessages

@Suite struct SIPFragmentTests {
    private func code(_ text: String, of count: Int = .max) -> UInt16 {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { SIPFragment.statusCode($0, ByteRange(0, min(count, bytes.count))) }
    }

    @Test(
        arguments: [
            ("SIP/2.0 200 OK", 200), ("SIP/2.0 100 Trying\r\n", 100), ("sip/2.0 603 Decline\r\nTo: <sip:a@b>\r\n", 603),
            ("\r\nSIP/2.0 486 Busy Here\r\n", 486), ("SIP/2.0  180\tRinging\n", 180), ("SIP/2.0 200", 200),
            ("SIP/2.0 99 Low", 0), ("SIP/2.0 700 High", 0), ("SIP/2.0 2000 OK", 0), ("SIP/2.0 20", 0), ("SIP/2.0", 0),
            ("SIP/2.0\r\n200 OK", 0), ("INVITE sip:a@b SIP/2.0\r\n", 0), ("To: <sip:a@b>\r\nSIP/2.0 200 OK", 0),
            ("HTTP/1.1 200 OK", 0), ("", 0), ("\r\n\r\n", 0), ("SIP", 0), ("SIP/2.0 OK 200", 0),
        ] as [(String, UInt16)]
    )
    func `the status is that of a status line at its beginning`(text: String, expected: UInt16) {
        #expect(code(text) == expected)
    }

    @Test func `what stands behind the body does not count, however short it is cut`() {
        let text = "\r\nSIP/2.0 200 OK\r\nTo: <sip:a@b>\r\n"
        for count in 0...text.utf8.count {
            #expect(
                code(text, of: count)
                    == code(String(Array(text.utf8).prefix(count).map { Character(UnicodeScalar($0)) }))
            )
            #expect([0, 200].contains(code(text, of: count)))
        }
    }
}
