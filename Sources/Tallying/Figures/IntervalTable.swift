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

    /// What is kept of them: samples that no two have in common, so that each is kept once.
    enum Kept: Int, CaseIterable {
        case rrdInitial, rrdRefresh, rrdRemove, rrdChallenged, rrdUnchallenged
        case srdSuccess, srdFailed, srdAbandoned, srdSuccessForks, srdFailedForks, srdAbandonedForks
        case sddSuccess, sddFailed, sdt, sdtFailed
        case answeredNotice, otherNotice, pddFail, ringTimeAnswered, ringTimeFailed, ringTimeAbandoned
        case answerDelay, queueTime
    }

    /// What it is made of.
    var parts: [Kept] {
        switch self {
        case .rrd: [.rrdChallenged, .rrdUnchallenged]
        case .rrdInitial: [.rrdInitial]
        case .rrdRefresh: [.rrdRefresh]
        case .rrdRemove: [.rrdRemove]
        case .rrdChallenged: [.rrdChallenged]
        case .rrdUnchallenged: [.rrdUnchallenged]
        case .srdSuccess: [.srdSuccess]
        case .srdFailed: [.srdFailed]
        case .srdAbandoned: [.srdAbandoned]
        case .srdAudible: [.answeredNotice]
        case .srdSuccessForks: [.srdSuccessForks]
        case .srdFailedForks: [.srdFailedForks]
        case .srdAbandonedForks: [.srdAbandonedForks]
        case .sddSuccess: [.sddSuccess]
        case .sddFailed: [.sddFailed]
        case .sdt: [.sdt]
        case .sdtFailed: [.sdtFailed]
        case .pdd: [.answeredNotice, .otherNotice]
        case .pddFail: [.pddFail]
        case .ringTime: [.ringTimeAnswered, .ringTimeFailed, .ringTimeAbandoned]
        case .ringTimeAnswered: [.ringTimeAnswered]
        case .ringTimeFailed: [.ringTimeFailed]
        case .ringTimeAbandoned: [.ringTimeAbandoned]
        case .answerDelay: [.answerDelay]
        case .queueTime: [.queueTime]
        }
    }
}

/// Every interval but the response times.
package struct IntervalTable: Sendable {
    /// What is kept of each; empty before anything came, as many rows get no further.
    private var kept: [Interval] = []
    /// All intervals by name, once the samples were let go.
    private var frozen: [Interval] = []
    private let isCoarse: Bool

    /// No sample yet; percentiles are up to one percent too long, or six where it `isCoarse`.
    package init(isCoarse: Bool = false) { self.isCoarse = isCoarse }

    /// The interval called `name`.
    package subscript(name: KPIInterval) -> Interval {
        guard frozen.isEmpty else { return frozen[name.rawValue] }
        guard !kept.isEmpty else { return Interval(isCoarse: isCoarse) }
        let parts = name.parts
        return parts.dropFirst().reduce(into: kept[parts[0].rawValue]) { $0.add(kept[$1.rawValue]) }
    }

    /// Takes the samples of `contributions`.
    mutating func add(_ contributions: [Contribution]) {
        guard frozen.isEmpty else { return addFrozen(contributions) }
        if kept.isEmpty, !contributions.isEmpty { makeRoom() }
        var kept = kept.mutableSpan
        for contribution in contributions {
            for place in 0..<Int(contribution.sampleCount) {
                kept[Int(contribution.names[place])].add(contribution.nanoseconds[place])
            }
        }
    }

    private mutating func addFrozen(_ contributions: [Contribution]) {
        for contribution in contributions {
            for place in 0..<Int(contribution.sampleCount) {
                let name = KPIInterval.Kept(rawValue: Int(contribution.names[place]))
                for whole in KPIInterval.allCases where whole.parts.contains(where: { $0 == name }) {
                    frozen[whole.rawValue].add(contribution.nanoseconds[place])
                }
            }
        }
    }

    /// Takes all samples of another of which none were let go.
    mutating func add(_ other: IntervalTable) {
        guard frozen.isEmpty else {
            for name in KPIInterval.allCases { frozen[name.rawValue].add(other[name]) }
            return
        }
        guard !other.kept.isEmpty else { return }
        if kept.isEmpty { makeRoom() }
        for place in kept.indices { kept[place].add(other.kept[place]) }
    }

    private mutating func makeRoom() {
        kept = [Interval](repeating: Interval(isCoarse: isCoarse), count: KPIInterval.Kept.allCases.count)
    }

    /// Keeps the percentiles as they are and lets the samples go.
    mutating func freeze() {
        guard frozen.isEmpty else { return }
        frozen = KPIInterval.allCases.map { self[$0] }
        for place in frozen.indices { frozen[place].freeze() }
        kept = []
    }
}
