internal import NetworkTypes

/// What an open call and what its responses told give to the figures; in place, as both are large.
extension OpenCall {
    /// How the call ended, or stands; `isOver` says that nothing more can come because its timers have passed.
    func outcome(isOver: Bool, _ responses: borrowing CallResponses) -> CallOutcome {
        if answeredTime.isKnown { return .answered }
        if case .answer = chain.missed { return .answered }
        if wasCancelled { return .cancelled }
        // Another branch, or another INVITE, may be answered yet.
        if !isOver, case .call = kind, chain.openBids > 0 { return .inProgress }
        switch finalCode {
        case 0 where endedOutOfRange || isOver && isMissingFailure: return .failed
        case 0: return isOver ? .unanswered : .inProgress
        // Of a registration, a ping and the like; a call with a 2xx has been answered above.
        case 200..<300: return .answered
        case 401, 407: return .challenged
        case 486, 600: return .busy
        case 480: return .noAnswer
        case 408, 487: return responses.ringingTime.isKnown ? .noAnswer : .failed
        case 403, 603, 607, 608: return .rejected
        case 300..<400: return .redirected
        default: return .failed
        }
    }

    /// Whether it failed with a response that the capture does not show.
    private var isMissingFailure: Bool { if case .failure = chain.missed { true } else { false } }

    /// Whether the capture shows too little of its attempt to be counted: one direction, not how it began, or not how
    /// it ended.
    var isPartial: Bool {
        if case .nothing = chain.missed { return isOneSided || chain.isPartial }
        return true
    }

    /// Its attempt, which ended or stands as `outcome`; `nil` where no INVITE was seen outside a dialog and none was
    /// meant, or where a dialog that began before the capture comes back after a pause.
    func attempt(_ outcome: CallOutcome, _ responses: borrowing CallResponses) -> AttemptFacts? {
        guard case .call = kind, hasStart || !isReturning else { return nil }
        var facts = AttemptFacts(
            client: caller,
            server: callee,
            began: hasStart ? chain.began : began,
            outcome: outcome,
            isWhole: hasStart && !isPartial
        )
        guard hasStart else { return facts }
        facts.isOneSided = isOneSided && !chain.isPartial
        let progress = responses.progress
        facts.intent = intent
        facts.finalCode = finalCode
        facts.ended = answeredTime.known ?? progress.ended.time(since: chain.began)
        facts.gaveUp = chain.gaveUp.time(since: chain.began)
        facts.hasProvisional = progress.hasProvisional
        facts.cause = progress.cause
        facts.progressed = progress.progressed.time(since: chain.began)
        facts.noticed = progress.noticed.time(since: chain.began)
        facts.rang = progress.rang.time(since: chain.began)
        facts.hasAlerted = progress.hasAlerted
        facts.queued = progress.queued.time(since: chain.began)
        facts.leftQueue = progress.leftQueue.time(since: chain.began)
        facts.answered = answeredTime.known
        facts.cancelled = progress.cancelled.time(since: chain.began)
        facts.bids = chain.bids
        facts.challenged = progress.challenged
        facts.redirected = progress.redirected
        facts.ineffective = ineffective(responses)
        facts.declined = progress.declined
        facts.furtherDialogs = responses.dialogs.furtherDelays
        return facts
    }

    /// INVITE transactions of its chain that ended for want of an answer, or with a response that says so.
    func ineffective(_ responses: borrowing CallResponses) -> UInt16 {
        responses.progress.ineffective.saturatingSum(chain.unanswered)
    }

    /// Its session where that has ended, or cannot end any more because `isOver`; `nil` before that, without an answer,
    /// and where its attempt is not counted.
    func session(isOver: Bool, _ responses: borrowing CallResponses) -> SessionFacts? {
        let release = responses.release
        guard hasStart, !isOneSided, !chain.isPartial, release.answered.isKnown, release.began.isKnown else {
            return nil
        }
        let isAnswered = release.ended.isKnown && !release.mayGoOn
        guard isAnswered || isOver else { return nil }
        var facts = SessionFacts(
            client: caller,
            server: callee,
            began: chain.began,
            answered: release.answered,
            released: release.began,
            wasReleasedByCaller: wasReleasedByCaller ?? false,
            wasAcknowledged: release.isAcknowledged || !release.answerWasRepeated
        )
        // A BYE that was challenged or put off and not sent again was left without an answer.
        guard isAnswered else { return facts }
        facts.disconnected = release.ended.known
        facts.finalCode = release.code
        return facts
    }
}
