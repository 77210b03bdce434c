internal import BasicContainers

/// Making room.
extension ExpiringTable {
    /// How many records an eviction looks at for a dispensable one.
    private static var evictionLooks: Int { 64 }

    /// Makes room where the table is full: the slot of a record whose bucket is next, or ``none`` where there is room.
    ///
    /// Of the first few it takes one for which `isDispensable` holds, and where there is none the one with the earliest
    /// deadline. It is in no bucket any more, so the caller has to ``remove(_:)`` it.
    mutating func evict(_ isDispensable: (borrowing Record) -> Bool) -> UInt32 {
        guard count >= limit else { return ExpiringTable.none }
        var chosen: (bucket: Int, before: UInt32, slot: UInt32)?
        var looks = ExpiringTable.evictionLooks
        search: for step in 1...Int64(ExpiringTable.bucketCount) {
            let bucket = Int((doneSecond &+ step) & Int64(ExpiringTable.bucketCount - 1))
            var before = ExpiringTable.none
            var slot = buckets[bucket]
            while slot != ExpiringTable.none {
                let isBest = isDispensable(slots[slot].record)
                if isBest || chosen.map({ slots[slot].deadline < slots[$0.slot].deadline }) ?? true {
                    chosen = (bucket, before, slot)
                }
                looks -= 1
                if isBest || looks == 0 { break search }
                before = slot
                slot = slots[slot].next
            }
        }
        guard let chosen else { return ExpiringTable.none }
        evictionCount &+= 1
        let next = slots[chosen.slot].next
        if chosen.before == ExpiringTable.none {
            buckets[chosen.bucket] = next
        } else {
            slots[chosen.before].next = next
        }
        return chosen.slot
    }
}
