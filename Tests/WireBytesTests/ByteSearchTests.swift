import TestSupport
import Testing
import WireBytes

@Suite struct ByteSearchTests {
    private let text = Array("INVITE sip:b SIP/2.0\r\n".utf8)

    private func offset(of octet: Character, _ lower: Int, _ upper: Int) -> Int? {
        octet.asciiValue.map { wanted in text.withRawSpan { $0.offset(of: wanted, in: ByteRange(lower, upper)) } }
    }

    @Test func `an octet is found inside its range only`() {
        #expect(offset(of: "S", 0, 99) == 13)
        #expect(offset(of: "S", 13, 14) == 13)
        #expect(offset(of: "S", 0, 13) == 13)
        #expect(offset(of: "S", 14, 99) == text.count)
        #expect(offset(of: "I", 1, 3) == 3)
        #expect(offset(of: "I", 40, 99) == text.count)
    }

    @Test func `case of ASCII letters does not count where names are compared`() {
        #expect(text.withRawSpan { $0.equals("invite", in: ByteRange(0, 6)) })
        #expect(!text.withRawSpan { $0.equals("invite", in: ByteRange(0, 7)) })
        #expect(!text.withRawSpan { $0.equals("invite", in: ByteRange(20, 26)) })
        #expect(!Array("[nvite".utf8).withRawSpan { $0.equals("{nvite", in: ByteRange(0, 6)) })
    }

    @Test func `octets are compared one by one`() {
        #expect(text.withRawSpan { $0.equals([0x49, 0x4E], in: ByteRange(0, 2)) })
        #expect(!text.withRawSpan { $0.equals([0x69, 0x4E], in: ByteRange(0, 2)) })
        #expect(!text.withRawSpan { $0.equals([0x49], in: ByteRange(0, 2)) })
        #expect(text.withRawSpan { $0.equals([], in: .empty) })
    }

    @Test func `two ranges are equal where both lie inside and hold the same`() {
        func areEqual(_ left: ByteRange, _ right: ByteRange) -> Bool {
            text.withRawSpan { $0.bytes(of: left, equal: right, in: $0) }
        }
        #expect(areEqual(ByteRange(0, 1), ByteRange(3, 4)))
        #expect(!areEqual(ByteRange(0, 2), ByteRange(3, 5)))
        #expect(!areEqual(ByteRange(0, 1), ByteRange(3, 5)))
        #expect(!areEqual(ByteRange(21, 23), ByteRange(21, 23)))
        #expect(areEqual(ByteRange(5, 5), ByteRange(9, 9)))
        #expect([].withRawSpan { $0.bytes(of: .empty, equal: .empty, in: $0) })
    }

    @Test func `blanks and folds are trimmed at both ends`() {
        func trimmed(_ text: String) -> String {
            let bytes = Array(text.utf8)
            return bytes.withRawSpan { $0.text(of: $0.trimmed(ByteRange(0, 99))) }
        }
        #expect(trimmed(" \t a b\r\n\t ") == "a b")
        #expect(trimmed("\r\n \r\n") == "")
        #expect(trimmed("") == "")
        #expect(trimmed("a") == "a")
        #expect([0x20, 0x20].withRawSpan { $0.trimmed(ByteRange(50, 60)).isEmpty })
    }
}
