internal import NetworkTypes

/// Towards which hosts anything was seen lately, so that a host's silence is told from a direction that the capture
/// does not show (guard ONESIDE).
///
/// A fixed table in which a new host may push out an old one: then silence towards that one says nothing for a while.
struct Sightlines: Sendable {
    private struct Place: Sendable {
        var address = IPAddress(high: 0, low: 0)
        var time = Int64.min
    }

    /// How long a direction counts as visible after anything was seen in it, in nanoseconds: ten minutes.
    static let span: Int64 = 600_000_000_000
    /// How many hosts are remembered; a power of two.
    static let capacity = 4_096

    private var places = [Place](repeating: Place(), count: Sightlines.capacity)

    /// Notes that something was sent towards `address` at `time`.
    mutating func note(_ address: IPAddress, at time: Int64) {
        places[Sightlines.place(of: address)] = Place(address: address, time: time)
    }

    /// Whether anything was sent towards `address` within the span before `time`.
    func sees(_ address: IPAddress, at time: Int64) -> Bool {
        let place = places[Sightlines.place(of: address)]
        return place.address == address && place.time >= time &- Sightlines.span
    }

    private static func place(of address: IPAddress) -> Int {
        let mixed = (address.low ^ address.high &* 3) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed &>> 52) & (capacity - 1)
    }
}
