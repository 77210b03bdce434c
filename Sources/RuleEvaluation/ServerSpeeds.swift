internal import NetworkTypes
internal import WireBytes

/// How a server answered requests so far, by its address.
package struct ServerSpeed: Sendable {
    /// How many requests that were seen it answered, with any response, and how many of those were INVITEs.
    package let answers: Int
    package let invites: Int
    /// Nanoseconds from the request to the first response where that came fastest, to the microsecond.
    package let fastest: Int64

    /// A server that has answered nothing.
    package static let unknown = ServerSpeed(answers: 0, invites: 0, fastest: 0)
}

/// How fast servers answer, in sets of four places: a newer server pushes out that of its set which answered least.
struct ServerSpeeds: Sendable {
    private struct Place: Sendable {
        /// A hash of the address; 0 where the place is vacant.
        var key: UInt64 = 0
        var answers: UInt32 = 0
        var invites: UInt32 = 0
        /// Microseconds.
        var fastest = UInt32.max
    }

    /// The most servers that are known.
    static let limit = 4_096
    private static let ways = 4
    // The same in every run, so that what is pushed out is the same as well.
    private let hash = KeyedHash(secret: 0x9E37_79B9_7F4A_7C15, second: 0xBF58_476D_1CE4_E5B9)
    private var places = [Place](repeating: Place(), count: limit)
    /// How many were pushed out.
    private(set) var evictions: UInt64 = 0

    /// Notes that the server at `address` answered a request `delay` nanoseconds after it.
    @inline(__always)
    mutating func note(_ address: IPAddress, _ delay: Int64, isInvite: Bool) {
        let key = key(address)
        let set = set(of: key)
        var place = set
        while place < set &+ ServerSpeeds.ways, places[place].key != key { place &+= 1 }
        if place == set &+ ServerSpeeds.ways { place = makeRoom(for: key, in: set) }
        if places[place].answers < .max { places[place].answers &+= 1 }
        if isInvite, places[place].invites < .max { places[place].invites &+= 1 }
        places[place].fastest = min(places[place].fastest, UInt32(clamping: delay / 1_000))
    }

    /// How the server at `address` answered so far.
    func speed(of address: IPAddress) -> ServerSpeed {
        let key = key(address)
        let set = set(of: key)
        for place in set..<set + ServerSpeeds.ways where places[place].key == key {
            return ServerSpeed(
                answers: Int(places[place].answers),
                invites: Int(places[place].invites),
                fastest: Int64(places[place].fastest) * 1_000
            )
        }
        return .unknown
    }

    private mutating func makeRoom(for key: UInt64, in set: Int) -> Int {
        var least = set
        for place in set + 1..<set + ServerSpeeds.ways where places[place].answers < places[least].answers {
            least = place
        }
        if places[least].key != 0 { evictions &+= 1 }
        places[least] = Place(key: key)
        return least
    }

    private func key(_ address: IPAddress) -> UInt64 { hash.combine(address.high, address.low) | 1 }

    private func set(of key: UInt64) -> Int {
        let count = ServerSpeeds.limit / ServerSpeeds.ways
        return (Int(truncatingIfNeeded: key &>> 32) & (count - 1)) * ServerSpeeds.ways
    }
}
