internal import SIPCatalogue
internal import WireBytes

/// Finds the registered header field that a name means, in any case and in compact form, without building a string.
///
/// An open-addressed table keyed by the first eight letters and the length, with names compared eight bytes at a time.
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
        var index = HeaderNameTable.index(entry.words.0, letters.count)
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
    private static func index(_ first: UInt64, _ count: Int) -> Int {
        Int(truncatingIfNeeded: ((first ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15) &>> 54)
    }

    /// The code of the header field that the bytes of `range` name, or ``unknown``.
    @inline(__always)
    func code(_ bytes: RawSpan, _ range: ByteRange) -> UInt8 {
        let count = range.count
        if count == 1 { return compact[Int(bytes.octet(at: range.lower))] }
        guard count > 1, count <= HeaderNameTable.longestName else { return HeaderNameTable.unknown }
        let first = HeaderNameTable.folded(bytes, range.lower, count)
        var index = HeaderNameTable.index(first, count)
        while slots[index].code != HeaderNameTable.unknown {
            if slots[index].words.0 == first, Int(slots[index].count) == count,
                count <= 8 || hasRest(index, bytes, range)
            {
                return slots[index].code
            }
            index = (index &+ 1) & (HeaderNameTable.slotCount &- 1)
        }
        return HeaderNameTable.unknown
    }

    private func hasRest(_ index: Int, _ bytes: RawSpan, _ range: ByteRange) -> Bool {
        let words = slots[index].words
        return words.1 == HeaderNameTable.folded(bytes, range.lower &+ 8, range.count &- 8)
            && words.2 == HeaderNameTable.folded(bytes, range.lower &+ 16, range.count &- 16)
            && words.3 == HeaderNameTable.folded(bytes, range.lower &+ 24, range.count &- 24)
    }

    /// Up to eight of the `count` letters at `offset` in lower case; zero where none are left.
    ///
    /// Setting bit 5 makes letters lower case and leaves digits and hyphens, the rest of all names, as they are.
    @inline(__always)
    private static func folded(_ bytes: RawSpan, _ offset: Int, _ count: Int) -> UInt64 {
        guard count > 0 else { return 0 }
        let word = bytes.word(at: offset) | 0x2020_2020_2020_2020
        return count >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: 8 &* count)) &- 1)
    }
}
