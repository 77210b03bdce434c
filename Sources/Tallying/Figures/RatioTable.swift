internal import CallTracking

/// The ratios of RFC 6076 and of operators.
package enum KPIRatio: Int, CaseIterable, Sendable {
    case asr, ner, nerSimple, abr, ser, seer, seerUser, isa, scr, abandon, earlyFailure, ira, iraStrict, retransmission

    /// The name under which reports show it.
    package var key: String {
        switch self {
        case .asr: "asr"
        case .ner: "ner"
        case .nerSimple: "ner_simple"
        case .abr: "abr"
        case .ser: "ser"
        case .seer: "seer"
        case .seerUser: "seer_user"
        case .isa: "isa"
        case .scr: "scr"
        case .abandon: "abandon_ratio"
        case .earlyFailure: "early_failure_ratio"
        case .ira: "ira"
        case .iraStrict: "ira_strict"
        case .retransmission: "retransmission_ratio"
        }
    }
}

/// Every ratio, each chain of requests counted once.
package struct RatioTable: Sendable {
    private var ratios = [Ratio](repeating: Ratio(), count: KPIRatio.allCases.count)

    /// Nothing counted yet.
    package init() {}

    /// The ratio called `name`.
    package subscript(name: KPIRatio) -> Ratio { ratios[name.rawValue] }

    /// Counts one thing more of the ratio called `name`.
    mutating func count(_ name: KPIRatio, _ isIn: Bool) { ratios[name.rawValue].count(isIn) }

    /// Counts an attempt that ended as `end`.
    mutating func add(_ attempt: AttemptFacts, _ end: AttemptEnd, _ options: KPIOptions) {
        let isAnswered = end == .answered
        count(.asr, isAnswered)
        count(.ner, isAnswered || end.isEffective(attempt, options))
        count(.nerSimple, isAnswered || end.isSimplyEffective)
        ratios[KPIRatio.abr.rawValue].add(Ratio(isAnswered ? 1 : 0, of: UInt64(attempt.bids)))
        // A redirection that nobody followed is no request that could have succeeded (RFC 6076 §4.6).
        if end != .redirected {
            count(.ser, isAnswered)
            count(.seer, isAnswered || end.isDeclined)
            count(.seerUser, isAnswered || end.isEndedByUser)
        }
        count(.isa, options.ineffectiveCodes.contains(end.code))
        // Whether its session came to a proper end is told later, by the session.
        count(.scr, false)
        count(.abandon, end == .cancelled)
        count(.earlyFailure, end.isFailure && attempt.progressed == nil)
    }

    /// Counts a session whose attempt was counted before.
    mutating func add(_ session: SessionFacts) {
        if session.isComplete { ratios[KPIRatio.scr.rawValue].add(Ratio(1, of: 0)) }
    }

    /// Counts a registration.
    mutating func add(_ registration: RegistrationFacts) {
        count(.ira, registration.isIneffective)
        count(.iraStrict, registration.isIneffective || registration.isAbandonedAtChallenge)
    }

    /// Adds the counts of another.
    mutating func add(_ other: RatioTable) {
        for place in ratios.indices { ratios[place].add(other.ratios[place]) }
    }
}

/// The ratios by the letter of RFC 6076, which counts requests: a unit for each transaction of a chain.
package struct RequestRatios: Sendable {
    /// Session establishment: answered, of INVITEs that were not redirected.
    package private(set) var ser = Ratio()
    /// Its effectiveness: answered or declined, of the same.
    package private(set) var seer = Ratio()
    /// Ineffective session attempts, of all INVITEs.
    package private(set) var isa = Ratio()
    /// Ineffective registration attempts, of all REGISTERs; of a chain the last response alone can be one.
    package private(set) var ira = Ratio()

    /// Nothing counted yet.
    package init() {}

    /// Counts the transactions of an attempt that ended as `end`.
    mutating func add(_ attempt: AttemptFacts, _ end: AttemptEnd) {
        let bids = UInt64(attempt.bids)
        let eligible = bids - min(bids, UInt64(attempt.redirected))
        let answered: UInt64 = end == .answered ? 1 : 0
        ser.add(Ratio(answered, of: eligible))
        seer.add(Ratio(answered &+ UInt64(attempt.declined), of: eligible))
        isa.add(Ratio(UInt64(attempt.ineffective), of: bids))
    }

    /// Counts the transactions of a registration.
    mutating func add(_ registration: RegistrationFacts) {
        ira.add(Ratio(registration.isIneffective ? 1 : 0, of: UInt64(registration.requests)))
    }

    /// Adds the counts of another.
    mutating func add(_ other: RequestRatios) {
        ser.add(other.ser)
        seer.add(other.seer)
        isa.add(other.isa)
        ira.add(other.ira)
    }
}
