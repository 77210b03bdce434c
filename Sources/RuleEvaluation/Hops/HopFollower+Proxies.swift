internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What tells whether a proxy keeps state: its 100s, and who acknowledges failures and answers CANCELs first.
extension HopFollower {
    /// What a response shows behind a 100 of its hop.
    func behindTrying(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) -> Symptoms {
        let code = message.start.statusCode
        if code == 100 { return .otherTrying }
        let known = hops[slot: slot].tryingTag
        guard code < 300, known != 0, hops[slot: slot].toTag == 0 else { return [] }
        return tag(message.to.tag, bytes) == known ? .tagOfTrying : []
    }

    /// Notes a first copy of a 100; of the first one to an INVITE what tells it from others.
    mutating func noteTrying(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ slot: UInt32
    ) {
        guard hops[slot: slot].method.isInvite else { return }
        if !message.to.tag.isEmpty { hops[slot: slot].tryingTag = tag(message.to.tag, bytes) }
        if hops[slot: slot].trying == 0 { hops[slot: slot].trying = keepFeatures(message, bytes, sighting) }
    }

    /// Keeps what tells a message from others; the result is where.
    mutating func keepFeatures(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting
    ) -> UInt32 {
        let features = MessageFeatures(message, bytes, hops.hash)
        return hops.features.keep(.init(frame: sighting.frame, time: sighting.time, features: features))
    }

    /// Takes an ACK: what it shows; for a 300–699 it is noted in the hop of its INVITE.
    mutating func takeAcknowledgement(_ sighting: Sighting, _ observation: Observation) -> Symptoms {
        switch observation.acknowledges {
        case .nothing: return .strayACK
        case .success, .provisional: return []
        case .failure:
            let slot = observation.transactionSlot
            guard !hops.id(in: slot).isNone else { return [] }
            if hops[slot: slot].ackTime == .distantPast { hops[slot: slot].ackTime = sighting.time }
            let isLinked = hops[slot: slot].branchCount > 0 || !hops[slot: slot].upstream.isNone
            return isLinked ? .linked : []
        }
    }

    /// Notes the 2xx to a CANCEL in the hop of the INVITE.
    mutating func noteCancelAnswer(_ code: UInt16, _ sighting: Sighting, _ slot: UInt32) {
        guard code < 300, hops[slot: slot].finalCode == 0, let invite = cancelledInvite(slot) else { return }
        if hops[slot: invite].cancelAnswerTime == .distantPast { hops[slot: invite].cancelAnswerTime = sighting.time }
    }

    /// The slot of the INVITE for which the CANCEL in `slot` is: it has its topmost Via value (RFC 3261 §9.1).
    func cancelledInvite(_ slot: UInt32) -> UInt32? {
        let cancel = hops[slot: slot]
        return hops.first(inCallOf: cancel) { other in
            other.method.isInvite && other.topVia == cancel.topVia && other.cSeq == cancel.cSeq
                && other.flow.source.address == cancel.flow.source.address
                && other.flow.destination.address == cancel.flow.destination.address
        }?.id.slot
    }
}
