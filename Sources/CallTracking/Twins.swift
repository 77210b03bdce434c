internal import NetworkTypes

/// One side of a hop that a NAT shows twice: its ends as they are there and, in the same order, on the side seen first.
struct HopSide: Sendable {
    /// The key of its call, and when that began.
    let callKey: UInt64
    let began: CaptureTime
    /// The ends on this side, and on the one seen first.
    let here: (Endpoint, Endpoint)
    let first: (Endpoint, Endpoint)

    /// What `flow` of this side is on the one seen first; an end that no NAT changes keeps its port.
    func first(of flow: Flow) -> Flow {
        let isForward = flow.source.address == here.0.address
        let (source, destination) = isForward ? first : (first.1, first.0)
        return Flow(
            source: source.address == flow.source.address ? flow.source : source,
            destination: destination.address == flow.destination.address ? flow.destination : destination,
            transport: flow.transport
        )
    }
}

/// Which hops a NAT shows twice, and which messages were seen just now that may be seen on the other side of one (guard
/// NAT).
///
/// The messages stand in a fixed table in which a newer one may push out an older one: then its twin counts as sent
/// again, or the hop as two. It is empty until a call is seen on a second pair of addresses.
struct Twins: ~Copyable, Sendable {
    /// A message by its identity, where and when it was seen, and whether it was seen on the other side as well.
    fileprivate struct Place: Sendable {
        var identity: UInt64 = 0
        var time = CaptureTime.distantPast
        var flow: Flow
        var isPaired = false
    }

    /// What a message is on a side that is known.
    enum Seen {
        /// Its sender sent it just now.
        case sent
        /// It was seen on the other side.
        case twin
        /// A mirror port gave the same packet again.
        case copy
    }

    /// How far apart a message may be seen on both sides, in nanoseconds: a tenth of T1.
    ///
    /// A box forwards within milliseconds, also where it has much to do, and two machines that capture for one report
    /// keep their clocks as close. No timer of SIP sends anything again before 500 ms (RFC 3261 §17.1.1.2).
    static let span: Int64 = TimerSpan.t1 / 10
    /// How many messages are remembered; a power of two.
    static let capacity = 4_096

    private var sides: ExpiringTable<HopSide>
    private var places: [Place] = []
    private var packets: RecentPackets?
    private let recognizesDuplicates: Bool
    /// Whether the message at hand stands already on the side on which its hop was seen first.
    var isPlaced = false

    /// Nothing seen yet; up to `limit` sides are kept.
    init(limit: Int, recognizesDuplicates: Bool) {
        sides = ExpiringTable(limit: limit)
        self.recognizesDuplicates = recognizesDuplicates
    }

    /// Whether any hop is known to be seen twice.
    var hasSides: Bool { sides.count > 0 }

    /// How many sides are kept, and how many were dropped before their time.
    var bound: (value: Int, reached: UInt64) { (sides.limit, sides.evictionCount) }

    /// The side with `key`.
    func side(_ key: UInt64) -> HopSide? {
        let slot = sides.slot(of: key)
        return slot == .max ? nil : sides[slot]
    }

    /// Keeps `side` under `key`, unless one is known there, until `deadline`.
    mutating func insert(_ side: HopSide, key: UInt64, until deadline: Int64) {
        if packets == nil, recognizesDuplicates { packets = RecentPackets() }
        guard sides.slot(of: key) == .max else { return }
        // No side is more dispensable than another.
        if case let slot = sides.evict({ _ in false }), slot != .max { sides.remove(slot) }
        _ = sides.insert(side, key: key, until: deadline)
    }

    /// Looks at the sides whose time is over at `now`; those for which `isNeeded` holds stay until `deadline`.
    mutating func advance(at now: Int64, until deadline: Int64, isNeeded: (HopSide) -> Bool) {
        while case let slot = sides.nextExpired(at: now), slot != .max {
            let (side, key) = (sides[slot], sides.key(of: slot))
            sides.remove(slot)
            if isNeeded(side) { _ = sides.insert(side, key: key, until: deadline) }
        }
    }

    /// The other flow on which the message of `identity` was seen just before `sighting`; `nil` where it was not.
    func earlierFlow(of identity: UInt64, _ sighting: Sighting, at place: UInt64) -> Flow? {
        guard !places.isEmpty else { return nil }
        let there = places[Twins.index(place)]
        guard there.isNear(identity, sighting), !there.isPaired, there.mayBeOtherSide(of: sighting) else { return nil }
        return there.flow
    }

    /// Notes that the message of `identity` was seen, on both sides where it `isPaired`.
    mutating func note(_ identity: UInt64, _ sighting: Sighting, on flow: Flow, isPaired: Bool, at place: UInt64) {
        if places.isEmpty { places = [Place](repeating: Place(flow: flow), count: Twins.capacity) }
        places[Twins.index(place)] = Place(identity: identity, time: sighting.time, flow: flow, isPaired: isPaired)
    }

    /// What the message of `identity` is, which was seen on a side that is known.
    mutating func take(_ identity: UInt64, _ sighting: Sighting, at place: UInt64, isMirrored: Bool) -> Seen {
        if !places.isEmpty {
            let there = places[Twins.index(place)]
            let isOther = there.isNear(identity, sighting) && !there.isOnSide(of: sighting)
            if isOther, isMirrored || !there.isPaired {
                places[Twins.index(place)].isPaired = true
                return .twin
            }
        }
        if isMirrored { return .copy }
        note(identity, sighting, on: sighting.flow, isPaired: false, at: place)
        return .sent
    }

    /// Whether the packet of `fingerprint`, of which `packet` are numbers of its headers, was captured before on its
    /// side.
    mutating func isCopy(_ fingerprint: UInt64, of packet: UInt64, at time: CaptureTime) -> Bool {
        packets?.isCopy(fingerprint, of: packet, at: time) ?? false
    }

    private static func index(_ place: UInt64) -> Int { Int(truncatingIfNeeded: place) & (capacity - 1) }
}

extension Twins.Place {
    /// Whether it is the message of `identity`, seen about when `sighting` was.
    fileprivate func isNear(_ identity: UInt64, _ sighting: Sighting) -> Bool {
        self.identity == identity && sighting.time.distance(to: time) <= Twins.span
            && flow.transport.place == sighting.flow.transport.place
    }

    /// Whether it may be the other side of the hop that `sighting` is on: not where one of both received it from, or
    /// sends it on to, the other, as on the next hop.
    fileprivate func mayBeOtherSide(of sighting: Sighting) -> Bool {
        !isOnSide(of: sighting) && flow.destination.address != sighting.flow.source.address
            && flow.source.address != sighting.flow.destination.address
    }

    /// Whether it was seen between the addresses that `sighting` has.
    fileprivate func isOnSide(of sighting: Sighting) -> Bool {
        flow.source.address == sighting.flow.source.address
            && flow.destination.address == sighting.flow.destination.address
    }
}
