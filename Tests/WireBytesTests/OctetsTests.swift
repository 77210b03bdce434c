import Testing
import WireBytes

@Suite struct OctetsTests {
    private func octets(where isWanted: (UInt8) -> Bool) -> String {
        String(decoding: (0...255).filter(isWanted), as: UTF8.self)
    }

    @Test func `only capitals of ASCII are made lower case`() {
        for octet in UInt8.min...UInt8.max {
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet)
            #expect(octet.asciiLowercased == (isCapital ? octet + 32 : octet))
        }
    }

    @Test func `digits are ten and letters are twice twenty-six`() {
        #expect(octets(where: \.isDigit) == "0123456789")
        #expect(octets(where: \.isLetter) == "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    }

    @Test func `blanks are space and tab and whitespace adds the line ends`() {
        #expect(octets(where: \.isBlank) == "\t ")
        #expect(Set((UInt8.min...UInt8.max).filter(\.isLinearWhitespace)) == [0x09, 0x0A, 0x0D, 0x20])
    }

    @Test func `token characters are those of the grammar`() {
        let marks = Set("-.!%*_+`'~".utf8)
        for octet in UInt8.min...UInt8.max {
            #expect(octet.isTokenCharacter == (octet.isLetter || octet.isDigit || marks.contains(octet)), "\(octet)")
        }
    }
}
