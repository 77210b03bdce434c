internal import BasicContainers

/// Records by 64-bit key that are forgotten when their time has come, or the most dispensable first when there are too
/// many.
///
/// A hash index of slot numbers, the slots, and a wheel of one-second buckets in which the slots wait. Giving a record
/// more time changes one number in its slot; when its bucket comes up, a record that has time left moves to the bucket
/// of its deadline. So a message costs no look at any other record, and a deadline is kept to the second, or to the
/// minute where it was brought forward.
struct ExpiringTable<Record: Sendable>: ~Copyable, Sendable {
    /// The number that stands for "no slot".
    static var none: UInt32 { .max }

    struct Slot: Sendable {
        var key: UInt64
        var deadline: Int64
        /// The next slot of the bucket, or of the list of free slots.
        var next: UInt32
        var record: Record
    }

    /// How many seconds the wheel spans; what waits longer is looked at once a turn, and so is what has less time than
    /// it had: a call that ended must not stay for as long as one that is up.
    static var bucketCount: Int { 64 }
    private static var second: Int64 { 1_000_000_000 }

    var slots: PiecewiseArray<Slot>
    private var firstFree = ExpiringTable.none
    private var index: SlotIndex
    var buckets = UniqueArray(repeating: ExpiringTable.none, count: ExpiringTable.bucketCount)
    /// The second up to which buckets were emptied, and what is left of the bucket being emptied.
    private(set) var doneSecond: Int64 = 0
    private var pending = ExpiringTable.none
    /// How many records there are.
    private(set) var count = 0
    /// How many records were dropped before their time because the table was full.
    var evictionCount: UInt64 = 0
    /// The most records that are kept.
    let limit: Int

    /// An empty table for up to `limit` records.
    init(limit: Int) {
        self.limit = limit
        slots = PiecewiseArray(most: limit)
        index = SlotIndex(minimumCapacity: min(limit, 1_024))
    }

    /// The slot of the record with `key`, or ``none``.
    @inline(__always)
    func slot(of key: UInt64) -> UInt32 {
        index.firstSlot(of: key) { slot in
            // Hardly ever another one: all lines of it are asked for at once and not one after the other.
            slots.prefetchAll(slot)
            return slots[slot].key == key
        }
    }

    /// Asks for where `key` stands.
    @inline(__always)
    func prefetchPlace(of key: UInt64) { index.prefetch(key) }

    /// Asks for all of what is likely the record with `key`, where that stands at its home.
    @inline(__always)
    func prefetchLikely(_ key: UInt64) {
        let slot = index.likelySlot(of: key)
        if slot < slots.count { slots.prefetchAll(slot) }
    }

    /// The key of the record in `slot`, which is in use.
    func key(of slot: UInt32) -> UInt64 { slots[slot].key }

    /// Until when the record in `slot`, which is in use, is kept.
    func deadline(of slot: UInt32) -> Int64 { slots[slot].deadline }

    /// Whether `slot` holds any record.
    func isUsed(_ slot: UInt32) -> Bool { slot < slots.count && slots[slot].key != 0 }

    /// Whether `slot` holds the record with `key`.
    func holds(_ key: UInt64, in slot: UInt32) -> Bool { slot < slots.count && slots[slot].key == key }

    /// The record in `slot`, which must be a slot that the table gave out and that is still in use.
    subscript(slot: UInt32) -> Record {
        @inline(__always) _read { yield slots[slot].record }
        @inline(__always) _modify { yield &slots[slot].record }
    }

    /// Puts `record` under `key`, which must not be there yet, to be kept until `deadline`.
    ///
    /// The deadline is in nanoseconds of the clock that ``nextExpired(at:)`` is asked with. Where the table is full the
    /// caller has made room with ``evict(_:)``.
    mutating func insert(_ record: consuming Record, key: UInt64, until deadline: Int64) -> UInt32 {
        var slot = firstFree
        if slot == ExpiringTable.none {
            slot = slots.count
            slots.append(Slot(key: key, deadline: deadline, next: ExpiringTable.none, record: record))
        } else {
            // One by one, as a whole slot would be put together first and copied then.
            firstFree = slots[slot].next
            slots[slot].key = key
            slots[slot].deadline = deadline
            slots[slot].record = record
        }
        index.insert(slot, key: key)
        count &+= 1
        wait(slot)
        return slot
    }

