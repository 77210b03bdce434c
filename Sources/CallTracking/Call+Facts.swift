internal import NetworkTypes

/// What a call gives to the figures once it is over, or as it stands.
extension Call {
    /// Its attempt, which ended or stands as `outcome`; `nil` where no INVITE was seen outside a dialog and none was
    /// meant.
    package func attempt(_ outcome: CallOutcome) -> AttemptFacts? {
        guard kind == .call else { return nil }
        var facts = AttemptFacts(
            client: caller,
            server: callee,
            began: hasStart ? chain.began : began,
            outcome: outcome,
            isWhole: hasStart && !isOneSided
        )
        guard hasStart else { return facts }
        facts.finalCode = finalCode
        facts.ended = chain.endTime
        facts.cause = chain.cause
        facts.progressed = chain.progressTime
        facts.noticed = chain.noticeTime
        facts.rang = chain.ringTime
        facts.queued = chain.queueTime
        facts.leftQueue = chain.leaveTime
        facts.answered = answered
        facts.cancelled = chain.cancelTime
        facts.bids = chain.bids
        facts.challenged = chain.challenged
        facts.redirected = chain.redirected
        facts.ineffective = chain.ineffective
        facts.declined = chain.declined
        facts.furtherDialogs = dialogs.furtherDelays
        return facts
    }

    /// Its session where that has ended, or cannot end any more because `isOver`; `nil` before that and without an
    /// answer.
    package func session(isOver: Bool) -> SessionFacts? {
        guard hasStart, !isOneSided, release.answered.isKnown, release.began.isKnown else { return nil }
        let isAnswered = release.ended.isKnown && !release.mayGoOn
        guard isAnswered || isOver else { return nil }
        var facts = SessionFacts(
            client: caller,
            server: callee,
            answered: release.answered,
            released: release.began,
            wasReleasedByCaller: wasReleasedByCaller ?? false,
            wasAcknowledged: release.isAcknowledged || !release.answerWasRepeated
        )
        facts.disconnected = release.ended.known
        facts.finalCode = release.code
        return facts
    }

    /// Its registration as it stands: the latest chain of REGISTERs.
    func registration(isWhole: Bool) -> RegistrationFacts {
        let kind: RegistrationFacts.Kind =
            chain.isRemoval ? .remove : chain.earlierRounds > 0 ? .refresh : .initial
        var facts = RegistrationFacts(
            client: caller,
            server: callee,
            kind: kind,
            began: chain.began,
            isWhole: isWhole && !isOneSided
        )
        facts.ended = chain.endTime
        facts.finalCode = chain.ended.isKnown ? finalCode : 0
        facts.requests = chain.bids
        facts.challenged = chain.challenged
        return facts
    }

    /// Dialogs that the responses to its INVITE created, and at least one.
    package var forks: Int { max(1, Int(dialogs.count)) }

    /// From the first INVITE to the first response that the caller notices, an answer included, in nanoseconds
    /// (`metrics`: PDD); `nil` where there was none.
    package var postDialDelay: Int64? {
        guard hasStart, let noticed = chain.noticeTime ?? answered else { return nil }
        return max(0, noticed.nanoseconds(since: chain.began))
    }

    /// From the first sign of ringing to the answer, the final response or the CANCEL, in nanoseconds; `nil` where none
    /// came.
    package var ringSpan: Int64? {
        guard let rang = chain.ringTime else { return nil }
        let end = [answered, chain.cancelTime, chain.endTime].compactMap(\.self).filter { $0 >= rang }.min()
        return end.map { $0.nanoseconds(since: rang) }
    }
}
