internal import CallTracking
internal import NetworkTypes

/// The intervals of RFC 6076 and of operators; success, failure and what the caller gave up are never pooled.
package enum KPIInterval: Int, CaseIterable, Sendable {
    case rrd, rrdInitial, rrdRefresh, rrdRemove, rrdChallenged, rrdUnchallenged
    case srdSuccess, srdFailed, srdAbandoned, srdAudible, srdSuccessForks, srdFailedForks, srdAbandonedForks
    case sddSuccess, sddFailed, sdt, sdtFailed
    case pdd, pddFail, ringTime, ringTimeAnswered, ringTimeFailed, ringTimeAbandoned, answerDelay, queueTime

    /// The name under which reports show it.
    package var key: String {
        switch self {
        case .rrd: "rrd"
        case .rrdInitial: "rrd_initial"
        case .rrdRefresh: "rrd_refresh"
        case .rrdRemove: "rrd_remove"
        case .rrdChallenged: "rrd_challenged"
        case .rrdUnchallenged: "rrd_unchallenged"
        case .srdSuccess: "srd_success"
        case .srdFailed: "srd_failed"
        case .srdAbandoned: "srd_abandoned"
        case .srdAudible: "srd_audible"
        case .srdSuccessForks: "srd_success_forks"
        case .srdFailedForks: "srd_failed_forks"
        case .srdAbandonedForks: "srd_abandoned_forks"
        case .sddSuccess: "sdd_success"
        case .sddFailed: "sdd_failed"
        case .sdt: "sdt"
        case .sdtFailed: "sdt_failed"
        case .pdd: "pdd"
        case .pddFail: "pdd_fail"
        case .ringTime: "ring_time"
        case .ringTimeAnswered: "ring_time_answered"
        case .ringTimeFailed: "ring_time_failed"
        case .ringTimeAbandoned: "ring_time_abandoned"
        case .answerDelay: "answer_delay"
        case .queueTime: "queue_time"
        }
    }
}

/// Every interval but the response times.
package struct IntervalTable: Sendable {
    private var intervals = [Interval](repeating: Interval(), count: KPIInterval.allCases.count)

    /// No sample yet.
    package init() {}

    /// The interval called `name`.
    package subscript(name: KPIInterval) -> Interval { intervals[name.rawValue] }

    /// Takes a sample from `start` to `end`, if there is both.
    private mutating func add(_ name: KPIInterval, from start: CaptureTime?, to end: CaptureTime?) {
        guard let start, let end else { return }
        intervals[name.rawValue].add(end.nanoseconds(since: start))
    }

    /// Takes the delays of an attempt that ended as `end`.
    mutating func add(_ attempt: AttemptFacts, _ end: AttemptEnd) {
        let began = attempt.began
        let noticed = attempt.firstNotice(end)
        add(.pdd, from: began, to: noticed)
        if end.isFailure, noticed == nil { add(.pddFail, from: began, to: attempt.ended) }
        if end == .answered {
            add(.srdAudible, from: began, to: noticed)
            add(.answerDelay, from: began, to: attempt.answered)
        }
        add(.queueTime, from: attempt.queued, to: attempt.leftQueue ?? attempt.answered ?? attempt.closed)
        addRingTime(attempt, end)
        guard let pool = DelayPool(end) else { return }
        add(pool.first, from: began, to: attempt.firstStatus(end))
        for delay in attempt.furtherDialogs { intervals[pool.forks.rawValue].add(delay) }
    }

    private mutating func addRingTime(_ attempt: AttemptFacts, _ end: AttemptEnd) {
        let (name, stop): (KPIInterval, CaptureTime?) =
            switch end {
            case .answered: (.ringTimeAnswered, attempt.answered)
            case .cancelled: (.ringTimeAbandoned, attempt.cancelled ?? attempt.ended)
            case .redirected, .challenged, .timedOut, .failed: (.ringTimeFailed, attempt.ended)
            }
        add(name, from: attempt.rang, to: stop)
        add(.ringTime, from: attempt.rang, to: stop)
    }

    /// Takes the times of a session.
    mutating func add(_ session: SessionFacts) {
        add(session.isDisconnected ? .sddSuccess : .sddFailed, from: session.released, to: session.closed)
        if session.disconnected != nil {
            add(.sdt, from: session.answered, to: session.released)
        } else {
            // RFC 6076 §4.5.2: a session nobody confirms the end of lasts until Timer F gives up.
            add(.sdtFailed, from: session.answered, to: session.closed)
        }
    }

    /// Takes the delay of a registration that succeeded.
    mutating func add(_ registration: RegistrationFacts) {
        guard registration.isSuccessful else { return }
        let (began, ended) = (registration.began, registration.ended)
        switch registration.kind {
        case .initial: add(.rrdInitial, from: began, to: ended)
        case .refresh: add(.rrdRefresh, from: began, to: ended)
        case .remove:
            add(.rrdRemove, from: began, to: ended)
            return
        }
        add(.rrd, from: began, to: ended)
        add(registration.challenged > 0 ? .rrdChallenged : .rrdUnchallenged, from: began, to: ended)
    }

    /// Takes all samples of another.
    mutating func add(_ other: IntervalTable) {
        for place in intervals.indices { intervals[place].add(other.intervals[place]) }
    }
}

/// The pool that the session request delays of an attempt go to: the first dialog's, and those of further forks.
private enum DelayPool {
    case success, failed, abandoned

    init?(_ end: AttemptEnd) {
        switch end {
        case .answered: self = .success
        case .cancelled: self = .abandoned
        case .redirected, .challenged: return nil
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

extension AttemptFacts {
    /// When the caller first noticed something: a ringing, a queue, a voice, or the answer; `nil` where nothing came.
    func firstNotice(_ end: AttemptEnd) -> CaptureTime? { first(noticed, or: end == .answered ? answered : nil) }

    /// When the first status came (RFC 6076 §4.3): a provisional one that is no 100, or the final; `nil` where none came.
    func firstStatus(_ end: AttemptEnd) -> CaptureTime? { first(progressed, or: end == .answered ? answered : ended) }

    private func first(_ provisional: CaptureTime?, or final: CaptureTime?) -> CaptureTime? {
        guard let provisional, let final else { return provisional ?? final }
        return min(provisional, final)
    }
}