    /// Keeps the record in `slot` until `deadline`; an earlier one than before takes effect within a turn of the wheel.
    @inline(__always)
    mutating func keep(_ slot: UInt32, until deadline: Int64) { slots[slot].deadline = deadline }

    /// The slot of a record whose deadline lies at or before `now`, or ``none``; it is in no bucket any more, so the
    /// caller has to ``remove(_:)`` it.
    @inline(__always)
    mutating func nextExpired(at now: Int64) -> UInt32 {
        // Nothing to do while the second is the same, which it nearly always is.
        if pending == ExpiringTable.none, now < (doneSecond &+ 1) &* ExpiringTable.second { return ExpiringTable.none }
        return nextFromBuckets(at: now)
    }

    private mutating func nextFromBuckets(at now: Int64) -> UInt32 {
        while true {
            while pending != ExpiringTable.none {
                let slot = pending
                pending = slots[slot].next
                prefetchPending()
                if slots[slot].deadline <= now { return slot }
                wait(slot)
            }
            // One turn empties every bucket, however far time has moved.
            doneSecond = max(doneSecond, now / ExpiringTable.second &- Int64(ExpiringTable.bucketCount))
            guard doneSecond < now / ExpiringTable.second else { return ExpiringTable.none }
            doneSecond &+= 1
            let bucket = Int(doneSecond & Int64(ExpiringTable.bucketCount - 1))
            pending = buckets[bucket]
            buckets[bucket] = ExpiringTable.none
        }
    }

    /// Keeps the record in `slot`, which ``nextExpired(at:)`` gave out just now, until `deadline` after all.
    mutating func keepLonger(_ slot: UInt32, until deadline: Int64) {
        slots[slot].deadline = deadline
        wait(slot)
    }

    /// Asks for all of the record in `slot`, which was used at some time.
    @inline(__always)
    func prefetchAll(_ slot: UInt32) { slots.prefetchAll(slot) }

    /// The slot of the record that comes up next, or ``none`` where its bucket holds no other.
    var upcoming: UInt32 { pending }

    /// Asks for what the next record of the bucket and the one behind it need, while the caller works on this one.
    ///
    /// In a flood of requests that nobody answers this takes a twentieth off the time.
    @inline(__always)
    private func prefetchPending() {
        guard pending != ExpiringTable.none else { return }
        index.prefetch(slots[pending].key)
        let behind = slots[pending].next
        if behind != ExpiringTable.none { slots.prefetchAll(behind) }
    }

    /// Forgets the record in `slot`, which stands in no bucket any more.
    mutating func remove(_ slot: UInt32) {
        index.remove(slot, key: slots[slot].key)
        slots[slot].key = 0
        slots[slot].next = firstFree
        firstFree = slot
        count &-= 1
    }

    /// Hands every record to `body`, bucket by bucket.
    func forEach(_ body: (borrowing Record) -> Void) {
        for bucket in 0...ExpiringTable.bucketCount {
            var slot = bucket < ExpiringTable.bucketCount ? buckets[bucket] : pending
            while slot != ExpiringTable.none {
                body(slots[slot].record)
                slot = slots[slot].next
            }
        }
    }

    /// Puts `slot` into the bucket of its deadline, or into the last one of this turn.
    @inline(__always)
    private mutating func wait(_ slot: UInt32) {
        let second = slots[slot].deadline / ExpiringTable.second &+ 1
        let last = doneSecond &+ Int64(ExpiringTable.bucketCount - 1)
        let bucket = Int(min(max(second, doneSecond &+ 1), last) & Int64(ExpiringTable.bucketCount - 1))
        slots[slot].next = buckets[bucket]
        buckets[bucket] = slot
    }
}
