package import NetworkTypes
package import SIPCatalogue

/// What time ends: transactions without an answer, attempts that nothing follows, calls that are over or make room.
extension CallTracker {
    /// Forgets what `time` ends, and makes room for what the next message may begin.
    ///
    /// A time before one already seen changes nothing; one that leaps ahead is believed when the next agrees with it.
    ///
    /// - Parameters:
    ///   - time: that of the next message, or of a frame without one.
    ///   - onEnd: gets the attempt of a call, once nothing can follow it any more, its session, once that was released,
    ///     or both; what is not told so is told by the call when it is forgotten.
    ///   - onRegistrationEnd: gets each registration that time has ended, and any before them that was not taken over.
    ///   - onCallEnd: gets each call that is forgotten, how it ended or stood, and whether it is over: not one that
    ///     had to make room.
    ///   - onUnanswered: gets the method of each transaction that got no final response although its timers
    ///     have passed.
    ///   - onTransactionEnd: gets each transaction whose time is over in another state than the ordinary one, with
    ///     towards whom anything was seen lately.
    package mutating func advance(
        to time: CaptureTime,
        onEnd: (AttemptFacts?, SessionFacts?) -> Void,
        onRegistrationEnd: (RegistrationFacts) -> Void,
        onCallEnd: (borrowing Call, CallOutcome, _ isOver: Bool) -> Void,
        onUnanswered: (Method?) -> Void,
        onTransactionEnd: (EndedTransaction, borrowing Sightlines) -> Void
    ) {
        clock.advance(to: time)
        let now = clock.elapsed
        while case let slot = transactions.nextExpired(at: now), slot != .max {
            let goesOn = isSilentInProgress(slot)
            if let ended = ended(slot, isOver: !goesOn) { onTransactionEnd(ended, sightlines) }
            if goesOn {
                transactions[slot].wasSilent = true
                transactions.keepLonger(slot, until: transactions.deadline(of: slot) &+ TimerSpan.margin)
                continue
            }
            if isUnanswered(slot) {
                let late = now &- transactions.deadline(of: slot)
                noteTimeout(slot, at: time.adding(nanoseconds: -max(0, late)))
                // One by one, so that many that end at once take no room.
                takeRegistrations(onRegistrationEnd)
                onUnanswered(transactions[slot].method)
            }
            forgetTransaction(slot)
        }
        if !setAside.isEmpty { tellSetAside(onEnd) }
        if endings.isTime(at: now) { tellEndings(at: now, onEnd) }
        while case let slot = calls.nextExpired(at: now), slot != .max {
            if calls.upcoming != .max { responses.prefetchAll(calls[calls.upcoming].responses) }
            closeRegistration(slot)
            takeRegistrations(onRegistrationEnd)
            noteSilence(slot)
            expireSession(slot, at: time)
            let call = call(in: slot)
            onCallEnd(call, call.outcome(isOver: true), true)
            forgetCall(slot)
        }
        // Most traffic has none.
        if reliableResponses.count > 0 { advanceReliable(at: now) }
        if twins.hasSides { advanceTwins(at: now) }
        while case let slot = transactions.evict({ $0.state.isWithoutResponse }), slot != .max {
            forgetTransaction(slot)
        }
        while case let slot = calls.evict({ $0.isWithoutResponse }), slot != .max {
            // An attempt that ended counts as it stands, and one that did not is open.
            if case .registration = calls[slot].kind { calls[slot].chain.isPartial = true }
            noteEviction(slot)
            closeRegistration(slot)
            takeRegistrations(onRegistrationEnd)
            let call = call(in: slot)
            onCallEnd(call, call.outcome(isOver: false), false)
            forgetCall(slot)
        }
    }

    /// Hands over the registrations that ended.
    @inline(__always)
    package mutating func takeRegistrations(_ body: (RegistrationFacts) -> Void) {
        guard !registrations.isEmpty else { return }
        for registration in registrations { body(registration) }
        registrations.removeAll(keepingCapacity: true)
    }

    /// Whether the transaction in `slot` has a request without a final response, and no ACK for one that was missed.
    func isUnanswered(_ slot: UInt32) -> Bool {
        transactions[slot].state.isOpen && transactions[slot].hasRequest && !transactions[slot].hasAck
    }

    /// Whether the transaction in `slot` is an INVITE in progress that is silent for longer than Timer C and was not
    /// before: it is told as such, and kept for a while yet.
    private func isSilentInProgress(_ slot: UInt32) -> Bool {
        guard case .proceeding = transactions[slot].state else { return false }
        return transactions[slot].method.isInvite && !transactions[slot].wasSilent
    }

    private mutating func forgetTransaction(_ slot: UInt32) {
        overflow.forget(slot)
        transactions.remove(slot)
    }

    private mutating func forgetCall(_ slot: UInt32) {
        dialogOverflow.forget(slot)
        if calls[slot].leg != .max { legs.remove(calls[slot].leg) }
        if isUp(slot) { sessions.close() }
        if calls[slot].responses != .max {
            if !transfers.isEmpty { transfers.forget(calls[slot].responses) }
            responses.remove(calls[slot].responses)
        }
        calls.remove(slot)
    }

    /// What it means for its call that the transaction in `slot` got no final response and was given up at `time`.
    ///
    /// Where nothing is seen to be sent to the caller, nothing follows from that (guard ONESIDE), unless a response
    /// comes after all.
    private mutating func noteTimeout(_ slot: UInt32, at time: CaptureTime) {
        let call = transactions[slot].call
        guard call != .max, calls.holds(transactions[slot].callKey, in: call) else { return }
        let role = transactions[slot].role
        if case .none = role { return }
        calls[call].isOneSided = !sightlines.sees(calls[call].caller.address, at: now)
        calls[call].chain.gaveUp.set(time, since: calls[call].chain.began)
        switch role {
        case .attempt:
            if transactions[slot].state.isWithoutResponse, ineffectiveCodes.contains(408) {
                calls[call].chain.unanswered = calls[call].chain.unanswered.saturatingIncrement
            }
            giveUpBid(slot)
            awaitEnd(call)
        case .registration: closeRegistration(call)
        case .release, .transfer, .none: break
        }
    }
}
