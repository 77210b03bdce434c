internal import CallTracking

/// The ratios of RFC 6076 and of operators.
package enum KPIRatio: Int, CaseIterable, Sendable {
    case asr, ner, nerSimple, abr, ccr, ser, seer, seerUser, isa, scr, scrCohort, abandonRatio, earlyFailureRatio
    case ira, iraStrict, retransmissionRatio

    /// The name under which reports show it: that of the case with its words apart.
    package var key: String { "\(self)".wordsApart }
}

/// Every ratio, each chain of requests counted once.
package struct RatioTable: Sendable {
    /// The most ratios that there is a place for: a lane of a vector and a bit of a contribution for each.
    static let capacity = 32

    private var numerators = InlineArray<32, UInt64>(repeating: 0)
    private var denominators = InlineArray<32, UInt64>(repeating: 0)

    /// Nothing counted yet.
    package init() {}

    /// The ratio called `name`.
    package subscript(name: KPIRatio) -> Ratio { Ratio(numerators[name.rawValue], of: denominators[name.rawValue]) }

    /// Adds counts to the ratio called `name`.
    mutating func add(_ counts: Ratio, to name: KPIRatio) {
        numerators[name.rawValue] &+= counts.numerator
        denominators[name.rawValue] &+= counts.denominator
    }

    /// Counts what `contributions`, of which there are fewer than 65,536, are in: all ratios at once.
    mutating func add(_ contributions: [Contribution]) {
        var (above, below) = (SIMD32<UInt16>(repeating: 0), SIMD32<UInt16>(repeating: 0))
        var bids: UInt64 = 0
        for contribution in contributions {
            above &+= RatioTable.ones(contribution.numerators)
            below &+= RatioTable.ones(contribution.denominators)
            bids &+= UInt64(contribution.bids)
        }
        for place in 0..<RatioTable.capacity {
            numerators[place] &+= UInt64(above[place])
            denominators[place] &+= UInt64(below[place])
        }
        denominators[KPIRatio.abr.rawValue] &+= bids
    }

    /// A one in each place whose bit is set.
    @inline(__always)
    private static func ones(_ bits: UInt32) -> SIMD32<UInt16> {
        SIMD32(lowHalf: ones(UInt16(truncatingIfNeeded: bits)), highHalf: ones(UInt16(truncatingIfNeeded: bits &>> 16)))
    }

    @inline(__always)
    private static func ones(_ bits: UInt16) -> SIMD16<UInt16> {
        let places = SIMD16<UInt16>(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
        return SIMD16(repeating: 0).replacing(with: 1, where: SIMD16(repeating: bits) & places .== places)
    }

    /// Adds the counts of another.
    mutating func add(_ other: RatioTable) {
        for place in 0..<RatioTable.capacity {
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

    /// Counts transactions of an answered attempt that it was not told with: so many, of which so many were in vain.
    mutating func addAfterthought(bids: UInt64, ineffective: UInt64) {
        ser.add(Ratio(0, of: bids))
        seer.add(Ratio(0, of: bids))
        isa.add(Ratio(ineffective, of: bids))
    }

    /// Counts the transactions of a registration.
    mutating func add(_ registration: RegistrationFacts) {
        ira.add(Ratio(registration.isIneffective ? 1 : 0, of: UInt64(registration.requests)))
    }
}
