internal import NetworkTypes

/// Attempts and sessions: when they end, and that each is told once.
extension CallTracker {
    /// Lets the attempt of the call in `slot` end if nothing follows; not while another INVITE of it is open.
    mutating func awaitEnd(_ slot: UInt32) {
        guard calls[slot].chain.openBids == 0, isUntoldFailure(slot) else { return }
        ending.wait(
            slot,
            key: calls.key(of: slot),
            bids: calls[slot].chain.bids,
            after: calls[slot].finalCode,
            at: now
        )
    }

    /// Notes that the attempt at `place` is told, and whether it is to be: not where something followed.
    mutating func endAttempt(at place: EndingAttempts.Place) -> Bool {
        let slot = place.slot
        guard calls.holds(place.key, in: slot), isUntoldFailure(slot), calls[slot].chain.bids == place.bids,
            calls[slot].chain.openBids == 0
        else { return false }
        takeAttempt(slot)
        return true
    }

    private mutating func takeAttempt(_ slot: UInt32) {
        let place = calls[slot].responses
        let told = place == .max ? CallResponses() : responses[place]
        calls[slot].told.takeAttempt(calls[slot].chain, told.progress, dialogs: told.dialogs.count)
    }

    private func isUntoldFailure(_ slot: UInt32) -> Bool {
        !calls[slot].answeredTime.isKnown && !calls[slot].told.hasAttempt
    }

    /// Begins another attempt where the one before was told: a Call-ID that is used again is not one chain for ever.
    mutating func beginFurtherAttempt(_ slot: UInt32, at time: CaptureTime) {
        dialogOverflow.forget(slot)
        calls[slot].chain = Chain()
        calls[slot].chain.began = time
        calls[slot].told = Told()
        guard calls[slot].responses != .max else { return }
        responses[calls[slot].responses].progress = Progress()
        responses[calls[slot].responses].dialogs = Dialogs()
    }

    /// Notes that the attempt of the call in `slot` is answered; the result says whether it is to be told now.
    mutating func noteAnswered(_ slot: UInt32) -> Bool {
        guard !calls[slot].told.hasAttempt else { return false }
        takeAttempt(slot)
        return true
    }

    /// Notes that the session of the call in `slot` may have ended; the result says whether it is to be told now.
    ///
    /// One that was released at once may give way to another fork.
    mutating func noteReleased(_ slot: UInt32) -> Bool {
        guard !calls[slot].told.hasSession, calls[slot].hasStart, !calls[slot].isOneSided else { return false }
        let place = calls[slot].responses
        guard place != .max, responses[place].release.isSuccess, !responses[place].release.wasSurplus else {
            return false
        }
        calls[slot].told.hasSession = true
        return true
    }

    /// Whether the call in `slot` is up: answered, and not released yet.
    func isUp(_ slot: UInt32) -> Bool { calls[slot].answeredTime.isKnown && !calls[slot].endedTime.isKnown }
}
