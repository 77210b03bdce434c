internal import BasicContainers

/// Which Call-IDs were seen, long after their calls are forgotten: so that a registration refreshed every hour is one.
///
/// A table of 64-bit fingerprints in sets of eight, the newest of a set first. It doubles when a set is full, until it
/// has its capacity; from then on sets overflow one by one, well before the table is full, and a Call-ID that was
/// pushed out so and comes back late is counted again.
struct RememberedCallIDs: ~Copyable, Sendable {
    private static let ways = 8
    /// How many places there are at first: what fits into a cache.
    private static let firstCapacity = 1 << 13

    private let capacity: Int
    private var places: UniqueArray<UInt64>
    /// How many fingerprints were pushed out by newer ones.
    private(set) var forgottenCount: UInt64 = 0

    /// An empty table for `capacity` fingerprints, a power of two and at least a set.
    init(capacity: Int) {
        self.capacity = capacity
        places = UniqueArray(repeating: 0, count: min(capacity, RememberedCallIDs.firstCapacity))
    }

    /// Notes `fingerprint` as just seen; the result says whether it was there before.
    mutating func insert(_ fingerprint: UInt64) -> Bool {
        var set = self.set(of: fingerprint)
        while places[set + RememberedCallIDs.ways - 1] != 0, places.count < capacity {
            grow()
            set = self.set(of: fingerprint)
        }
        var carried = fingerprint
        for place in set..<set + RememberedCallIDs.ways {
            let there = places[place]
            places[place] = carried
            if there == fingerprint { return true }
            if there == 0 { return false }
            carried = there
        }
        forgottenCount &+= 1
        return false
    }

    private func set(of fingerprint: UInt64) -> Int {
        Int(truncatingIfNeeded: fingerprint) & (places.count - 1) & ~(RememberedCallIDs.ways - 1)
    }

    /// Doubles the table; each set falls into two, in which the order stays.
    private mutating func grow() {
        var old = UniqueArray<UInt64>(repeating: 0, count: places.count * 2)
        swap(&old, &places)
        for index in 0..<old.count where old[index] != 0 {
            var place = set(of: old[index])
            while places[place] != 0 { place += 1 }
            places[place] = old[index]
        }
    }
}
