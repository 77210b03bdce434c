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
    private var numerators = InlineArray<16, UInt64>(repeating: 0)
    private var denominators = InlineArray<16, UInt64>(repeating: 0)

    /// Nothing counted yet.
    package init() {}

    /// The ratio called `name`.
    package subscript(name: KPIRatio) -> Ratio { Ratio(numerators[name.rawValue], of: denominators[name.rawValue]) }

    /// Adds counts to the ratio called `name`.
    mutating func add(_ counts: Ratio, to name: KPIRatio) {
        numerators[name.rawValue] &+= counts.numerator
        denominators[name.rawValue] &+= counts.denominator
    }

    /// Counts what `contributions` are in.
    mutating func add(_ contributions: [Contribution]) {
        for contribution in contributions {
            RatioTable.count(contribution.numerators, &numerators)
            RatioTable.count(contribution.denominators, &denominators)
            denominators[KPIRatio.abr.rawValue] &+= UInt64(contribution.bids)
        }
    }

    /// Counts one more in each place whose bit is set.
    @inline(__always)
    private static func count(_ bits: UInt16, _ counts: inout InlineArray<16, UInt64>) {
        for place in 0..<16 { counts[place] &+= UInt64(bits &>> UInt16(truncatingIfNeeded: place) & 1) }
    }

    /// Adds the counts of another.
    mutating func add(_ other: RatioTable) {
        for place in 0..<16 {
            numerators[place] &+= other.numerators[place]
            denominators[place] &+= other.denominators[place]
        }
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
        let answered: UInt64 = end.isAnswered ? 1 : 0
        ser.add(Ratio(answered, of: eligible))
        seer.add(Ratio(answered &+ UInt64(attempt.declined), of: eligible))
        isa.add(Ratio(UInt64(attempt.ineffective), of: bids))
    }

    /// Counts the transactions of a registration.
    mutating func add(_ registration: RegistrationFacts) {
        ira.add(Ratio(registration.isIneffective ? 1 : 0, of: UInt64(registration.requests)))
    }
}
