internal import CPrefetch

/// A hash index from 64-bit keys to slot numbers: open addressing, linear probing, at most half full.
///
/// Each entry is one word: the high half of the key, from which its home place follows, and the slot number plus one.
/// The keys are keyed hashes, so nobody on the wire can choose what collides.
package struct SlotIndex: Sendable {
    private var entries: [UInt64]
    private var mask: Int
    private var count = 0

    /// An empty index with room for `minimumCapacity` slots.
    package init(minimumCapacity: Int) {
        var size = 16
        while size < minimumCapacity &* 2 { size &*= 2 }
        entries = [UInt64](repeating: 0, count: size)
        mask = size - 1
    }

    @inline(__always)
    private func home(_ entry: UInt64) -> Int { Int(truncatingIfNeeded: entry &>> 32) & mask }

    /// The first slot of `key` for which `isMatch` holds, or `UInt32.max`.
    @inline(__always)
    package func firstSlot(of key: UInt64, _ isMatch: (UInt32) -> Bool) -> UInt32 {
        var place = home(key)
        while true {
            let entry = entries[place]
            if entry & 0xFFFF_FFFF == 0 { return .max }
            if (entry ^ key) &>> 32 == 0 {
                let slot = UInt32(truncatingIfNeeded: entry) &- 1
                if isMatch(slot) { return slot }
            }
            place = (place &+ 1) & mask
        }
    }

    /// Asks for where `key` stands, so that it is near when it is looked up.
    @inline(__always)
    func prefetch(_ key: UInt64) {
        unsafe entries.withUnsafeBufferPointer { all in
            guard let first = all.baseAddress else { return }
            unsafe prefetch_line(first + home(key))
        }
    }

    /// The slot at the home of `key`, which may be of another key, or `UInt32.max` where there is none.
    @inline(__always)
    func likelySlot(of key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: entries[home(key)]) &- 1 }

    /// Adds `slot` under `key`.
    package mutating func insert(_ slot: UInt32, key: UInt64) {
        if (count &+ 1) &* 2 > entries.count { grow() }
        place(key & 0xFFFF_FFFF_0000_0000 | UInt64(slot &+ 1))
        count &+= 1
    }

    /// Removes `slot`, which stands under `key`, and closes the gap.
    package mutating func remove(_ slot: UInt32, key: UInt64) {
        var gap = home(key)
        while entries[gap] & 0xFFFF_FFFF != UInt64(slot &+ 1) {
            guard entries[gap] & 0xFFFF_FFFF != 0 else { return }
            gap = (gap &+ 1) & mask
        }
        var next = (gap &+ 1) & mask
        while entries[next] & 0xFFFF_FFFF != 0 {
            // An entry may move into the gap unless its home lies behind the gap.
            if (next &- home(entries[next])) & mask >= (next &- gap) & mask {
                entries[gap] = entries[next]
                gap = next
            }
            next = (next &+ 1) & mask
        }
        entries[gap] = 0
        count &-= 1
    }

    private mutating func place(_ entry: UInt64) {
        var at = home(entry)
        while entries[at] & 0xFFFF_FFFF != 0 { at = (at &+ 1) & mask }
        entries[at] = entry
    }

    private mutating func grow() {
        let old = entries
        entries = [UInt64](repeating: 0, count: old.count * 2)
        mask = entries.count - 1
        for entry in old where entry & 0xFFFF_FFFF != 0 { place(entry) }
    }
}
