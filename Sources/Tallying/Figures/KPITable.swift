package import CallTracking
package import NetworkTypes
package import SIPCatalogue

/// The figures of RFC 6076 and of operators: in all, by server, by direction and by minute.
///
/// It is told of each attempt, session and registration once, when nothing more can change it, and keeps counts and
/// histograms: memory follows the limits, not the capture. Tables of parts of the traffic add up to that of the whole.
package struct KPITable: Sendable {
    /// The most servers, and the most directions, that have rows of their own.
    package static let rowLimit = 1_024

    /// What is counted where operators differ.
    package let options: KPIOptions
    /// Ratios of chains, and of requests.
    package private(set) var ratios = RatioTable()
    package private(set) var requestRatios = RequestRatios()
    /// Delays and durations.
    package private(set) var intervals = IntervalTable()
    /// How long servers took for the first response to a request: a place for each method by raw value, one for all others.
    package private(set) var responseTimes = [Interval](repeating: Interval(), count: Method.allCases.count + 1)
    /// The figures of the servers that were asked, by address and port whatever carried it.
    package private(set) var servers = FigureTable<Endpoint>(limit: KPITable.rowLimit)
    /// The figures of each pair of addresses.
    package private(set) var directions = FigureTable<Direction>(limit: KPITable.rowLimit)
    /// The figures of each minute.
    package private(set) var windows = WindowTable()
    /// Attempts and registrations whose beginning the capture does not show, and which are in no figure.
    package private(set) var excludedAttempts: UInt64 = 0
    package private(set) var excludedRegistrations: UInt64 = 0
    /// Registrations that stopped at a challenge.
    package private(set) var authAbandoned: UInt64 = 0
    /// Attempts of which neither a status nor an end came, so that they have no session request delay.
    package private(set) var srdTimeouts: UInt64 = 0
    /// Sessions by who sent the BYE, and those whose 2xx nobody acknowledged.
    package private(set) var releasedByCaller: UInt64 = 0
    package private(set) var releasedByCallee: UInt64 = 0
    package private(set) var unacknowledged: UInt64 = 0
    private var busiestSecond = BusiestSecond()

    /// Nothing counted yet.
    package init(options: KPIOptions = KPIOptions()) { self.options = options }

    /// The most attempts that began in one second.
    package var greatestAttemptsPerSecond: UInt64 { busiestSecond.greatest }

    /// Whether nothing was told, so that there is nothing to show.
    package var isEmpty: Bool {
        KPIRatio.allCases.allSatisfy { ratios[$0] == Ratio() } && responseTimes.allSatisfy { $0.count == 0 }
            && excludedAttempts == 0 && excludedRegistrations == 0 && releasedByCaller == 0 && releasedByCallee == 0
    }

    /// Counts an attempt; one that is still open counts nowhere.
    package mutating func add(_ attempt: AttemptFacts) {
        guard let end = AttemptEnd(attempt) else { return }
        guard attempt.isWhole else {
            excludedAttempts &+= 1
            return
        }
        ratios.add(attempt, end, options)
        requestRatios.add(attempt, end)
        intervals.add(attempt, end)
        if end == .timedOut, attempt.firstStatus(end) == nil { srdTimeouts &+= 1 }
        busiestSecond.add(at: attempt.began)
        let options = options
        update(attempt.client, attempt.server, attempt.closed) { $0.add(attempt, end, options) }
    }

    /// Counts a session; its attempt counts as well.
    package mutating func add(_ session: SessionFacts) {
        ratios.add(session)
        intervals.add(session)
        if session.wasReleasedByCaller { releasedByCaller &+= 1 } else { releasedByCallee &+= 1 }
        if !session.wasAcknowledged { unacknowledged &+= 1 }
        update(session.client, session.server, session.closed) { $0.add(session) }
    }

    /// Counts a registration.
    package mutating func add(_ registration: RegistrationFacts) {
        guard registration.isWhole else {
            excludedRegistrations &+= 1
            return
        }
        ratios.add(registration)
        requestRatios.add(registration)
        intervals.add(registration)
        if registration.isAbandonedAtChallenge { authAbandoned &+= 1 }
        update(registration.client, registration.server, registration.closed) { $0.add(registration) }
    }

    /// Takes how long the first response to a request of `method` took, from the first copy of that on.
    package mutating func addResponse(to method: Method?, after nanoseconds: Int64) {
        responseTimes[method.map { Int($0.rawValue) } ?? Method.allCases.count].add(nanoseconds)
    }

    /// Counts a transaction of one hop, and whether its request was sent more than once.
    package mutating func addTransaction(hasRequestCopy: Bool) { ratios.count(.retransmission, hasRequestCopy) }

    private mutating func update(
        _ client: Endpoint,
        _ server: Endpoint,
        _ closed: CaptureTime,
        _ change: (inout FigureRow) -> Void
    ) {
        servers.update(server, change)
        directions.update(Direction(from: client, to: server), change)
        windows.update(closed, change)
    }
}

extension KPITable {
    /// Adds what another table was told, of which nothing was told to this one.
    package mutating func add(_ other: KPITable) {
        ratios.add(other.ratios)
        requestRatios.add(other.requestRatios)
        intervals.add(other.intervals)
        for place in responseTimes.indices { responseTimes[place].add(other.responseTimes[place]) }
        servers.add(other.servers, by: <)
        directions.add(other.directions, by: <)
        windows.add(other.windows)
        excludedAttempts &+= other.excludedAttempts
        excludedRegistrations &+= other.excludedRegistrations
        authAbandoned &+= other.authAbandoned
        srdTimeouts &+= other.srdTimeouts
        releasedByCaller &+= other.releasedByCaller
        releasedByCallee &+= other.releasedByCallee
        unacknowledged &+= other.unacknowledged
        busiestSecond.add(other.busiestSecond)
    }

    /// The bounds of the tables.
    package var limits: [LimitReached] {
        let rows = UInt64(KPITable.rowLimit)
        return [
            LimitReached(name: "kpi_servers", value: rows, reached: servers.omitted),
            LimitReached(name: "kpi_directions", value: rows, reached: directions.omitted),
            LimitReached(name: "kpi_windows", value: UInt64(WindowTable.limit), reached: windows.omitted),
        ]
    }
}
