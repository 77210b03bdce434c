internal import SIPCatalogue
internal import WireBytes

/// Finds the registered header field that a name means, in any case and in compact form, without building a string.
///
/// An open-addressed table keyed by the first eight letters, with names compared eight bytes at a time.
struct HeaderNameTable: Sendable {
    /// The longest registered name that is kept; longer names on the wire are unknown at once.
    private static let longestName = 32
    private static let slotCount = 1_024

    /// A name in lower case, in words of eight bytes, zeroes behind it.
    private struct Slot {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var count: UInt8 = 0
        var code = HeaderNameTable.unknown
    }

    /// The code of a name that the registry does not have; every other code is a raw value of ``HeaderName``.
    static let unknown: UInt8 = 0xFF

    private var slots = [Slot](repeating: Slot(), count: HeaderNameTable.slotCount)
    private var compact = [UInt8](repeating: HeaderNameTable.unknown, count: 256)

    /// The table that all decoders share.
    static let registered = HeaderNameTable()

    /// The table of every row of the catalogue.
    init() {
        for name in HeaderName.allCases { insert(name) }
    }

    private mutating func insert(_ name: HeaderName) {
        let letters = name.canonical.utf8.map(\.asciiLowercased)
        guard letters.count <= HeaderNameTable.longestName else { return }
        var entry = Slot()
        entry.count = UInt8(letters.count)
        entry.code = name.rawValue
        entry.words = (
            HeaderNameTable.word(letters, 0), HeaderNameTable.word(letters, 1),
            HeaderNameTable.word(letters, 2), HeaderNameTable.word(letters, 3)
        )
        var index = HeaderNameTable.index(entry.words.0)
        while slots[index].code != HeaderNameTable.unknown { index = (index + 1) % HeaderNameTable.slotCount }
        slots[index] = entry
        if let form = name.compactForm {
            compact[Int(form)] = name.rawValue
            compact[Int(form & 0xDF)] = name.rawValue
        }
    }

    private static func word(_ letters: [UInt8], _ index: Int) -> UInt64 {
        letters.dropFirst(index * 8).prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    @inline(__always)
    private static func index(_ first: UInt64) -> Int {
        Int(truncatingIfNeeded: (first &* 0x9E37_79B9_7F4A_7C15) &>> 54)
    }

    /// The registered name that the line at `offset` begins with and that a colon ends: its code and its length.
    ///
    /// The code is ``unknown`` for every other line, one with a blank before its colon among them; its length is 0
    /// then.
    @inline(__always)
    func match(_ bytes: RawSpan, at offset: Int) -> (code: UInt8, count: Int) {
        let word = bytes.word(at: offset)
        let colons = word ^ 0x3A3A_3A3A_3A3A_3A3A
        // A set top bit for each colon; exact up to the lowest one.
        let ends = (colons &- 0x0101_0101_0101_0101) & ~colons & 0x8080_8080_8080_8080
        // Bit 5 is set where bit 6 is: letters become lower case, digits, hyphens and controls stay as they are. What
        // stands from the colon on is wiped: the mask holds the bits below the lowest one of `ends`.
        let folded = word | (word & 0x4040_4040_4040_4040) &>> 1
        let letters = folded & (ends == 0 ? .max : ((ends &- 1) & ~ends) &>> 7)
        return find(letters, ends, bytes, offset)
    }

    @inline(__always)
    private func find(_ first: UInt64, _ ends: UInt64, _ bytes: RawSpan, _ offset: Int) -> (code: UInt8, count: Int) {
        let count = ends == 0 ? 8 : ends.trailingZeroBitCount &>> 3
        if count < 2 { return count == 1 ? (compact[Int(bytes.octet(at: offset))], 1) : (HeaderNameTable.unknown, 0) }
        var index = HeaderNameTable.index(first)
        while slots[index].code != HeaderNameTable.unknown {
            if slots[index].words.0 == first {
                let length = Int(slots[index].count)
                if length == count
                    ? ends != 0 || bytes.octet(at: offset &+ 8) == 0x3A
                    : length > 8 && ends == 0 && hasRest(index, length, bytes, offset)
                {
                    return (slots[index].code, length)
                }
            }
            index = (index &+ 1) & (HeaderNameTable.slotCount &- 1)
        }
        return (HeaderNameTable.unknown, 0)
    }

    /// Whether the name of `length` letters in slot `index` goes on in the line at `offset`, and a colon ends it.
    private func hasRest(_ index: Int, _ length: Int, _ bytes: RawSpan, _ offset: Int) -> Bool {
        guard slots[index].words.1 == bytes.letters(length &- 8, at: offset &+ 8) else { return false }
        guard bytes.octet(at: offset &+ length) == 0x3A else { return false }
        guard length > 16 else { return true }
        return slots[index].words.2 == bytes.letters(length &- 16, at: offset &+ 16)
            && slots[index].words.3 == bytes.letters(length &- 24, at: offset &+ 24)
    }

    /// The code of the name in `range`, which blanks part from its colon, as the grammar allows (HCOLON, §25.1).
    func code(_ bytes: RawSpan, _ range: ByteRange) -> UInt8 {
        if range.count == 1 { return compact[Int(bytes.octet(at: range.lower))] }
        for slot in slots where Int(slot.count) == range.count && slot.code != HeaderNameTable.unknown {
            let words = [slot.words.0, slot.words.1, slot.words.2, slot.words.3]
            let isMatch = words.indices.allSatisfy {
                words[$0] == bytes.letters(range.count &- 8 &* $0, at: range.lower &+ 8 &* $0)
            }
            if isMatch { return slot.code }
        }
        return HeaderNameTable.unknown
    }
}
