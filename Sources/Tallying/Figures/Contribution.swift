internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue

/// What one attempt, session or registration adds to each row of figures that it counts in: made once, added to many.
struct Contribution {
    /// Ratios by raw value, one bit each: those that it is in, and those of them that it counts above the line.
    private(set) var denominators: UInt32 = 0
    private(set) var numerators: UInt32 = 0
    /// INVITE transactions, which ABR has below the line.
    private(set) var bids: UInt16 = 0
    /// How many samples of intervals there are, of which intervals by raw value, and how many nanoseconds each.
    private(set) var sampleCount: UInt8 = 0
    private(set) var names = InlineArray<8, UInt8>(repeating: 0)
    private(set) var nanoseconds = InlineArray<8, Int64>(repeating: 0)

    /// Counts in the ratio called `name`, above the line or only below it.
    private mutating func count(_ name: KPIRatio, _ isIn: Bool) {
        denominators |= 1 << UInt32(name.rawValue)
        if isIn { numerators |= 1 << UInt32(name.rawValue) }
    }

    /// Takes a sample of what is kept as `name` from `start` to `end`, if there is both.
    private mutating func add(_ name: KPIInterval, from start: CaptureTime?, to end: CaptureTime?) {
        guard let start, let end, sampleCount < 8 else { return }
        names[Int(sampleCount)] = UInt8(truncatingIfNeeded: name.rawValue)
        nanoseconds[Int(sampleCount)] = end.nanoseconds(since: start)
        sampleCount &+= 1
    }
}

extension Contribution {
    /// That of an attempt that ended as `end`.
    init(_ attempt: AttemptFacts, _ end: AttemptEnd, _ intent: RedialTable.Meaning, _ options: KPIOptions) {
        self.init()
        bids = attempt.bids
        if intent.isNew { denominators |= 1 << UInt32(KPIRatio.ccr.rawValue) }
        if intent.isFulfilled { numerators |= 1 << UInt32(KPIRatio.ccr.rawValue) }
        countRatios(attempt, end, options)
        addDelays(attempt, end)
    }

    private mutating func countRatios(_ attempt: AttemptFacts, _ end: AttemptEnd, _ options: KPIOptions) {
        let isAnswered = end.isAnswered
        count(.asr, isAnswered)
        count(.ner, isAnswered || end.isEffective(attempt, options))
        count(.nerSimple, isAnswered || end.isSimplyEffective)
        // Below the line ABR has all bids, which are added apart.
        if isAnswered { numerators |= 1 << UInt32(KPIRatio.abr.rawValue) }
        // A redirection that nobody followed is no request that could have succeeded (RFC 6076 §4.6).
        if !end.isRedirected {
            count(.ser, isAnswered)
            count(.seer, isAnswered || end.isDeclined)
            count(.seerUser, isAnswered || end.isEndedByUser)
        }
        let code = if case .failed = end { attempt.finalCode } else { end.code }
        count(.isa, options.ineffective.contains(code))
        // Whether its session came to a proper end is told later, by the session.
        count(.scr, false)
        count(.abandonRatio, end.isCancelled)
        count(.earlyFailureRatio, end.isFailure && attempt.progressed == nil)
    }

    private mutating func addDelays(_ attempt: AttemptFacts, _ end: AttemptEnd) {
        let began = attempt.began
        let noticed = attempt.firstNotice
        add(end.isAnswered ? .srdAudible : .pddUnanswered, from: began, to: noticed)
        if end.isFailure, noticed == nil { add(.pddFail, from: began, to: attempt.ended) }
        if end.isAnswered { add(.answerDelay, from: began, to: attempt.answered) }
        add(.queueTime, from: attempt.queued, to: attempt.leftQueue ?? attempt.answered ?? attempt.closed)
        add(.ringTime(end), from: attempt.rang, to: attempt.ringEnd)
        if let pool = DelayPool(end) { add(pool.first, from: began, to: attempt.firstStatus(end)) }
    }

    /// One with nothing but the session request delay of a further dialog that an attempt created; `nil` where such
    /// delays of its end count nowhere.
    init?(furtherDialogAfter nanoseconds: Int64, _ end: AttemptEnd) {
        guard let pool = DelayPool(end) else { return nil }
        self.init()
        names[0] = UInt8(truncatingIfNeeded: pool.forks.rawValue)
        self.nanoseconds[0] = nanoseconds
        sampleCount = 1
    }

    /// One with nothing but INVITE transactions of an attempt that was told before.
    init(furtherBids bids: UInt16) {
        self.init()
        self.bids = bids
    }

    /// That of a session whose attempt counts as well.
    init(_ session: SessionFacts) {
        self.init()
        if session.isComplete { numerators |= 1 << UInt32(KPIRatio.scr.rawValue) }
        add(session.isDisconnected ? .sddSuccess : .sddFailed, from: session.released, to: session.closed)
        if session.disconnected != nil {
            add(.sdt, from: session.answered, to: session.released)
        } else {
            // RFC 6076 §4.5.2: a session nobody confirms the end of lasts until Timer F gives up.
            add(.sdtFailed, from: session.answered, to: session.closed)
        }
    }

    /// That of a registration.
    init(_ registration: RegistrationFacts) {
        self.init()
        count(.ira, registration.isIneffective)
        count(.iraStrict, registration.isIneffective || registration.isAbandonedAtChallenge)
        guard registration.isSuccessful else { return }
        let (began, ended) = (registration.began, registration.ended)
        switch registration.kind {
        case .initial: add(.rrdInitial, from: began, to: ended)
        case .refresh: add(.rrdRefresh, from: began, to: ended)
        case .remove:
            add(.rrdRemove, from: began, to: ended)
            return
        }
        add(registration.challenged > 0 ? .rrdChallenged : .rrdUnchallenged, from: began, to: ended)
    }
}

/// The pool that the session request delays of an attempt go to: the first dialog's, and those of further forks.
private enum DelayPool {
    case success, failed, abandoned

    init?(_ end: AttemptEnd) {
        switch end {
        case .answered: self = .success
        case .cancelled: self = .abandoned
        case .redirected, .challenged, .givenUp: return nil
        case .timedOut, .failed:
            guard end.isFailure else { return nil }
            self = .failed
        }
    }

    var first: KPIInterval {
        switch self {
        case .success: .srdSuccess
        case .failed: .srdFailed
        case .abandoned: .srdAbandoned
        }
    }

    var forks: KPIInterval {
        switch self {
        case .success: .srdSuccessForks
        case .failed: .srdFailedForks
        case .abandoned: .srdAbandonedForks
        }
    }
}

extension KPIInterval {
    /// The time for which an attempt that ended as `end` rang.
    fileprivate static func ringTime(_ end: AttemptEnd) -> KPIInterval {
        switch end {
        case .answered: .ringTimeAnswered
        case .cancelled: .ringTimeAbandoned
        case .redirected, .challenged, .timedOut, .givenUp, .failed: .ringTimeFailed
        }
    }
}

extension AttemptFacts {
    /// When the first status came (RFC 6076 §4.3): a provisional one that is no 100, or the final; `nil` where none
    /// came.
    func firstStatus(_ end: AttemptEnd) -> CaptureTime? { progressed.orEarlier(end.isAnswered ? answered : ended) }
}
