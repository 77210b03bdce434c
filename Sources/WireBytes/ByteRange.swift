/// Where some bytes stand in a span: half-open, both ends in 0…2³²−1, `lower` never above `upper`.
@usableFromInline
package struct ByteRange: Hashable, Sendable {
    @usableFromInline let start: UInt32
    @usableFromInline let end: UInt32

    /// The range `lower..<upper`; ends out of order or out of range give an empty range at `lower`.
    @inlinable @inline(__always)
    package init(_ lower: Int, _ upper: Int) {
        start = UInt32(truncatingIfNeeded: lower)
        // Compared again once cut to 32 bits, so that no offset whatever puts the ends out of order.
        end = Swift.max(start, UInt32(truncatingIfNeeded: Swift.max(lower, upper)))
    }

    /// An empty range at the start of the span.
    @inlinable @inline(__always)
    package static var empty: ByteRange { ByteRange(0, 0) }

    /// The offset of the first byte.
    @inlinable @inline(__always)
    package var lower: Int { Int(start) }

    /// The offset one past the last byte.
    @inlinable @inline(__always)
    package var upper: Int { Int(end) }

    /// How many bytes the range covers.
    @inlinable @inline(__always)
    package var count: Int { upper &- lower }

    /// Whether the range covers no byte.
    @inlinable @inline(__always)
    package var isEmpty: Bool { start == end }
}
