import Testing
import WireBytes

@testable import SIPMessages

@Suite struct DecimalNumberTests {
    private func number(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        return bytes.withRawSpan { DecimalNumber.read($0, ByteRange(0, bytes.count)) }
    }

    @Test func `digits are a number whatever zeroes stand before them`() {
        #expect(number("0") == 0)
        #expect(number("0068") == 68)
        #expect(number("2147483648") == 1 << 31)
        #expect(number("999999999999999999") == 999_999_999_999_999_999)
        #expect(number("1000000000000000000") == 1_000_000_000_000_000_000)
        #expect(number("9223372036854775807") == .max)
        #expect(number("00000000000000000000000000000007") == 7)
        #expect(number(String(repeating: "0", count: 60_000)) == 0)
    }

    @Test(arguments: [
        "", " ", "-1", "+5", "1e3", "0x10", "1 2", "1,2", "12a", "a12", "1.5", "٣", "9223372036854775808",
        "18446744073709551616", "99999999999999999999999999999999", "1234567890123456789a",
    ])
    func `anything else, and 2⁶³ or more, is nothing`(text: String) {
        #expect(number(text) == nil)
    }

    @Test func `a range past the end is nothing`() {
        #expect(Array("12".utf8).withRawSpan { DecimalNumber.read($0, ByteRange(0, 9)) } == nil)
    }

    /// A value, the number that it begins with, and how many digits that has.
    @Test(
        arguments: [
            ("1800;refresher=uac", 1_800, 4), ("0068", 68, 4), ("7 INVITE", 7, 1), ("12a", 12, 2), ("1.5", 1, 1),
            ("", nil, 0), (" 1", nil, 0), ("-1", nil, 0), ("a1", nil, 0), ("9223372036854775808x", nil, 19),
        ] as [(String, Int?, Int)]
    )
    func `what stands behind the leading digits leaves their number as it is`(text: String, number: Int?, count: Int) {
        let bytes = Array("x\(text)".utf8)
        let found = bytes.withRawSpan { DecimalNumber.leading($0, ByteRange(1, bytes.count)) }
        #expect(found.number == number && found.end == 1 + count)
    }
}
