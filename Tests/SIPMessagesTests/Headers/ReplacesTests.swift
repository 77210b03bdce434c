import Testing
import WireBytes

@testable import SIPMessages

@Suite struct ReplacesTests {
    private func parts(_ text: String, of count: Int = .max) -> [String] {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { span in
            let replaces = Replaces.read(span, ByteRange(0, min(count, bytes.count)))
            return [replaces.callID, replaces.toTag, replaces.fromTag].map { span.text(of: $0) }
        }
    }

    @Test(arguments: [
        ("a@example.com;to-tag=t;from-tag=f", ["a@example.com", "t", "f"]),
        ("a@example.com ; From-Tag = f ; early-only;to-tag=t", ["a@example.com", "t", "f"]),
        ("a@example.com", ["a@example.com", "", ""]), ("", ["", "", ""]), (";to-tag=t", ["", "t", ""]),
        ("a;to-tag;from-tag=", ["a", "", ""]), ("a;x=\"b;to-tag=q\";to-tag=t", ["a", "t", ""]),
    ])
    func `a dialog is named by Call-ID and tags`(text: String, expected: [String]) {
        #expect(parts(text) == expected)
    }

    @Test func `what stands behind the value does not count, however short it is cut`() {
        let text = "a@example.com;to-tag=t1;from-tag=f1"
        for count in 0...text.utf8.count {
            #expect(parts(text, of: count) == parts(String(text.prefix(count))))
        }
    }
}
