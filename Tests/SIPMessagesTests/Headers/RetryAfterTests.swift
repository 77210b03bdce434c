import Testing
import WireBytes

@testable import SIPMessages

@Suite struct RetryAfterTests {
    private func seconds(_ text: String) -> UInt32? {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { RetryAfter.read($0, ByteRange(0, bytes.count)) }?.seconds
    }

    @Test(arguments: [
        "120", "120 (I'm in a meeting)", "120(no blank)", "120 ;duration=3600", "120;duration=3600",
        "120 (in (a (nested) one))", "120 (quoted \\) and \\( parentheses)", "120 (c) ;duration=3600;x=\"y, z\"",
        "0120", "120 ()", "120\t(сто)", "120;x", "120 (a\r\n b)\r\n ;duration=0",
    ])
    func `seconds may carry a comment and parameters`(text: String) {
        #expect(seconds(text) == 120)
    }

    @Test func `the highest number of seconds is 2³²−1`() {
        #expect(seconds("4294967295") == .max)
        #expect(seconds("0") == 0)
        #expect(seconds("4294967296") == nil)
        #expect(seconds("18446744073709551616") == nil)
    }

    @Test(arguments: [
        "", "soon", "-1", "+5", "1.5", "120 s", "120 seconds", "120, 60", "120 (open", "120 (open \\)", "120 )",
        "120 (a) (b)", "120;duration", "120;duration=", "120;duration=x", "120;duration=4294967296", "120;",
        "120;;duration=1", "120;x=\"open", "Thu, 01 Jan 2026 00:00:00 GMT", "(c) 120", ";duration=120",
    ])
    func `anything else is no time to come back`(text: String) {
        #expect(seconds(text) == nil)
    }

    @Test func `what stands behind the value does not count`() {
        let bytes = Array("120(a)".utf8)
        #expect(bytes.withRawSpan { RetryAfter.read($0, ByteRange(0, 3)) }?.seconds == 120)
        #expect(bytes.withRawSpan { RetryAfter.read($0, ByteRange(0, 5)) } == nil)
    }
}
