/// Searching sixteen bytes at a time, without a call: header lines and values are short, and there are many of them.
extension RawSpan {
    /// The offset of the first `octet` in `range`, or the range's upper end where there is none.
    @inlinable @inline(__always)
    package func nearOffset(of octet: UInt8, in range: ByteRange) -> Int {
        let wanted = SIMD16(repeating: octet)
        return firstOffset(in: range) { $0 .== wanted }
    }

    /// The offset of the first of three octets in `range`, or the range's upper end where none is there.
    @inlinable @inline(__always)
    package func nearOffset(ofAny first: UInt8, _ second: UInt8, _ third: UInt8, in range: ByteRange) -> Int {
        let (one, two, three) = (SIMD16(repeating: first), SIMD16(repeating: second), SIMD16(repeating: third))
        return firstOffset(in: range) { ($0 .== one) .| ($0 .== two) .| ($0 .== three) }
    }

    /// Whether `range` holds a blank or a control character, which is any octet up to SP.
    @inlinable @inline(__always)
    package func hasBlankOrControl(in range: ByteRange) -> Bool {
        let blank = SIMD16<UInt8>(repeating: 0x20)
        let upper = Swift.min(range.upper, byteCount)
        // What is not above SP is not changed by the lesser of the two.
        return firstOffset(in: range) { pointwiseMin($0, blank) .== $0 } < upper
    }

    /// The offset of the first octet of `range` for which `isHit` holds, or the range's upper end.
    @inlinable @inline(__always)
    func firstOffset(in range: ByteRange, where isHit: (SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>>) -> Int {
        let upper = Swift.min(range.upper, byteCount)
        var at = range.lower
        while at < upper {
            // Bound: a mask has sixteen bytes, all bits of a byte set or none, as two words have.
            let hits = unsafe unsafeBitCast(isHit(octets(at: at)), to: SIMD2<UInt64>.self)
            if hits[0] | hits[1] != 0 {
                let place =
                    hits[0] != 0 ? hits[0].trailingZeroBitCount &>> 3 : 8 &+ hits[1].trailingZeroBitCount &>> 3
                return Swift.min(at &+ place, upper)
            }
            at &+= 16
        }
        return upper
    }

    /// Sixteen octets from `offset`; those past the end read as zero.
    @inlinable @inline(__always)
    func octets(at offset: Int) -> SIMD16<UInt8> {
        if offset <= byteCount &- 16 {
            // Bound: the condition above, and offsets come from ranges, which begin at zero or later.
            return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD16<UInt8>.self)
        }
        return lastOctets(at: offset)
    }

    /// ``octets(at:)`` where fewer than sixteen are left.
    @usableFromInline @inline(never)
    func lastOctets(at offset: Int) -> SIMD16<UInt8> {
        let words = SIMD2(word(at: offset), word(at: offset &+ 8))
        // Bound: both types have sixteen bytes.
        return unsafe unsafeBitCast(SIMD2(words[0].littleEndian, words[1].littleEndian), to: SIMD16<UInt8>.self)
    }
}
