import Testing
import WireBytes

@testable import SIPMessages

@Suite struct ReasonTests {
    /// The Q.850 cause of a message with these Reason fields.
    private func cause(_ lines: [String]) -> UInt8 {
        let head = "BYE sip:example.com SIP/2.0\r\n"
        let bytes = Array((head + lines.map { "Reason: \($0)\r\n" }.joined() + "\r\n").utf8)
        var message = SIPMessage()
        return bytes.withRawSpan { span in
            _ = decoder.decode(span, from: 0, carrier: .datagram, isCut: false, into: &message)
            return Reason.cause(in: message.headers, span)
        }
    }

    @Test(
        arguments: [
            ([], 0), (["Q.850;cause=16"], 16), (["q.850 ; Cause = 127;text=\"Interworking\""], 127),
            (["Q.850;cause=0"], 0), (["Q.850;cause=128"], 0), (["Q.850;cause=-1"], 0), (["Q.850;cause=\"16\""], 0),
            (["Q.850"], 0), (["SIP;cause=17"], 0), (["Q.8500;cause=17"], 0), (["Q.850;text=\"cause=17\""], 0),
        ] as [([String], UInt8)]
    )
    func `a cause is a number of Q_850 from 1 to 127`(lines: [String], expected: UInt8) {
        #expect(cause(lines) == expected)
    }

    @Test(
        arguments: [
            (["Q.850;cause=16;cause=31"], 16), (["Q.850;cause=0;cause=31"], 31),
            (["Q.850;cause=16, Q.850;cause=31"], 16), (["Q.850;cause=128, Q.850;cause=31"], 31),
            (["Q.850;cause=16", "Q.850;cause=31"], 16), (["SIP;cause=200", "Q.850;cause=31"], 31),
        ] as [([String], UInt8)]
    )
    func `of several causes the first counts`(lines: [String], expected: UInt8) {
        #expect(cause(lines) == expected)
    }

    @Test(
        arguments: [
            (["SIP;cause=600;text=\"Busy, Q.850;cause=1\", Q.850;cause=17"], 17),
            (["SIP;text=\"a \\\", Q.850;cause=1\", Q.850;cause=17"], 17), (["SIP, Q.850;cause=17"], 17),
            ([", Q.850;cause=17"], 17),
        ] as [([String], UInt8)]
    )
    func `a comma in quotes parts no values, any other does`(lines: [String], expected: UInt8) {
        #expect(cause(lines) == expected)
    }

    @Test(
        arguments: [
            (["SIP;=3, Q.850;cause=17"], 17), (["SIP cause=1, Q.850;cause=17"], 17), (["Q.850;cause=16;=3"], 16),
            (["Q.850;=3;cause=16, Q.850;cause=17"], 17), (["SIP;text=\"open, Q.850;cause=17"], 0),
            (["SIP;text=\"open", "Q.850;cause=17"], 17),
        ] as [([String], UInt8)]
    )
    func `a value that breaks the grammar hides no other, an open quote those of its field`(
        lines: [String],
        expected: UInt8
    ) {
        #expect(cause(lines) == expected)
    }
}
