internal import NetworkTypes
internal import SIPMessages
internal import WireBytes

/// Releases: the BYEs of sessions, and on which hop they are.
extension CallTracker {
    /// A BYE ends the session that is kept, on whatever hop it is seen; one for a dialog of another fork only gives
    /// that up.
    ///
    /// It need not pass the hop of the INVITE: proxies that record no route leave it out, a cluster sends it from
    /// another address, a phone on TCP takes it on another port.
    mutating func takeBye(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation
    ) {
        let slot = observation.call
        let told = calls[slot].responses
        guard told != .max, responses[told].release.answered.isKnown else {
            let isFromCaller = sighting.flow.source.address == calls[slot].caller.address
            noteMissedAnswer(message, bytes, sighting, slot)
            if !calls[slot].endedTime.isKnown { end(slot, byCaller: isFromCaller, at: sighting.time) }
            return
        }
        let (fromTag, toTag) = (fingerprint(bytes, message.from.tag), fingerprint(bytes, message.to.tag))
        let calleeTag = responses[told].release.calleeTag
        guard calleeTag == fromTag || calleeTag == toTag else {
            responses[told].release.giveUpOther(toTag)
            responses[told].release.giveUpOther(fromTag)
            noteDialog(of: message, bytes, sighting, slot, lacksAnswer: false)
            return
        }
        if responses[told].release.gaveWay(at: sighting.time) {
            // What the 2xx of the other said of a timer is not kept.
            calls[slot].mayExpire = false
            return
        }
        transactions[observation.transaction].role = .release
        connect(observation)
        // Not by address: two phones share one behind a NAT, and on a further hop it is that of a proxy.
        let isFromCaller = fromTag != calleeTag
        let isFromOtherSide = calls[slot].wasReleasedByCaller.map { $0 != isFromCaller } ?? false
        let isNear = isNearCaller(sighting.flow, slot)
        if responses[told].release.takeBye(isFromOtherSide: isFromOtherSide, isNear: isNear, at: sighting.time) {
            end(slot, byCaller: isFromCaller, at: sighting.time)
        }
    }

    /// Ends the call in `slot` with a BYE.
    private mutating func end(_ slot: UInt32, byCaller isFromCaller: Bool, at time: CaptureTime) {
        if isUp(slot) { sessions.close() }
        calls[slot].wasReleasedByCaller = isFromCaller
        calls[slot].endedTime = time
    }

    /// Whether `flow` is of the hop that the caller stands on, in either direction.
    func isNearCaller(_ flow: Flow, _ slot: UInt32) -> Bool {
        let caller = calls[slot].caller
        // Within one machine the addresses are equal, and ports have to tell the hosts apart.
        if calls[slot].callee.address == caller.address { return flow.source == caller || flow.destination == caller }
        return flow.source.address == caller.address || flow.destination.address == caller.address
    }

    /// Whether `flow`, which is of the hop that the caller stands on, goes from the caller to the others.
    func isFromCaller(_ flow: Flow, _ slot: UInt32) -> Bool {
        let caller = calls[slot].caller
        return calls[slot].callee.address == caller.address
            ? flow.source == caller : flow.source.address == caller.address
    }
}
