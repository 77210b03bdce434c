import Testing
import WireBytes

@testable import SIPMessages

@Suite struct ReferToTests {
    private func parts(_ text: String, of count: Int = .max) -> [String] {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { span in
            let referTo = ReferTo.read(span, ByteRange(0, min(count, bytes.count)))
            return [span.text(of: referTo.uri), span.text(of: referTo.replaces)]
        }
    }

    @Test(arguments: [
        ("<sip:carol@example.com>", ["sip:carol@example.com", ""]),
        ("sip:carol@example.com", ["sip:carol@example.com", ""]),
        ("\"C\" <sip:c@example.com;method=INVITE>;x=1", ["sip:c@example.com;method=INVITE", ""]),
        ("<sip:c@b.example?Replaces=a%40b%3Bto-tag%3D1>", ["sip:c@b.example", "a%40b%3Bto-tag%3D1"]),
        ("<sip:c@b.example?Subject=x&replaces=a%3Bto-tag%3D1&y=z>", ["sip:c@b.example", "a%3Bto-tag%3D1"]),
        ("<sip:c@b.example?Replaces>", ["sip:c@b.example", ""]),
        ("<sip:c@b.example?Replace=a>", ["sip:c@b.example", ""]),
        ("<sip:c?Replaces=1@b.example>", ["sip:c?Replaces=1@b.example", ""]),
        ("<sip:b.example?Replaces=a>", ["sip:b.example", "a"]), ("<tel:+12025550101>", ["tel:+12025550101", ""]),
        ("", ["", ""]), ("<>", ["", ""]), ("<?Replaces=a>", ["", "a"]), ("<sip:c@b?&&=&Replaces=a>", ["sip:c@b", "a"]),
    ])
    func `a target has its URI, and in its header part may say what to replace`(text: String, expected: [String]) {
        #expect(parts(text) == expected)
    }

    @Test(arguments: [
        ("<sip:c@b.example>", true), ("<sips:c@b.example;method=INVITE>", true), ("<tel:+12025550101>", true),
        ("sip:c@b.example;method=BYE", true), ("<SIP:c@b.example;transport=tcp;Method=invite?a=b>", true),
        ("<sip:c@b.example;method=BYE>", false), ("<sip:b.example;method=REFER?a=b>", false),
        ("<http://b.example/>", false), ("<cid:c@b.example>", false), ("<sip:c;method=BYE@b.example>", true),
        ("", true),
    ])
    func `a URI of another method, or of no call's scheme, is not to be called`(text: String, isOfCall: Bool) {
        let bytes = Array(text.utf8)
        #expect(bytes.withRawSpan { ReferTo.read($0, ByteRange(0, bytes.count)).isOfCall } == isOfCall)
    }

    @Test func `what stands behind the value does not count, however short it is cut`() {
        let text = "\"C\" <sip:c@b.example?Subject=x&Replaces=a%40b%3Bto-tag%3D1>;x=1"
        for count in 0...text.utf8.count {
            #expect(parts(text, of: count) == parts(String(text.prefix(count))))
        }
    }

    @Test(arguments: [
        ("a%40b%3Bto-tag%3d1", "a@b;to-tag=1"), ("a%4", "a%4"), ("%", "%"), ("a%zz%40", "a%zz@"), ("", ""),
        ("%%40", "%@"),
    ])
    func `escapes are undone, and what is none stays`(text: String, expected: String) {
        let bytes = Array(text.utf8)
        let plain = bytes.withRawSpan { ReferTo.unescaped($0, ByteRange(0, bytes.count), most: 100) }
        #expect(String(decoding: plain, as: UTF8.self) == expected)
    }

    @Test func `no more is unescaped than was asked for`() {
        let bytes = Array("ab%40cd".utf8)
        let texts = (0...bytes.count).map { count in
            let plain = bytes.withRawSpan { ReferTo.unescaped($0, ByteRange(0, bytes.count), most: count) }
            return String(decoding: plain, as: UTF8.self)
        }
        #expect(texts == ["", "a", "ab", "ab%", "ab%4", "ab@", "ab@c", "ab@cd"])
    }
}
