internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Chains of REGISTERs: what continues one, and what ends it.
extension CallTracker {
    /// A REGISTER begins a chain, or follows a challenge, a 423 or a redirection within 30 s (RFC 3261 §22.2, §10.2.8).
    mutating func startOrContinueRegistration(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation
    ) {
        let slot = observation.call
        guard calls[slot].kind == .registration else { return }
        let viaCount = UInt16(clamping: message.headers.viaCount(bytes))
        let isFirst = calls[slot].chain.bids == 0 && calls[slot].chain.earlierRounds == 0
        guard takeSender(sighting, viaCount: viaCount, slot, isFirst: isFirst) else { return }
        transactions[observation.transaction].role = .registration
        connect(observation)
        if !continuesRegistration(slot, at: sighting.time) {
            closeRegistration(slot)
            calls[slot].chain.began = sighting.time
        }
        // What ended the request before is no end of this one, which may be answered by nobody.
        calls[slot].finalCode = 0
        calls[slot].endedTime = .distantPast
        if calls[slot].responses != .max { responses[calls[slot].responses].progress.reopen() }
        calls[slot].chain.bids = calls[slot].chain.bids.saturatingIncrement
        calls[slot].chain.openBids = calls[slot].chain.openBids.saturatingIncrement
        calls[slot].chain.isRemoval = takesBindingsAway(message, bytes)
    }

    /// Whether a REGISTER takes bindings away and makes none: what each Contact says of itself counts, and Expires for
    /// those that say nothing (RFC 3261 §10.2.1.1, §10.2.2); without any Contact it only asks (§10.2.3).
    private func takesBindingsAway(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        let expires = message.headers.value(of: .expires, bytes)
        let isOverByDefault = expires.map { DecimalNumber.read(bytes, $0) == 0 } ?? false
        var (hasAny, keepsOne) = (false, false)
        message.headers.forEachContact(bytes) { contact in
            hasAny = true
            let isOver = contact.expires.isEmpty ? isOverByDefault : DecimalNumber.read(bytes, contact.expires) == 0
            if !isOver { keepsOne = true }
        }
        return hasAny && !keepsOne
    }

    /// Whether the next REGISTER of the call in `slot` goes on with its chain.
    private func continuesRegistration(_ slot: UInt32, at time: CaptureTime) -> Bool {
        let (chain, told) = (calls[slot].chain, calls[slot].responses)
        guard chain.bids > 0, told != .max, let ended = responses[told].progress.ended.time(since: chain.began) else {
            return false
        }
        return time.nanoseconds(since: ended) <= CallTracker.challengeSpan
    }

    /// Whether a chain of REGISTERs goes on after one that got `code`.
    static func registrationMayGoOn(after code: UInt16) -> Bool {
        switch code {
        case 401, 407, 423, 300..<400: true
        default: false
        }
    }

    /// How long after a challenge the request with credentials still belongs to its chain, in nanoseconds.
    private static var challengeSpan: Int64 { 30_000_000_000 }

    /// Tells of the chain of REGISTERs of the call in `slot`, if there is one, and begins a new round.
    mutating func closeRegistration(_ slot: UInt32) {
        guard calls[slot].kind == .registration, calls[slot].chain.bids > 0 else { return }
        registrations.append(call(in: slot).registration)
        let rounds = calls[slot].chain.earlierRounds
        calls[slot].chain = Chain()
        calls[slot].chain.earlierRounds = rounds.saturatingIncrement
        if calls[slot].responses != .max { responses[calls[slot].responses].progress = Progress() }
    }
}
