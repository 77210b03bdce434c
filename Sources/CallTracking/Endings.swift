/// Calls of which something may have ended that the figures are to be told: in the order in which their time is up.
///
/// Of an attempt that failed that is when nothing followed: a caller that was challenged or redirected goes on within
/// 30 s, as for a REGISTER; one that tries another server or changes its INVITE does it within five. Answers and
/// releases wait a second at most, so that several are told at once: what counts them is much code, which would push
/// what follows messages out of the processor's first cache each time.
struct Endings: Sendable {
    /// A call that had had so many INVITEs.
    struct Place: Sendable {
        let deadline: Int64
        let key: UInt64
        let slot: UInt32
        let bids: UInt16
    }

    /// How long to wait, in nanoseconds, for an INVITE that another server or other words help, and for one that
    /// credentials, a new target or more digits do.
    static let shortSpan: Int64 = 5_000_000_000
    static let longSpan: Int64 = 30_000_000_000

    /// The time from one look to the next, in nanoseconds.
    static let pace: Int64 = 1_000_000_000

    /// The most that wait for each of these; what finds no place is told when its call is forgotten.
    let limit: Int
    private var nextLook = Int64.min
    private var over = Queue(span: 0)
    private var short = Queue(span: shortSpan)
    private var long = Queue(span: longSpan)

    init(limit: Int) { self.limit = limit }

    /// Whether an attempt waits the longer of both whose last final response was `code`.
    static func isLong(_ code: UInt16) -> Bool {
        switch code {
        case 401, 407, 484, 300..<400: true
        default: false
        }
    }

    /// Lets the attempt of the call with `key` in `slot` wait from `now` on.
    mutating func wait(_ slot: UInt32, key: UInt64, bids: UInt16, after code: UInt16, at now: Int64) {
        if Endings.isLong(code) {
            long.append(slot, key, bids, at: now, limit: limit)
        } else {
            short.append(slot, key, bids, at: now, limit: limit)
        }
    }

    /// Lets the call with `key` in `slot`, of which something is over, wait for the next look.
    mutating func takeOver(_ slot: UInt32, key: UInt64, at now: Int64) {
        over.append(slot, key, 0, at: now, limit: limit)
    }

    /// Whether it is time to look for those whose time is up.
    @inline(__always)
    mutating func isTime(at now: Int64) -> Bool {
        guard now >= nextLook, !(over.isEmpty && short.isEmpty && long.isEmpty) else { return false }
        nextLook = now &+ Endings.pace
        return true
    }

    /// The next whose time is up; `nil` where none is.
    mutating func next(at now: Int64) -> Place? { over.next(at: now) ?? short.next(at: now) ?? long.next(at: now) }

    /// The slot of the call that waits `count` behind the next answered or released one; `nil` where there is none.
    func slot(ahead count: Int) -> UInt32? { over.slot(ahead: count) }

    private struct Queue: Sendable {
        let span: Int64
        private var places: [Place] = []
        private var first = 0

        init(span: Int64) { self.span = span }

        var isEmpty: Bool { first == places.count }

        mutating func append(_ slot: UInt32, _ key: UInt64, _ bids: UInt16, at now: Int64, limit: Int) {
            guard places.count &- first < limit else { return }
            places.append(Place(deadline: now &+ span, key: key, slot: slot, bids: bids))
        }

        func slot(ahead count: Int) -> UInt32? {
            first &+ count < places.count ? places[first &+ count].slot : nil
        }

        mutating func next(at now: Int64) -> Place? {
            guard first < places.count else { return nil }
            let place = places[first]
            // What lies further ahead than the span was noted by a stray timestamp, and would hold up all others.
            guard place.deadline <= now || place.deadline > now &+ span else { return nil }
            first &+= 1
            if first == places.count || first >= max(1_024, places.count / 2) {
                places.removeFirst(first)
                first = 0
            }
            return place
        }
    }
}
