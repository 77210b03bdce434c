/// Attempts that failed and wait for what may follow: in the order in which their time is up.
///
/// A caller that was challenged or redirected goes on within 30 s, as for a REGISTER; one that tries another server
/// or changes its INVITE does it within five.
struct EndingAttempts: Sendable {
    /// An attempt that ended so many INVITEs after its beginning.
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

    /// The most that wait for each of both; what finds no place is told when its call is forgotten.
    let limit: Int
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
        if EndingAttempts.isLong(code) {
            long.append(slot, key, bids, at: now, limit: limit)
        } else {
            short.append(slot, key, bids, at: now, limit: limit)
        }
    }

    /// The next whose time is up; `nil` where none is.
    @inline(__always)
    mutating func next(at now: Int64) -> Place? {
        if short.isEmpty, long.isEmpty { return nil }
        return short.next(at: now) ?? long.next(at: now)
    }

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
