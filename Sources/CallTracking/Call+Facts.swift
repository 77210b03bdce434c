package import NetworkTypes

/// What a call gives to the figures, in parts that come to their end one after the other, or as it stands.
extension Call {
    /// What the figures were not told yet: its attempt, which ended or stands as `outcome`, and its session, where that
    /// has ended or cannot end any more because the call `isOver`.
    package func untold(_ outcome: CallOutcome, isOver: Bool) -> (attempt: AttemptFacts?, session: SessionFacts?) {
        (open.told.hasAttempt ? nil : attempt(outcome), open.told.hasSession ? nil : session(isOver: isOver))
    }

    /// What its attempt came to after that was told; `nil` where nothing was told, or nothing came.
    ///
    /// Only forks of an answered call and INVITEs that were open beside them have anything to say by then.
    package var afterthought: AttemptFacts? {
        let told = open.told
        guard told.hasAttempt, open.answeredTime.isKnown,
            open.chain.bids > told.bids || ineffective > told.ineffective || responses.dialogs.count > told.dialogs,
            var facts = attempt(.answered)
        else { return nil }
        facts.bids = open.chain.bids &- told.bids
        facts.ineffective = ineffective &- told.ineffective
        facts.furtherDialogs = Array(facts.furtherDialogs.dropFirst(max(1, Int(told.dialogs)) - 1))
        return facts
    }

    /// Whether its attempt, which stands at a challenge or a redirection, may still go on at `time`: nobody knows yet
    /// what came of it.
    package func mayGoOn(at time: CaptureTime) -> Bool {
        switch finalCode {
        case 401, 407, 300..<400: break
        default: return false
        }
        guard !open.answeredTime.isKnown, !open.wasCancelled,
            let ended = responses.progress.ended.time(since: open.chain.began)
        else { return false }
        return time.nanoseconds(since: ended) < Endings.longSpan
    }

    /// Its attempt, which ended or stands as `outcome`; `nil` where no INVITE was seen outside a dialog and none was
    /// meant, or where a dialog that began before the capture comes back after a pause.
    package func attempt(_ outcome: CallOutcome) -> AttemptFacts? { open.attempt(outcome, responses) }

    /// INVITE transactions of its chain that ended for want of an answer, or with a response that says so.
    private var ineffective: UInt16 { open.ineffective(responses) }

    /// Its session where that has ended, or cannot end any more because `isOver`; `nil` before that and without an
    /// answer.
    package func session(isOver: Bool) -> SessionFacts? { open.session(isOver: isOver, responses) }

    /// Whether it was answered and nobody was seen to release it, be it that its session expired.
    package var isUnreleased: Bool {
        kind == .call && hasStart && !open.isOneSided && !open.chain.isPartial && answered != nil
            && (ended == nil || hasExpired) && !responses.release.began.isKnown
    }

    /// Its registration as it stands: the latest chain of REGISTERs.
    var registration: RegistrationFacts {
        let (chain, progress) = (open.chain, responses.progress)
        let kind: RegistrationFacts.Kind =
            chain.isRemoval ? .remove : chain.earlierRounds > 0 || open.isReturning ? .refresh : .initial
        var facts = RegistrationFacts(
            client: caller,
            server: callee,
            kind: kind,
            began: chain.began,
            isWhole: !chain.isPartial && !open.isOneSided
        )
        facts.isOneSided = !chain.isPartial && open.isOneSided
        facts.ended = progress.ended.time(since: chain.began)
        facts.gaveUp = chain.gaveUp.time(since: chain.began)
        facts.finalCode = progress.ended.isKnown ? finalCode : 0
        facts.requests = chain.bids
        facts.challenged = progress.challenged
        return facts
    }

    /// Dialogs that the responses to its INVITE created, and at least one.
    package var forks: Int { max(1, Int(responses.dialogs.count)) }
}
