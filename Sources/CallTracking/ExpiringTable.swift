internal import NetworkTypes

/// Records by 64-bit key that are forgotten when their time has come, or the oldest first when there are too many.
///
/// A hash index of slot numbers, the slots themselves, and a queue for each span of time that a record may be kept. A
/// record that is touched goes to the end of its queue, so every queue is in the order of its deadlines and looking for
/// expired records costs nothing where there are none. When the table is full the oldest record of the first queue
/// goes, then of the second: the queues are declared in the order in which their records are dispensable.
struct ExpiringTable<Record: Sendable>: Sendable {
    /// The number that stands for "no slot".
    static var none: UInt32 { .max }

    private struct Slot: Sendable {
        var key: UInt64
        var deadline: CaptureTime
        var older: UInt32
        var newer: UInt32
        var queue: UInt8
        var record: Record
    }

    private struct Queue: Sendable {
        let span: Int64
        var oldest = ExpiringTable.none
        var newest = ExpiringTable.none
    }

    private var slots: [Slot] = []
    private var firstFree = ExpiringTable.none
    private var queues: [Queue]
    private var index: SlotIndex
    /// How many records there are.
    private(set) var count = 0
    /// How many records were dropped before their time because the table was full.
    private(set) var evictionCount: UInt64 = 0
    /// The most records that are kept.
    let limit: Int

    /// An empty table for up to `limit` records, with a queue for each of `spans` (nanoseconds).
    init(limit: Int, spans: [Int64]) {
        self.limit = limit
        queues = spans.map { Queue(span: $0) }
        index = SlotIndex(minimumCapacity: min(limit, 1_024))
    }

    /// The slot of the record with `key`, or ``none``.
    @inline(__always)
    func slot(of key: UInt64) -> UInt32 {
        index.firstSlot(of: key) { slots[Int($0)].key == key }
    }

    /// The record in `slot`, which must be a slot that the table gave out and that is still in use.
    subscript(slot: UInt32) -> Record {
        @inline(__always) _read { yield slots[Int(slot)].record }
        @inline(__always) _modify { yield &slots[Int(slot)].record }
    }

    /// Puts `record` under `key`, which must not be there yet, into queue `queue`.
    ///
    /// Where the table is full the caller has made room with ``removeOldest()`` before.
    mutating func insert(_ record: Record, key: UInt64, queue: UInt8, at time: CaptureTime) -> UInt32 {
        var slot = firstFree
        let entry = Slot(
            key: key,
            deadline: time,
            older: ExpiringTable.none,
            newer: ExpiringTable.none,
            queue: queue,
            record: record
        )
        if slot == ExpiringTable.none {
            slot = UInt32(truncatingIfNeeded: slots.count)
            slots.append(entry)
        } else {
            firstFree = slots[Int(slot)].newer
            slots[Int(slot)] = entry
        }
        index.insert(slot, key: key)
        count &+= 1
        append(slot, to: queue, at: time)
        return slot
    }

    /// Gives the record in `slot` the whole span of queue `queue` from `time` on.
    @inline(__always)
    mutating func touch(_ slot: UInt32, queue: UInt8, at time: CaptureTime) {
        unlink(slot)
        append(slot, to: queue, at: time)
    }

    /// Removes and gives the record in `slot`.
    mutating func remove(_ slot: UInt32) -> Record {
        unlink(slot)
        index.remove(slot, key: slots[Int(slot)].key)
        slots[Int(slot)].newer = firstFree
        firstFree = slot
        count &-= 1
        return slots[Int(slot)].record
    }

    /// The slot of a record whose deadline lies at or before `time`, or ``none``.
    @inline(__always)
    func expiredSlot(at time: CaptureTime) -> UInt32 {
        for queue in queues where queue.oldest != ExpiringTable.none {
            if slots[Int(queue.oldest)].deadline <= time { return queue.oldest }
        }
        return ExpiringTable.none
    }

    /// Where the table is full, removes the most dispensable record and gives its slot number and the record.
    mutating func removeOldest() -> (slot: UInt32, record: Record)? {
        guard count >= limit, let queue = queues.first(where: { $0.oldest != ExpiringTable.none }) else { return nil }
        evictionCount &+= 1
        return (queue.oldest, remove(queue.oldest))
    }

    /// Hands every record to `body`.
    func forEach(_ body: (Record) -> Void) {
        for queue in queues {
            var slot = queue.oldest
            while slot != ExpiringTable.none {
                body(slots[Int(slot)].record)
                slot = slots[Int(slot)].newer
            }
        }
    }

    private mutating func append(_ slot: UInt32, to queue: UInt8, at time: CaptureTime) {
        let at = Int(queue)
        let newest = queues[at].newest
        slots[Int(slot)].queue = queue
        slots[Int(slot)].older = newest
        slots[Int(slot)].newer = ExpiringTable.none
        slots[Int(slot)].deadline = time.adding(nanoseconds: queues[at].span)
        if newest == ExpiringTable.none { queues[at].oldest = slot } else { slots[Int(newest)].newer = slot }
        queues[at].newest = slot
    }

    private mutating func unlink(_ slot: UInt32) {
        let (older, newer) = (slots[Int(slot)].older, slots[Int(slot)].newer)
        let at = Int(slots[Int(slot)].queue)
        if older == ExpiringTable.none { queues[at].oldest = newer } else { slots[Int(older)].newer = newer }
        if newer == ExpiringTable.none { queues[at].newest = older } else { slots[Int(newer)].older = older }
    }
}
