internal import CallTracking
package import NetworkTypes

/// The figures of one server, direction or window: all ratios, and the intervals that tell most.
package struct FigureRow: Sendable {
    /// The ratios.
    package private(set) var ratios = RatioTable()
    /// Post-dial delay, and the session request delay of answered attempts.
    package private(set) var pdd = Interval()
    package private(set) var srd = Interval()

    /// Nothing counted yet.
    package init() {}

    mutating func add(_ attempt: AttemptFacts, _ end: AttemptEnd, _ options: KPIOptions) {
        ratios.add(attempt, end, options)
        if let noticed = attempt.firstNotice(end) { pdd.add(noticed.nanoseconds(since: attempt.began)) }
        if end == .answered, let status = attempt.firstStatus(end) {
            srd.add(status.nanoseconds(since: attempt.began))
        }
    }

    mutating func add(_ session: SessionFacts) { ratios.add(session) }

    mutating func add(_ registration: RegistrationFacts) { ratios.add(registration) }

    mutating func add(_ other: FigureRow) {
        ratios.add(other.ratios)
        pdd.add(other.pdd)
        srd.add(other.srd)
    }
}

/// Who asks whom: the addresses of both sides.
package struct Direction: Hashable, Sendable {
    /// Who asks.
    package let client: IPAddress
    /// Who is asked.
    package let server: IPAddress

    /// From `client` to `server`.
    package init(from client: Endpoint, to server: Endpoint) {
        self.client = client.address
        self.server = server.address
    }
}

/// Rows of figures by key, up to a limit; what finds no row is counted and nothing else.
package struct FigureTable<Key: Hashable & Sendable>: Sendable {
    /// The rows.
    package private(set) var rows: [Key: FigureRow] = [:]
    /// Attempts, sessions and registrations that found no row.
    package private(set) var omitted: UInt64 = 0
    private let limit: Int

    /// No row yet, and no more than `limit` ever.
    init(limit: Int) { self.limit = limit }

    /// Lets `change` add to the row of `key`.
    mutating func update(_ key: Key, _ change: (inout FigureRow) -> Void) {
        guard rows[key] != nil || rows.count < limit else {
            omitted &+= 1
            return
        }
        change(&rows[key, default: FigureRow()])
    }

    /// Adds the rows of another, those with the least keys first, so that the result does not hang on a hash.
    mutating func add(_ other: FigureTable, by areInOrder: (Key, Key) -> Bool) {
        omitted &+= other.omitted
        for (key, row) in other.rows.sorted(by: { areInOrder($0.key, $1.key) }) { update(key) { $0.add(row) } }
    }
}

extension Direction: Comparable {
    package static func < (left: Direction, right: Direction) -> Bool {
        (left.client, left.server) < (right.client, right.server)
    }
}
