/// The intervals of RFC 6076 and of operators; success, failure and what the caller gave up are never pooled.
package enum KPIInterval: Int, CaseIterable, Sendable {
    // What is kept: samples that no two have in common, so that each is kept once.
    case rrdInitial, rrdRefresh, rrdRemove, rrdChallenged, rrdUnchallenged
    case srdSuccess, srdFailed, srdAbandoned, srdSuccessForks, srdFailedForks, srdAbandonedForks
    case sddSuccess, sddFailed, sdt, sdtFailed
    case srdAudible, pddUnanswered, pddFail
    case ringTimeAnswered, ringTimeFailed, ringTimeAbandoned, answerDelay, queueTime
    // What is made of these.
    case rrd, pdd, ringTime

    /// How many there are whose samples are kept.
    static let keptCount = KPIInterval.rrd.rawValue

    /// What it is made of.
    var parts: [KPIInterval] {
        switch self {
        case .rrd: [.rrdChallenged, .rrdUnchallenged]
        case .pdd: [.srdAudible, .pddUnanswered]
        case .ringTime: [.ringTimeAnswered, .ringTimeFailed, .ringTimeAbandoned]
        default: [self]
        }
    }

    /// The name under which reports show it: that of the case with its words apart.
    package var key: String { "\(self)".wordsApart }
}

extension String {
    /// `rrd_initial` of `rrdInitial`.
    var wordsApart: String {
        reduce(into: "") { words, letter in words += letter.isUppercase ? "_" + letter.lowercased() : String(letter) }
    }
}
