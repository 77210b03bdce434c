package import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// How long a session lasts unless it is refreshed (RFC 4028): as the latest 2xx to an INVITE or UPDATE says.
package struct SessionTimer: Sendable {
    /// Who is to refresh the session.
    package enum Refresher: String, Sendable {
        case caller, callee
    }

    /// When the latest of these 2xx was seen.
    private(set) var refreshed = CaptureTime.distantPast
    /// How long it lasts from then on, in seconds; 0 where it has no timer.
    private(set) var interval: UInt32 = 0
    private(set) var refresher: Refresher?

    /// Whether the session ends when it is not refreshed.
    var isRunning: Bool { interval > 0 }

    /// When the session expires (§2, §10): each side sends a BYE shortly before, but a proxy forgets the call then and
    /// sends none (§8.3).
    var expiration: CaptureTime? {
        isRunning ? refreshed.adding(nanoseconds: Int64(interval) * 1_000_000_000) : nil
    }

    /// Takes what a 2xx agrees on.
    mutating func agree(_ value: SessionExpires, requestIsFromCaller: Bool, at time: CaptureTime) {
        refreshed = time
        interval = value.seconds
        switch value.refresher {
        case .uac: refresher = requestIsFromCaller ? .caller : .callee
        case .uas: refresher = requestIsFromCaller ? .callee : .caller
        case nil: refresher = nil
        }
    }

    /// Takes a refresh of which it is not known what it agrees on.
    mutating func refresh(at time: CaptureTime) { refreshed = time }
}

/// Session timers: what agrees on them, and sessions that nobody refreshed.
extension CallTracker {
    /// Takes a 2xx to an INVITE or an UPDATE inside the session of the call: it refreshes that (RFC 4028 §7.2, §9).
    ///
    /// On any hop, as the INVITE of the call alone is followed on the caller's; the one that comes last counts.
    mutating func refreshSession(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ tag: UInt32,
        _ observation: Observation
    ) {
        switch message.method {
        case .invite, .update: break
        default: return
        }
        let calleeTag = responses[observation.told].release.calleeTag
        guard calleeTag != 0, isUp(observation.call) else { return }
        let fromTag = fingerprint(bytes, message.from.tag)
        guard tag == calleeTag || fromTag == calleeTag else { return }
        takeSessionTimer(message, bytes, sighting, requestIsFromCaller: fromTag != calleeTag, observation)
    }

    /// Takes what a 2xx says of the session's timer.
    ///
    /// Without Session-Expires it has none any more (RFC 4028 §7.2). But a proxy puts the field in on its way to a
    /// client when only that knows of timers (§8.2), so what is missing on another hop than the caller's says nothing,
    /// nor does what a snap length cut off.
    mutating func takeSessionTimer(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        requestIsFromCaller: Bool,
        _ observation: Observation
    ) {
        let (slot, told) = (observation.call, observation.told)
        if let field = message.headers.value(of: .sessionExpires, bytes) {
            // What cannot be read is no shorter than what was agreed on before.
            guard let value = SessionExpires.read(bytes, field) else { return }
            responses[told].release.timer
                .agree(value, requestIsFromCaller: requestIsFromCaller, at: sighting.time)
        } else if calls[slot].mayExpire {
            if !message.hasWholeHeaderSection {
                responses[told].release.timer.refresh(at: sighting.time)
            } else if isNearCaller(sighting.flow, slot) {
                responses[told].release.timer = SessionTimer()
            }
        }
        calls[slot].mayExpire = responses[told].release.timer.isRunning
    }

    /// Takes a re-INVITE or an UPDATE in a session with a timer.
    ///
    /// Where nothing is seen to be sent to its sender, the 2xx will not be either, and counts as given (guard ONESIDE).
    mutating func takeRefresh(_ sighting: Sighting, _ slot: UInt32) {
        guard calls[slot].mayExpire, !sightlines.sees(sighting.flow.source.address, at: now) else { return }
        responses[openResponses(of: slot)].release.timer.refresh(at: sighting.time)
    }

    /// How long the call in `slot`, whose session has a timer, is kept from `time` on: until that has run out, and as
    /// long as a request waits for its answer, as a refresh or a BYE may be on its way.
    func span(untilExpiryOf slot: UInt32, at time: CaptureTime) -> Int64 {
        let place = calls[slot].responses
        guard place != .max, let expiration = responses[place].release.timer.expiration else {
            return TrackingLimits.dialogSpan
        }
        let left = expiration.nanoseconds(since: time)
        return max(0, min(left, TrackingLimits.dialogSpan)) &+ TrackingLimits.transactionSpan
    }

    /// Ends the session of the call in `slot`, whose time is over at `time`, when its timer ran out.
    mutating func expireSession(_ slot: UInt32, at time: CaptureTime) {
        guard calls[slot].mayExpire, isUp(slot),
            let expiration = responses[openResponses(of: slot)].release.timer.expiration, expiration <= time
        else { return }
        sessions.close()
        calls[slot].endedTime = expiration
    }
}

extension Call {
    /// How long its session lasts after each refresh, in seconds; `nil` where it has no timer.
    package var sessionExpires: UInt32? { timer.isRunning ? timer.interval : nil }

    /// When that was agreed on last: with the answer, or with the 2xx to a re-INVITE or UPDATE.
    package var sessionRefreshed: CaptureTime? { timer.isRunning ? timer.refreshed : nil }

    /// Who is to refresh it.
    package var sessionRefresher: SessionTimer.Refresher? { timer.isRunning ? timer.refresher : nil }

    /// Whether its session ended because nobody refreshed it, at ``ended``.
    package var hasExpired: Bool { answered != nil && ended != nil && wasReleasedByCaller == nil && timer.isRunning }

    private var timer: SessionTimer { responses.release.timer }
}
