import Testing
import WireBytes

@testable import SIPMessages

@Suite struct ContactTests {
    /// Each Contact of a message with these header lines, as `uri expires`.
    private func contacts(_ lines: [String]) throws -> [String] {
        let head = "REGISTER sip:example.com SIP/2.0\r\n"
        let bytes = Array((head + lines.map { "Contact: \($0)\r\n" }.joined() + "\r\n").utf8)
        var message = SIPMessage()
        var found: [String] = []
        bytes.withRawSpan { span in
            _ = SIPDecoder().decode(span, from: 0, carrier: .datagram, isCut: false, into: &message)
            message.headers.forEachContact(span) { contact in
                let parts = [contact.uri, contact.expires].map { String(decoding: span.copy(of: $0), as: UTF8.self) }
                found.append(parts.joined(separator: " "))
            }
        }
        return found
    }

    @Test(
        arguments: [
            (["<sip:a@192.0.2.1>"], ["sip:a@192.0.2.1 "]),
            (["<sip:a@192.0.2.1;expires=9>;expires=0"], ["sip:a@192.0.2.1;expires=9 0"]),
            (["sip:a@192.0.2.1;expires=0"], ["sip:a@192.0.2.1 0"]),
            (["\"A, B\" <sip:a@192.0.2.1> ; Q=0.5 ; EXPIRES = 60"], ["sip:a@192.0.2.1 60"]),
            (["<sip:a@192.0.2.1>;expires=0, <sip:b@192.0.2.2>"], ["sip:a@192.0.2.1 0", "sip:b@192.0.2.2 "]),
            (["<sip:a@192.0.2.1>", "<sip:b@192.0.2.2>;expires=1"], ["sip:a@192.0.2.1 ", "sip:b@192.0.2.2 1"]),
            (["*"], ["* "]), ([], []), (["<sip:a"], ["sip:a "]), ([";expires=0"], [" 0"]),
            (["a, b, <sip:c@192.0.2.3>", "sip:d@192.0.2.4"], ["sip:c@192.0.2.3 ", "sip:d@192.0.2.4 "]),
            (["\"a"], [" "]),
        ] as [([String], [String])]
    )
    func `every value is read with its own expires`(lines: [String], expected: [String]) throws {
        #expect(try contacts(lines) == expected)
    }
}
