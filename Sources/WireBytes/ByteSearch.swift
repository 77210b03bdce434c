internal import Glibc

/// Searching and comparing bytes at memory speed; the unchecked part of it is libc's `memchr` and `memcmp`.
extension RawSpan {
    /// The offset of the first `octet` in `range`, or the range's upper end where there is none.
    package func offset(of octet: UInt8, in range: ByteRange) -> Int {
        let upper = Swift.min(range.upper, byteCount)
        guard range.lower < upper else { return upper }
        return unsafe withUnsafeBytes { bytes in
            // Bound: `lower < upper <= byteCount`, so the base is not nil and the search ends inside the span.
            guard let base = bytes.baseAddress,
                let hit = unsafe memchr(base + range.lower, Int32(octet), upper - range.lower)
            else { return upper }
            return unsafe UnsafeRawPointer(hit) - base
        }
    }

    /// Whether `range` holds exactly `literal`, the case of ASCII letters aside; `literal` is written in lower case.
    @inlinable
    package func equals(_ literal: StaticString, in range: ByteRange) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<range.count {
            // Bound: `index` is below the literal's own length.
            let wanted = unsafe literal.utf8Start[index]
            if octet(at: range.lower &+ index).asciiLowercased != wanted { return false }
        }
        return true
    }

    /// Whether `range` begins with `literal`, the case of ASCII letters aside; `literal` is written in lower case.
    package func hasPrefix(_ literal: StaticString, in range: ByteRange) -> Bool {
        let count = literal.utf8CodeUnitCount
        return count <= range.count && equals(literal, in: ByteRange(range.lower, range.lower &+ count))
    }

    /// Whether `literal` stands anywhere in `range`, the case of ASCII letters aside; it is written in lower case and
    /// not empty.
    package func contains(_ literal: StaticString, in range: ByteRange) -> Bool {
        let count = literal.utf8CodeUnitCount
        let last = Swift.min(range.upper, byteCount) &- count
        // Bound: a literal of ours is not empty.
        let first = unsafe literal.utf8Start[0]
        let other = first &- 0x61 < 26 ? first & 0xDF : first
        var at = range.lower
        while at <= last {
            at = nearOffset(ofAny: first, other, first, in: ByteRange(at, last &+ 1))
            if at <= last, equals(literal, in: ByteRange(at, at &+ count)) { return true }
            at &+= 1
        }
        return false
    }

    /// Whether `range` holds exactly `octets`.
    package func equals(_ octets: [UInt8], in range: ByteRange) -> Bool {
        guard range.count == octets.count, range.upper <= byteCount else { return false }
        guard !range.isEmpty else { return true }
        return octets.withRawSpan { bytes(of: range, equal: ByteRange(0, octets.count), in: $0) }
    }

    /// Whether two ranges, of this span and of another, hold the same bytes.
    package func bytes(of range: ByteRange, equal other: ByteRange, in span: RawSpan) -> Bool {
        guard range.count == other.count, range.upper <= byteCount, other.upper <= span.byteCount else { return false }
        guard !range.isEmpty else { return true }
        return unsafe withUnsafeBytes { left in
            unsafe span.withUnsafeBytes { right in
                // Bound: both ranges end inside their spans by the guard above.
                guard let leftBase = left.baseAddress, let rightBase = right.baseAddress else { return false }
                return unsafe memcmp(leftBase + range.lower, rightBase + other.lower, range.count) == 0
            }
        }
    }

    /// `range` without the blanks and tabs, and the line ends of folding, at both of its ends.
    @inlinable
    package func trimmed(_ range: ByteRange) -> ByteRange {
        var lower = range.lower
        var upper = Swift.min(range.upper, byteCount)
        while lower < upper, octet(at: lower).isLinearWhitespace { lower &+= 1 }
        while upper > lower, octet(at: upper &- 1).isLinearWhitespace { upper &-= 1 }
        return ByteRange(lower, upper)
    }
}
