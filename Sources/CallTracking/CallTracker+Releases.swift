internal import NetworkTypes
internal import SIPMessages
internal import WireBytes

/// Releases: the BYEs of sessions, and on which hop they are.
extension CallTracker {
    /// A BYE ends the session that is kept; one for a dialog of another fork only gives that up.
    mutating func takeBye(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation
    ) {
        let slot = observation.call
        let isFromCaller = sighting.flow.source.address == calls[slot].caller.address
        let told = calls[slot].responses
        if told != .max, responses[told].release.answered.isKnown {
            let tag = responses[told].release.calleeTag
            let isOfSession =
                tag == fingerprint(bytes, message.to.tag) || tag == fingerprint(bytes, message.from.tag)
            guard isNearCaller(sighting.flow, slot) else { return }
            guard isOfSession else {
                responses[told].release.giveUpOther(fingerprint(bytes, message.to.tag))
                responses[told].release.giveUpOther(fingerprint(bytes, message.from.tag))
                return
            }
            if responses[told].release.gaveWay(at: sighting.time) { return }
            transactions[observation.transaction].role = .release
            connect(observation)
            let isFromOtherSide = calls[slot].wasReleasedByCaller.map { $0 != isFromCaller } ?? false
            responses[told].release.takeBye(isFromOtherSide: isFromOtherSide, at: sighting.time)
        }
        guard !calls[slot].endedTime.isKnown else { return }
        if isUp(slot) { sessions.close() }
        calls[slot].wasReleasedByCaller = isFromCaller
        calls[slot].endedTime = sighting.time
    }

    /// Whether `flow` is of the hop that the caller stands on, in either direction.
    private func isNearCaller(_ flow: Flow, _ slot: UInt32) -> Bool {
        let caller = calls[slot].caller
        // Within one machine the addresses are equal, and ports have to tell the hosts apart.
        if calls[slot].callee.address == caller.address { return flow.source == caller || flow.destination == caller }
        return flow.source.address == caller.address || flow.destination.address == caller.address
    }
}
