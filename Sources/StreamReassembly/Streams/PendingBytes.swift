internal import WireBytes

/// Bytes in order that wait for the rest of their message: added at the end, taken from the start, each in constant
/// time.
struct PendingBytes: Sendable {
    private var storage: [UInt8] = []
    private var start = 0

    /// How many bytes wait.
    var count: Int { storage.count - start }

    /// Whether none waits.
    var isEmpty: Bool { count == 0 }

    /// How much memory they count for.
    var cost: Int { storage.capacity }

    /// Adds the bytes of `range` in `bytes`.
    mutating func append(_ range: ByteRange, of bytes: RawSpan) { storage.append(range, of: bytes) }

    /// Takes `count` bytes, at most all, from the start.
    mutating func drop(_ count: Int) {
        start += min(max(count, 0), self.count)
        if start == storage.count {
            // An idle connection shall hold no memory.
            storage = []
            start = 0
        } else if start > storage.count / 2 {
            storage.removeFirst(start)
            start = 0
        }
    }

    /// Drops everything.
    mutating func removeAll() { drop(count) }

    /// Lends the bytes to `consumer`; gives its answer, cut to what there is.
    func lend(to consumer: StreamConsumer, _ notes: inout StreamNotes) -> Int {
        storage.withRawSpan { min(max(0, consumer($0.extracting(start..<storage.count), &notes)), count) }
    }

    /// Whether the bytes of `range` in `bytes` are those that end `distance` before the end, as far as these still
    /// wait.
    func agree(with range: ByteRange, of bytes: RawSpan, endingBeforeEnd distance: Int) -> Bool {
        let upper = storage.count - distance
        let count = min(range.count, upper - start)
        guard count > 0 else { return true }
        let offered = ByteRange(range.upper - count, range.upper)
        return storage.withRawSpan { $0.bytes(of: ByteRange(upper - count, upper), equal: offered, in: bytes) }
    }
}
