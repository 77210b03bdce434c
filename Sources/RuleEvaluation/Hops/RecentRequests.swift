internal import BasicContainers
internal import NetworkTypes
internal import WireBytes

/// When requests were seen, for longer than their transactions are kept: a response that comes when its transaction is
/// forgotten is late and no stray one.
///
/// Each place holds the latest request of those that fall on it. Of one that had to make room it is not known any more
/// whether it was seen.
struct RecentRequests: ~Copyable {
    /// How many places there are; a power of two.
    static let capacity = 1 << 16

    /// For each place a mark of the request above and the time in milliseconds below; 0 where there was none.
    private var places = UniqueArray<UInt64>(repeating: 0, count: capacity)
    /// The time of the latest request, in milliseconds, that had to make room at each place; empty before the first.
    private var pushedOut: [UInt32] = []
    /// How often that happened.
    private(set) var pushedOutCount: UInt64 = 0

    /// What names the request of `hop`: its Via values, its method and its ends.
    static func key(of hop: Hop, _ hash: KeyedHash) -> UInt64 {
        let (client, server) = (hop.flow.source.address, hop.flow.destination.address)
        let ends = hash.combine(client.low ^ client.high, server.low ^ server.high &* 3)
        return hash.combine(hash.combine(ends, hop.viaStack), UInt64(hop.method.place))
    }

    /// Notes that the request `key` was seen at `now`.
    mutating func note(_ key: UInt64, at now: Int64) {
        let place = Int(truncatingIfNeeded: key) & (RecentRequests.capacity &- 1)
        let known = places[place]
        let word = RecentRequests.mark(key) | RecentRequests.time(now)
        if known != 0, (known ^ word) >> 32 != 0 {
            if pushedOut.isEmpty { pushedOut = [UInt32](repeating: 0, count: RecentRequests.capacity) }
            pushedOut[place] = UInt32(truncatingIfNeeded: known)
            pushedOutCount &+= 1
        }
        places[place] = word
    }

    /// How many nanoseconds before `now` the request `key` was seen; as many as since the one that may have been it
    /// where that had to make room; the greatest number where it was not seen.
    func age(of key: UInt64, at now: Int64) -> Int64 {
        let place = Int(truncatingIfNeeded: key) & (RecentRequests.capacity &- 1)
        let (known, word) = (places[place], RecentRequests.mark(key) | RecentRequests.time(now))
        if known != 0, (known ^ word) >> 32 == 0 { return RecentRequests.span(from: known, to: word) }
        guard !pushedOut.isEmpty, pushedOut[place] != 0 else { return .max }
        return RecentRequests.span(from: UInt64(pushedOut[place]), to: word)
    }

    /// The upper half of `key`, never zero.
    private static func mark(_ key: UInt64) -> UInt64 { key & 0xFFFF_FFFF_0000_0000 | 1 << 32 }

    private static func time(_ now: Int64) -> UInt64 { UInt64(UInt32(truncatingIfNeeded: now / 1_000_000 + 1)) }

    /// The nanoseconds between the times in two words.
    private static func span(from earlier: UInt64, to later: UInt64) -> Int64 {
        Int64(UInt32(truncatingIfNeeded: later) &- UInt32(truncatingIfNeeded: earlier)) * 1_000_000
    }
}
