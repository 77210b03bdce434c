/// Bytes that were copied off the wire to be kept, and the way back to a span.
extension [UInt8] {
    /// Lends the bytes to `body` as the span that decoders take.
    @inline(__always)
    package func withRawSpan<Result: ~Copyable>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
        // Bound: a byte has no padding, so every byte of the span is initialised.
        try unsafe body(span.bytes)
    }

    /// Adds `number` in decimal digits.
    package mutating func append(decimal number: UInt64) {
        let start = count
        var rest = number
        repeat {
            append(0x30 &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        // The last digit came first.
        var (left, right) = (start, count - 1)
        while left < right {
            swapAt(left, right)
            (left, right) = (left + 1, right - 1)
        }
    }

    /// Adds the bytes of `range` in `bytes`, cut to what the span holds.
    package mutating func append(_ range: ByteRange, of bytes: RawSpan) {
        let upper = Swift.min(range.upper, bytes.byteCount)
        guard range.lower < upper else { return }
        // Bound: `lower < upper <= byteCount`.
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0[range.lower..<upper]) }
    }
}
