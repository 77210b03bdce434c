/// Bytes that were copied off the wire to be kept, and the way back to a span.
extension [UInt8] {
    /// Lends the bytes to `body` as the span that decoders take.
    @inline(__always)
    package func withRawSpan<Result: ~Copyable>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
        // Bound: a byte has no padding, so every byte of the span is initialised.
        try unsafe body(span.bytes)
    }

    /// Adds the bytes of `range` in `bytes`, cut to what the span holds.
    package mutating func append(_ range: ByteRange, of bytes: RawSpan) {
        let upper = Swift.min(range.upper, bytes.byteCount)
        guard range.lower < upper else { return }
        // Bound: `lower < upper <= byteCount`.
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0[range.lower..<upper]) }
    }
}
