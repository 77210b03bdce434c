internal import BasicContainers
internal import NetworkTypes

/// Which datagrams were captured just now, so that a copy by a mirror port is told from a message sent again (guard
/// DUP).
///
/// A copy has the addresses, the ports, the IP identification, the length and the message of another and comes within
/// 20 ms of it. A fixed table in which a newer datagram may push out an older one: then a copy counts as sent again.
struct RecentPackets: ~Copyable, Sendable {
    struct Place: Sendable {
        var fingerprint: UInt64 = 0
        var time = CaptureTime.distantPast
    }

    /// How far apart two copies by a mirror port may be, in nanoseconds.
    static let window: Int64 = 20_000_000
    /// How many datagrams are remembered; a power of two.
    static let capacity = 2_048

    private var places = UniqueArray(repeating: Place(), count: RecentPackets.capacity)

    /// Notes the datagram of `fingerprint`, captured at `time`; the result says whether it is a copy of one noted
    /// before.
    ///
    /// Its place follows from `packet`, numbers of its headers: fingerprints differ from run to run, results must not.
    mutating func isCopy(_ fingerprint: UInt64, of packet: UInt64, at time: CaptureTime) -> Bool {
        let place = Int(truncatingIfNeeded: (packet &* 0x9E37_79B9_7F4A_7C15) &>> 53) & (RecentPackets.capacity - 1)
        let there = places[place]
        if there.fingerprint == fingerprint, time.distance(to: there.time) <= RecentPackets.window { return true }
        places[place] = Place(fingerprint: fingerprint, time: time)
        return false
    }
}

extension CaptureTime {
    /// Nanoseconds between two times, whichever is earlier.
    func distance(to other: CaptureTime) -> Int64 {
        let difference = nanoseconds(since: other)
        return difference == .min ? .max : abs(difference)
    }
}
