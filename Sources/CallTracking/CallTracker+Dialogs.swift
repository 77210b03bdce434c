internal import NetworkTypes
internal import SIPMessages
internal import WireBytes

/// Dialogs: those that responses to the INVITEs of a call create, and those that only a request inside tells of.
extension CallTracker {
    /// Notes the dialog that a response creates whose To tag has the fingerprint `tag` (RFC 3261 §12.1).
    mutating func noteDialog(_ tag: UInt32, _ observation: Observation, isFinal: Bool, at time: CaptureTime) {
        let (slot, told) = (observation.call, observation.told)
        let delay = time.nanoseconds(since: calls[slot].chain.began)
        switch responses[told].dialogs.note(tag, delay: delay, isFinal: isFinal) {
        case .found: break
        case .full:
            // What finds no place may be a dialog that was counted, so it is none.
            if case .new = dialogOverflow.insert(tag, of: slot) { responses[told].dialogs.countFurther() }
        }
    }

    /// Notes the dialog in which a request stands where no response was seen to create it, or where it `lacksAnswer`
    /// its 2xx.
    ///
    /// Only on the caller's hop, which says whose tag is the callee's. Behind the INVITE a response must have been
    /// sent: it is lost, or nothing is seen to go to the caller. Where an INVITE before this one is missing, it may be
    /// that which created the dialog, before the capture.
    @inline(never)
    mutating func noteDialog(
        of message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ slot: UInt32,
        lacksAnswer: Bool
    ) {
        guard calls[slot].hasStart, !message.to.tag.isEmpty, isNearCaller(sighting.flow, slot) else { return }
        let isFromCaller = isFromCaller(sighting.flow, slot)
        let tag = fingerprint(bytes, isFromCaller ? message.to.tag : message.from.tag)
        let callersTag = fingerprint(bytes, isFromCaller ? message.from.tag : message.to.tag)
        let told = openResponses(of: slot)
        // Then the sides are the other way round, as where a side sends from an address that it did not have before.
        guard !responses[told].dialogs.contains(callersTag) else { return }
        let evidence: Evidence
        if case .midCall = calls[slot].seen {
            evidence = .midCall
        } else {
            evidence = sightlines.sees(calls[slot].caller.address, at: now) ? .lossy : .oneSided
        }
        responses[told].dialogs.miss(tag, evidence, lacksAnswer: lacksAnswer)
    }
}
