/// Searching short ranges eight bytes at a time: for header values, where a call to libc costs more than the search.
///
/// The tests for a zero byte are the well-known `(x − 0x01…) & ~x & 0x80…`, whose lowest set bit is exact.
extension RawSpan {
    /// The offset of the first `octet` in `range`, or the range's upper end where there is none.
    @inlinable
    package func nearOffset(of octet: UInt8, in range: ByteRange) -> Int {
        nearOffset(ofAny: octet, octet, octet, in: range)
    }

    /// The offset of the first of three octets in `range`, or the range's upper end where none is there.
    @inlinable
    package func nearOffset(ofAny first: UInt8, _ second: UInt8, _ third: UInt8, in range: ByteRange) -> Int {
        let upper = Swift.min(range.upper, byteCount)
        var at = range.lower
        let (one, two, three) = (RawSpan.repeated(first), RawSpan.repeated(second), RawSpan.repeated(third))
        while at < upper {
            let word = word(at: at)
            let hits =
                RawSpan.zeroes(in: word ^ one) | RawSpan.zeroes(in: word ^ two) | RawSpan.zeroes(in: word ^ three)
            if hits != 0 { return Swift.min(at &+ hits.trailingZeroBitCount &>> 3, upper) }
            at &+= 8
        }
        return upper
    }

    /// Whether `range` holds a blank or a control character, which is any octet up to SP.
    @inlinable
    package func hasBlankOrControl(in range: ByteRange) -> Bool {
        let upper = Swift.min(range.upper, byteCount)
        var at = range.lower
        while at < upper {
            let word = word(at: at)
            // The top bit of each byte that is below 0x21; exact up to the lowest hit.
            let hits = (word &- RawSpan.repeated(0x21)) & ~word & RawSpan.repeated(0x80)
            if hits != 0 { return at &+ hits.trailingZeroBitCount &>> 3 < upper }
            at &+= 8
        }
        return false
    }

    @inlinable @inline(__always)
    static func repeated(_ octet: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(octet) }

    /// A set top bit for each zero byte of `word`; exact up to the lowest one.
    @inlinable @inline(__always)
    static func zeroes(in word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}
