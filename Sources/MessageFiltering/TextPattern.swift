internal import WireBytes

/// Text that a part of a message is compared with, byte by byte.
struct TextPattern: Sendable {
    private let octets: [UInt8]
    private let ignoresCase: Bool
    /// For a search the length of the longest proper prefix that ends at each octet (Knuth, Morris, Pratt), so that it
    /// takes time in proportion to what is searched, whoever wrote that; `nil` where all must be equal.
    private let borders: [Int]?

    /// A pattern for text that is `text`, ASCII letters of either case being the same where `ignoresCase`.
    init(equalTo text: String, ignoringCase ignoresCase: Bool) {
        octets = TextPattern.octets(of: text, lowercased: ignoresCase)
        self.ignoresCase = ignoresCase
        borders = nil
    }

    /// A pattern for text that holds `text`, the case of ASCII letters aside.
    init(heldText text: String) {
        octets = TextPattern.octets(of: text, lowercased: true)
        ignoresCase = true
        var borders = [Int](repeating: 0, count: octets.count)
        var length = 0
        for place in octets.indices.dropFirst() {
            while length > 0, octets[place] != octets[length] { length = borders[length - 1] }
            if octets[place] == octets[length] { length += 1 }
            borders[place] = length
        }
        self.borders = borders
    }

    private static func octets(of text: String, lowercased: Bool) -> [UInt8] {
        lowercased ? text.utf8.map(\.asciiLowercased) : Array(text.utf8)
    }

    /// Whether the bytes of `range` are as the pattern asks.
    func matches(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        guard let borders else { return isEqual(bytes, range) }
        var length = 0
        for offset in range.lower..<range.upper {
            let octet = bytes.octet(at: offset).asciiLowercased
            while length > 0, octet != octets[length] { length = borders[length - 1] }
            if octet == octets[length] { length += 1 }
            if length == octets.count { return true }
        }
        return false
    }

    private func isEqual(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        guard range.count == octets.count else { return false }
        guard ignoresCase else { return bytes.equals(octets, in: range) }
        for place in octets.indices
        where bytes.octet(at: range.lower &+ place).asciiLowercased != octets[place] { return false }
        return true
    }
}
