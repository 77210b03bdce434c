/// Which Call-IDs were seen, long after their calls are forgotten: so that a registration refreshed every hour is one.
///
/// A fixed table of 64-bit fingerprints in sets of eight, the newest of a set first. It is exact for as many different
/// Call-IDs as it has places; beyond that a Call-ID that comes back late may be counted again.
struct RememberedCallIDs: Sendable {
    /// How many fingerprints the table holds.
    static let capacity = 1 << 20
    private static let ways = 8

    private var places = [UInt64](repeating: 0, count: RememberedCallIDs.capacity)
    /// How many fingerprints were pushed out by newer ones.
    private(set) var forgottenCount: UInt64 = 0

    /// Notes `fingerprint` as just seen; the result says whether it was there before.
    mutating func insert(_ fingerprint: UInt64) -> Bool {
        let set =
            Int(truncatingIfNeeded: fingerprint) & (RememberedCallIDs.capacity - 1) & ~(RememberedCallIDs.ways - 1)
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
