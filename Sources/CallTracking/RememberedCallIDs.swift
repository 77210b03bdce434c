/// Which Call-IDs were seen, long after their calls are forgotten: so that a registration refreshed every hour is one.
///
/// A fixed table of 64-bit fingerprints in sets of eight, the newest of a set first. Sets overflow one by one, well
/// before the table is full; a Call-ID that was pushed out so and comes back late is counted again.
struct RememberedCallIDs: Sendable {
    private static let ways = 8

    private var places: [UInt64]
    /// How many fingerprints were pushed out by newer ones.
    private(set) var forgottenCount: UInt64 = 0

    /// An empty table for `capacity` fingerprints, a power of two and at least a set.
    init(capacity: Int) {
        places = [UInt64](repeating: 0, count: capacity)
    }

    /// Notes `fingerprint` as just seen; the result says whether it was there before.
    mutating func insert(_ fingerprint: UInt64) -> Bool {
        let set = Int(truncatingIfNeeded: fingerprint) & (places.count - 1) & ~(RememberedCallIDs.ways - 1)
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
}
