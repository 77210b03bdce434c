internal import NetworkTypes

/// Attempts and sessions: when they end, and that each is told once.
extension CallTracker {
    /// Ends the call in `slot` with the final response of an INVITE; not while another of it is open, as that of a
    /// branch is which still rings.
    mutating func takeEnd(_ slot: UInt32, at time: CaptureTime) {
        guard calls[slot].chain.openBids == 0 else { return }
        calls[slot].endedTime = time
        // All its INVITEs have their final responses.
        calls[slot].chain.missed = .nothing
        awaitEnd(slot)
    }

    /// Closes the INVITE of the transaction in `transaction`, which nobody waits for any more, where it is open and
    /// one of its call's chain.
    mutating func giveUpBid(_ transaction: UInt32) {
        let slot = transactions[transaction].call
        guard case .attempt = transactions[transaction].role, transactions[transaction].state.isOpen,
            !transactions[transaction].hasAck, calls.holds(transactions[transaction].callKey, in: slot)
        else { return }
        calls[slot].chain.closeBid()
        let (chain, told) = (calls[slot].chain, calls[slot].responses)
        guard chain.openBids == 0, calls[slot].finalCode >= 300, told != .max, !calls[slot].endedTime.isKnown,
            let time = responses[told].progress.ended.time(since: chain.began)
        else { return }
        calls[slot].endedTime = time
    }

    /// Lets the attempt of the call in `slot` end if nothing follows; not while another INVITE of it is open.
    mutating func awaitEnd(_ slot: UInt32) {
        guard calls[slot].chain.openBids == 0, isUntoldFailure(slot) else { return }
        endings.wait(
            slot,
            key: calls.key(of: slot),
            bids: calls[slot].chain.bids,
            after: calls[slot].finalCode,
            at: now
        )
    }

    /// Lets the attempt or the session of the call in `slot` be told, which may be over.
    mutating func awaitTelling(_ slot: UInt32) { endings.takeOver(slot, key: calls.key(of: slot), at: now) }

    /// Hands the attempts and sessions that have ended to `body`.
    @inline(never)
    mutating func tellEndings(at now: Int64, _ body: (AttemptFacts?, SessionFacts?) -> Void) {
        while let place = endings.next(at: now) {
            // Asked for in two steps, as where a call's responses stand is said in the call.
            if let far = endings.slot(ahead: 5) { calls.prefetchAll(far) }
            if let near = endings.slot(ahead: 2) { responses.prefetchAll(calls[near].responses) }
            guard calls.holds(place.key, in: place.slot) else { continue }
            let (isEnded, isReleased) = (isEnded(place), isReleased(place.slot))
            guard isEnded || isReleased else { continue }
            let told = calls[place.slot].responses
            if told == .max {
                tell(calls[place.slot], CallResponses(), isEnded, isReleased, body)
            } else {
                tell(calls[place.slot], responses[told], isEnded, isReleased, body)
            }
            if isEnded { noteTold(place.slot) }
            if isReleased { calls[place.slot].told.hasSession = true }
        }
    }

    /// Hands what was put aside to `body`.
    mutating func tellSetAside(_ body: (AttemptFacts?, SessionFacts?) -> Void) {
        forEachSetAside(body)
        setAside.removeAll(keepingCapacity: true)
    }

    private func tell(
        _ open: borrowing OpenCall,
        _ responses: borrowing CallResponses,
        _ isEnded: Bool,
        _ isReleased: Bool,
        _ body: (AttemptFacts?, SessionFacts?) -> Void
    ) {
        var attempt: AttemptFacts?
        if isEnded { attempt = open.attempt(open.outcome(isOver: true, responses), responses) }
        body(attempt, isReleased ? open.session(isOver: false, responses) : nil)
    }

    /// Whether the attempt of the call at `place` was answered, or failed and nothing followed.
    private func isEnded(_ place: Endings.Place) -> Bool {
        let slot = place.slot
        if calls[slot].told.hasAttempt { return false }
        return calls[slot].answeredTime.isKnown
            || calls[slot].chain.bids == place.bids && calls[slot].chain.openBids == 0
    }

    /// Whether the session of the call in `slot` was released with success, and not at once: such a one may give way to
    /// another fork.
    ///
    /// Where only further hops show the BYE, it may be seen on the caller's yet.
    private func isReleased(_ slot: UInt32) -> Bool {
        let place = calls[slot].responses
        guard place != .max, !calls[slot].told.hasSession, calls[slot].hasStart, !calls[slot].isOneSided else {
            return false
        }
        return responses[place].release.isNearCaller && responses[place].release.isSuccess
            && !responses[place].release.wasSurplus
    }

    private mutating func noteTold(_ slot: UInt32) {
        let place = calls[slot].responses
        let (failed, dialogs) =
            place == .max ? (0, 0) : (responses[place].progress.ineffective, responses[place].dialogs.count)
        calls[slot].told.takeAttempt(calls[slot].chain, failed: failed, dialogs: dialogs)
    }

    private func isUntoldFailure(_ slot: UInt32) -> Bool {
        !calls[slot].answeredTime.isKnown && !calls[slot].told.hasAttempt
    }

    /// Puts aside what was not told of the call in `slot`, which was answered and released: its Call-ID is used again.
    mutating func putAside(_ slot: UInt32) {
        let (attempt, session) = call(in: slot).untold(.answered, isOver: true)
        if attempt != nil || session != nil { setAside.append((attempt, session)) }
        // With an attempt that counts as told, the INVITE at hand begins another.
        noteTold(slot)
        calls[slot].answeredTime = .distantPast
        calls[slot].wasReleasedByCaller = nil
        calls[slot].mayExpire = false
        if calls[slot].responses != .max { responses[calls[slot].responses].release = Release() }
    }

    /// Begins another attempt where the one before was told: a Call-ID that is used again is not one chain for ever.
    mutating func beginFurtherAttempt(_ slot: UInt32, at time: CaptureTime) {
        dialogOverflow.forget(slot)
        calls[slot].chain = Chain()
        calls[slot].chain.began = time
        calls[slot].told = Told()
        guard calls[slot].responses != .max else { return }
        responses[calls[slot].responses].progress = Progress()
        responses[calls[slot].responses].ringingTime = .distantPast
        responses[calls[slot].responses].dialogs = Dialogs()
    }

    /// Whether the call in `slot` is up: answered, and not released yet.
    func isUp(_ slot: UInt32) -> Bool { calls[slot].answeredTime.isKnown && !calls[slot].endedTime.isKnown }
}
