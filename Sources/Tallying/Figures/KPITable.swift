package import CallTracking
internal import NetworkTypes
package import SIPCatalogue

/// The figures of RFC 6076 and of operators: in all, by direction and by minute, and by server from the directions.
///
/// It is told of each attempt, session and registration once, when nothing more can change it, and keeps counts and
/// histograms: memory follows the limits, not the capture.
package struct KPITable: Sendable {
    /// What is counted where operators differ.
    package let options: KPIOptions
    /// Hop transactions, and those of them whose request was sent more than once.
    private var retransmission = Ratio()
    /// The ratios by the letter of RFC 6076.
    package private(set) var requestRatios = RequestRatios()
    /// How long servers took for the first response to a request: a place for each method by raw value, one for all
    /// others.
    package private(set) var responseTimes = [Interval](repeating: Interval(), count: Method.allCases.count + 1)
    /// The figures of each pair of client and server.
    package private(set) var directions = DirectionTable()
    /// The figures of each minute.
    package private(set) var windows = WindowTable()
    /// What is in no figure: because its beginning or end was not captured, and because one side of it alone was.
    package private(set) var incomplete = Exclusions()
    package private(set) var oneSided = Exclusions()
    /// Registrations that stopped at a challenge.
    package private(set) var authAbandoned: UInt64 = 0
    /// Attempts of which neither a status nor an end came, so that they have no session request delay.
    package private(set) var srdTimeouts: UInt64 = 0
    /// Sessions by who sent the BYE, and those whose 2xx nobody acknowledged.
    package private(set) var releasedByCaller: UInt64 = 0
    package private(set) var releasedByCallee: UInt64 = 0
    package private(set) var unacknowledged: UInt64 = 0
    /// Sessions that were given up without a BYE, as nothing came for a day.
    package private(set) var unfinished: UInt64 = 0
    /// Answered calls that nobody had released when the capture ended.
    package private(set) var up: UInt64 = 0
    /// Calls that were up at once, as far as the tracker saw their answers.
    package var sessions = OpenSessions()
    private var busiestSecond = BusiestSecond()
    private var redials = RedialTable()

    /// Nothing counted yet.
    package init(options: KPIOptions = KPIOptions()) { self.options = options }

    /// Everything together.
    package var total: FigureRow {
        var total = windows.total
        total.add(retransmission, to: .retransmissionRatio)
        return total
    }

    /// The most attempts that began in one second.
    package var greatestAttemptsPerSecond: UInt64 { busiestSecond.greatest }

    /// Whether nothing was told, so that there is nothing to show.
    package var isEmpty: Bool {
        windows.isEmpty && retransmission == Ratio() && responseTimes.allSatisfy { $0.count == 0 }
            && incomplete.total == 0 && oneSided.total == 0 && releasedByCaller == 0 && releasedByCallee == 0
    }

    /// Counts an attempt, and the session that it led to if that has ended; what is still open counts nowhere.
    package mutating func add(_ attempt: AttemptFacts?, _ session: SessionFacts?) {
        guard let (client, server) = attempt.map({ ($0.client, $0.server) }) ?? session.map({ ($0.client, $0.server) })
        else { return }
        let end = attempt.flatMap { AttemptEnd($0) }
        let isWhole = attempt?.isWhole ?? false
        // What began before the capture is excluded whether or not it ends in it; what merely stands open is not.
        if let attempt, !isWhole, end != nil || !attempt.hasStart {
            if attempt.isOneSided { oneSided.addAttempt() } else { incomplete.addAttempt() }
        }
        guard session != nil || end != nil && isWhole else { return }
        let place = directions.place(from: client, to: server, isBeginning: end != nil && isWhole)
        if let attempt, let end, isWhole { add(attempt, end, at: place) }
        if let session { add(session, at: place) }
    }

    private mutating func add(_ attempt: AttemptFacts, _ end: AttemptEnd, at place: Int?) {
        requestRatios.add(attempt, end)
        if end.isWithoutFinal, attempt.progressed == nil { srdTimeouts &+= 1 }
        busiestSecond.add(at: attempt.began)
        let closed = attempt.closed
        let intent = redials.take(attempt, until: closed, isAnswered: end.isAnswered, span: options.redialSpan)
        add(Contribution(attempt, end, intent, options), at: place, closed)
        windows.add(Ratio(0, of: 1), to: .scrCohort, at: attempt.began)
        addFurtherDialogs(attempt, end, at: place, closed)
    }

    private mutating func addFurtherDialogs(
        _ attempt: AttemptFacts,
        _ end: AttemptEnd,
        at place: Int?,
        _ closed: CaptureTime
    ) {
        for delay in attempt.furtherDialogs {
            guard let contribution = Contribution(furtherDialogAfter: delay, end) else { break }
            add(contribution, at: place, closed)
        }
    }

    private mutating func add(_ session: SessionFacts, at place: Int?) {
        if session.wasReleasedByCaller { releasedByCaller &+= 1 } else { releasedByCallee &+= 1 }
        if !session.wasAcknowledged { unacknowledged &+= 1 }
        add(Contribution(session), at: place, session.closed)
        if session.isComplete { windows.add(Ratio(1, of: 0), to: .scrCohort, at: session.began) }
    }

    /// Counts what an answered attempt that was counted came to beyond that: only its further dialogs, its INVITEs and
    /// those of them that nobody answered are looked at.
    package mutating func addAfterthought(_ attempt: AttemptFacts) {
        guard attempt.isWhole else { return }
        requestRatios.addAfterthought(bids: UInt64(attempt.bids), ineffective: UInt64(attempt.ineffective))
        let place = directions.place(from: attempt.client, to: attempt.server, isBeginning: false)
        let closed = attempt.closed
        if attempt.bids > 0 { add(Contribution(furtherBids: attempt.bids), at: place, closed) }
        addFurtherDialogs(attempt, .answered, at: place, closed)
    }

    /// Counts a session that is given up although nobody released it; it has no duration.
    mutating func addUnfinished() { unfinished &+= 1 }

    /// Counts a session that was still up at the end.
    mutating func addUp() { up &+= 1 }

    /// Counts a registration.
    package mutating func add(_ registration: RegistrationFacts) {
        guard registration.isWhole else {
            if registration.isOneSided { oneSided.addRegistration() } else { incomplete.addRegistration() }
            return
        }
        requestRatios.add(registration)
        if registration.isAbandonedAtChallenge { authAbandoned &+= 1 }
        let place = directions.place(from: registration.client, to: registration.server, isBeginning: true)
        add(Contribution(registration), at: place, registration.closed)
    }

    /// Counts what waits in any row, so that nothing has to be copied to be read.
    mutating func settle() {
        directions.settle()
        windows.settle()
    }

    /// Takes how long the first response to a request of `method` took, from the first copy of that on.
    package mutating func addResponse(to method: Method?, after nanoseconds: Int64) {
        responseTimes[method.map { Int($0.rawValue) } ?? Method.allCases.count].add(nanoseconds)
    }

    /// Counts a transaction of one hop, with its request.
    mutating func addTransaction() { retransmission.add(Ratio(0, of: 1)) }

    /// Counts that the request of a transaction, which was counted, was sent more than once.
    mutating func addRepeatedRequest() { retransmission.add(Ratio(1, of: 0)) }

    private mutating func add(_ contribution: Contribution, at place: Int?, _ closed: CaptureTime) {
        directions.add(contribution, at: place)
        windows.add(contribution, at: closed)
    }
}

extension KPITable {
    /// The bounds of the tables.
    package var limits: [LimitReached] {
        let rows = UInt64(DirectionTable.limit)
        return [
            LimitReached(name: "kpi_directions", value: rows, reached: directions.replaced),
            LimitReached(name: "kpi_servers", value: rows, reached: directions.omitted),
            LimitReached(name: "kpi_redials", value: UInt64(RedialTable.capacity), reached: redials.pushedOut),
        ]
            + WindowSpan.allCases.map {
                LimitReached(name: $0.limitName, value: UInt64($0.limit), reached: windows.omitted($0))
            }
    }
}
