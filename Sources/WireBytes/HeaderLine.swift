internal import CByteSearch

/// Finding the lines of a text protocol, and comparing names in them eight letters at a time.
extension RawSpan {
    /// The offset of the first line feed from `offset` on, or the end of the span.
    @inlinable @inline(__always)
    package func lineFeed(from offset: Int) -> Int {
        guard UInt(bitPattern: offset) < UInt(bitPattern: byteCount) else { return byteCount }
        return foundLineFeed(from: offset)
    }

    @usableFromInline
    func foundLineFeed(from offset: Int) -> Int {
        unsafe withUnsafeBytes { bytes in
            // Bound: the caller has checked that `offset` lies inside, so the base is not nil.
            guard let base = bytes.baseAddress else { return bytes.count }
            let start = unsafe (base + offset).assumingMemoryBound(to: UInt8.self)
            return unsafe offset &+ first_octet(start, bytes.count &- offset, 0x0A)
        }
    }

    /// Whether the first `count` (1…8) octets at `offset` are those of `word`, read little-endian and in lower case.
    @inlinable @inline(__always)
    package func hasLetters(_ word: UInt64, count: Int, at offset: Int) -> Bool {
        letters(count, at: offset) == word
    }

    /// The first `count` octets (1…8, more are left out) at `offset` with letters in lower case, zeroes behind them.
    ///
    /// Bit 5 is set where bit 6 is, which leaves digits, hyphens and controls as they are; with bit 5 set throughout, a
    /// carriage return would pass for a hyphen.
    @inlinable @inline(__always)
    package func letters(_ count: Int, at offset: Int) -> UInt64 {
        guard count > 0 else { return 0 }
        let octets = word(at: offset)
        let word = octets | (octets & 0x4040_4040_4040_4040) &>> 1
        return count >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: 8 &* count)) &- 1)
    }
}
