/// Reading bytes that came from the wire: every function here is total, none of them traps.
///
/// This file and `ByteSearch.swift` are the one home of unchecked loads outside the libpcap boundary. The decoders
/// above hold offsets and a `RawSpan`; what lies past the end reads as zero or as `nil`, so a wrong length in a packet
/// gives a wrong answer at worst and never a crash.
extension RawSpan {
    /// The octet at `offset`, or zero where `offset` lies outside the span.
    @inlinable @inline(__always)
    package func octet(at offset: Int) -> UInt8 {
        // One comparison for both ends: a negative offset is a huge unsigned one.
        guard UInt(bitPattern: offset) < UInt(bitPattern: byteCount) else { return 0 }
        // Bound: the guard above.
        return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// The big-endian 16-bit number at `offset`, or `nil` where it does not lie wholly inside the span.
    @inlinable @inline(__always)
    package func uint16(at offset: Int) -> UInt16? {
        guard offset >= 0, offset <= byteCount &- 2 else { return nil }
        // Bound: the guard above.
        return UInt16(bigEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt16.self))
    }

    /// The big-endian 32-bit number at `offset`, or `nil` where it does not lie wholly inside the span.
    @inlinable @inline(__always)
    package func uint32(at offset: Int) -> UInt32? {
        guard offset >= 0, offset <= byteCount &- 4 else { return nil }
        // Bound: the guard above.
        return UInt32(bigEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
    }

    /// The big-endian 64-bit number at `offset`, or `nil` where it does not lie wholly inside the span.
    @inlinable @inline(__always)
    package func uint64(at offset: Int) -> UInt64? {
        guard offset >= 0, offset <= byteCount &- 8 else { return nil }
        // Bound: the guard above.
        return UInt64(bigEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// Eight bytes from `offset` as a little-endian word; bytes past the end read as zero.
    @inlinable @inline(__always)
    package func word(at offset: Int) -> UInt64 {
        if offset >= 0, offset <= byteCount &- 8 {
            // Bound: the condition above.
            return UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
        }
        return lastWord(at: offset)
    }

    /// ``word(at:)`` where fewer than eight bytes are left; apart, as it is rare, and long where it is put in line.
    @usableFromInline @inline(never)
    func lastWord(at offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<8 { word |= UInt64(octet(at: offset &+ index)) &<< UInt64(8 &* index) }
        return word
    }

    /// A copy of the bytes of `range`, cut to what the span holds.
    package func copy(of range: ByteRange) -> [UInt8] {
        let upper = Swift.min(range.upper, byteCount)
        guard range.lower < upper else { return [] }
        // Bound: `lower < upper <= byteCount`.
        return unsafe withUnsafeBytes { unsafe [UInt8]($0[range.lower..<upper]) }
    }
}

extension RawSpan {
    /// The bytes of `range`, cut to what the span holds.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    package func part(_ range: ByteRange) -> RawSpan {
        let upper = Swift.min(range.upper, byteCount)
        return extracting(Swift.min(range.lower, upper)..<upper)
    }

    /// The bytes of `range` as text, at most 256 of them; what is no UTF-8 is replaced, nothing is escaped.
    package func text(of range: ByteRange) -> String {
        String(decoding: copy(of: ByteRange(range.lower, Swift.min(range.upper, range.lower &+ 256))), as: UTF8.self)
    }
}
