internal import WireBytes

/// A stretch of a byte source held in memory, moved over it from record to record; a record is always seen whole.
///
/// The memory is that of the longest record seen, and 256 KiB at least, which stay in a second-level cache while they
/// are read: it does not grow with the file.
@safe final class SourceWindow {
    /// Where the record at hand begins in the source.
    private(set) var byteOffset: UInt64 = 0
    /// How many bytes are at hand.
    private(set) var available = 0
    private let source: ByteSource
    // Invariant: `start + available <= buffer.count`; allocated in `init` and `grow`, freed in `grow` and `deinit`.
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0

    /// A window at the beginning of `source`.
    init(_ source: ByteSource) {
        self.source = source
        unsafe buffer = .allocate(byteCount: 256 << 10, alignment: 16)
    }

    // Bound: nothing lent by `withBytes` outlives its call.
    deinit { unsafe buffer.deallocate() }

    /// Makes `count` bytes available, which the caller has checked against its own limit; false where the source ends.
    ///
    /// - Throws: `ReadFailure` where the source fails.
    @inline(__always)
    func require(_ count: Int) throws(ReadFailure) -> Bool { available >= count ? true : try fill(count) }

    /// Leaves behind the first `count` bytes at hand.
    func skip(_ count: Int) {
        let count = min(count, available)
        start &+= count
        available &-= count
        byteOffset &+= UInt64(truncatingIfNeeded: count)
    }

    /// Lends the bytes of `range`, counted from the record at hand; none where they are not all at hand.
    @inline(__always)
    func withBytes<Result, Failure>(
        _ range: ByteRange,
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let range = range.upper <= available ? range : .empty
        // Bound: the range ends at `start + available` at the latest. Nobody fills or grows while `body` runs.
        let bounds = start &+ range.lower..<start &+ range.upper
        return try body(unsafe UnsafeRawBufferPointer(buffer).bytes.extracting(unchecked: bounds))
    }

    @inline(never)
    private func fill(_ count: Int) throws(ReadFailure) -> Bool {
        makeRoom(for: count)
        while available < count {
            // Bound: `start` is 0 after `makeRoom`, and the rest of the buffer is ours to fill.
            let got = unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[available...]))
            if got > 0 {
                available += got
            } else if source.state == .end {
                return false
            } else {
                throw ReadFailure(damage: .source, byteOffset: byteOffset)
            }
        }
        return true
    }

    /// Moves what is at hand to the front of the buffer, of a longer one where a whole record would not fit.
    private func makeRoom(for count: Int) {
        let old = unsafe buffer
        if count > old.count { unsafe buffer = .allocate(byteCount: count, alignment: 16) }
        // Bound: `start + available <= old.count`, and the new buffer is no shorter than the old; they may be the same.
        unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: old[start..<start + available]))
        if unsafe buffer.baseAddress != old.baseAddress { unsafe old.deallocate() }
        start = 0
    }
}
