internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Responses: what they show beside ordinary traffic, and what is noted of them.
extension HopFollower {
    /// What a response shows, of which `isFirst` says whether it is a first copy; that is noted in its hop.
    mutating func takeResponse(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ keys: MessageKeys
    ) -> Symptoms {
        let slot = observation.transactionSlot
        // Nobody follows the transactions of ACKs, so what stands there may be of another one.
        let isOfACK = message.method.isACK && !hops.id(in: slot).isNone && !hops[slot: slot].method.isACK
        if observation.beginsTransaction || isOfACK || hops.id(in: slot).isNone {
            begin(sighting.flow.reversed, sighting, observation, message, keys)
            hops[slot: slot].cSeq = message.cSeq.number ?? 0
            hops[slot: slot].fromTag = tag(message.from.tag, bytes)
            let stack = ViaStack(message, bytes, hash)
            hops[slot: slot].viaStack = stack.whole
            hops[slot: slot].topVia = stack.top
        }
        let code = message.start.statusCode
        var symptoms: Symptoms = []
        if code != 100, message.to.tag.isEmpty, message.headers.has(.to) { symptoms.insert(.noToTag) }
        if message.headers.has(.rSeq) || message.headers.has(.require) && isReliable(message, bytes) {
            symptoms.insert(.reliable)
        }
        if code < 200, !message.cSeq.method.isInvite { symptoms.insert(.provisionalToOther) }
        if hops[slot: slot].viaCount == 0 {
            symptoms.insert(.orphan)
        } else {
            symptoms.formUnion(differences(message, bytes, sighting, observation, keys, slot))
            symptoms.formUnion(noteCall(ofResponse: message, bytes, sighting, in: slot))
        }
        if hops[slot: slot].finalCode != 0 { symptoms.insert(.afterFinal) }
        if hops[slot: slot].isAwaited { symptoms.insert(.awaited) }
        if message.start.isFinal, message.cSeq.method.isCancel { symptoms.insert(.answersCancel) }
        if hops[slot: slot].trying != 0 { symptoms.formUnion(behindTrying(message, bytes, slot)) }
        // An answer to another request under the same branch is none to this one.
        if hasNewTag(message, bytes, slot) { symptoms.insert(.newTag) }
        if !symptoms.contains(.otherCSeq) { note(message, bytes, sighting, slot) }
        return symptoms
    }

    /// Whether a response that requires something may be a reliable one: a final one names 100rel then.
    private func isReliable(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        message.start.statusCode < 200 || message.headers.lists("100rel", in: .require, bytes)
    }

    /// Whether a response other than 100 has another To tag than an earlier one of its hop.
    @inline(__always)
    private func hasNewTag(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) -> Bool {
        let early = hops[slot: slot].firstEarlyTag
        let isLater = early != 0 || hops[slot: slot].finalTag != 0
        guard isLater, message.start.statusCode != 100, !message.to.tag.isEmpty else { return false }
        let tag = tag(message.to.tag, bytes)
        return early != 0 && early != tag || hops[slot: slot].finalTag != 0 && hops[slot: slot].finalTag != tag
    }

    /// In what a response differs from what its request asked for.
    @inline(__always)
    private func differences(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ keys: MessageKeys,
        _ slot: UInt32
    ) -> Symptoms {
        let code = message.start.statusCode
        var symptoms: Symptoms = []
        if keys.callKey != hops[slot: slot].callKey { symptoms.insert(.otherCallID) }
        if tag(message.from.tag, bytes) != hops[slot: slot].fromTag { symptoms.insert(.otherFromTag) }
        if message.cSeq.number ?? 0 != hops[slot: slot].cSeq { symptoms.insert(.otherCSeq) }
        // The topmost is that of the request, or this would not be its hop; the others hardly ever change a letter.
        if ViaStack.text(below: message.topmostVia, message, bytes, hash) != hops[slot: slot].viaText,
            ViaStack(message, bytes, hash).whole != hops[slot: slot].viaStack
        {
            symptoms.insert(.otherVias)
        }
        let toTag = hops[slot: slot].toTag
        if toTag != 0 {
            if code >= 300 { symptoms.insert(.refusedInDialog) }
            let answered = tag(message.to.tag, bytes)
            if answered != toTag, code != 100 || answered != 0 { symptoms.insert(.otherToTag) }
        }
        if sighting.flow.destination != hops[slot: slot].flow.source { symptoms.insert(.otherDestination) }
        if sighting.flow.source != hops[slot: slot].flow.destination { symptoms.insert(.otherSource) }
        if observation.responseDelay > 200_000_000, message.cSeq.method.isInvite { symptoms.insert(.late) }
        if code == 100, hops[slot: slot].traits.contains(.timestamp) { symptoms.insert(.timestamped) }
        if hops[slot: slot].branchCount > 0 || !hops[slot: slot].upstream.isNone { symptoms.insert(.linked) }
        return symptoms
    }

    /// Notes a first copy of a response in its hop.
    @inline(__always)
    private mutating func note(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ slot: UInt32
    ) {
        let code = message.start.statusCode
        if !hops[slot: slot].hasResponse, !hops[slot: slot].method.isInvite { noteServer(message, bytes, slot) }
        if hops[slot: slot].firstResponseTime == .distantPast { hops[slot: slot].firstResponseTime = sighting.time }
        if code == 100 { noteTrying(message, bytes, sighting, slot) }
        if message.start.isFinal {
            if case .cancel = message.method { noteCancelAnswer(code, sighting, slot) }
            guard hops[slot: slot].finalCode == 0 else { return }
            hops[slot: slot].finalCode = code == 0 ? 700 : code
            hops[slot: slot].finalTag = tag(message.to.tag, bytes)
            hops[slot: slot].finalFrame = sighting.frame
            hops[slot: slot].finalTime = sighting.time
        } else {
            hops[slot: slot].provisionalCode = max(1, code)
            hops[slot: slot].provisionalTime = sighting.time
            hops[slot: slot].provisionalFrame = sighting.frame
            guard code > 100, code != 199, !message.to.tag.isEmpty else { return }
            let early = tag(message.to.tag, bytes)
            let first = hops[slot: slot].firstEarlyTag
            if first == 0 {
                hops[slot: slot].firstEarlyTag = early
                hops[slot: slot].isAtOwnContact = message.isFromOwnContact(sighting.flow.source.address, bytes)
            } else if first != early, hops[slot: slot].secondEarlyTag == 0 {
                hops[slot: slot].secondEarlyTag = early
            }
        }
    }

    private mutating func noteServer(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ slot: UInt32) {
        if let value = message.headers.value(of: .server, bytes) { hops[slot: slot].server = tag(value, bytes) }
    }
}
