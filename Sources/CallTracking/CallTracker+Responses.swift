internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Responses: they complete transactions and decide how calls end.
extension CallTracker {
    mutating func observeResponse(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ key: TransactionKey,
        _ observation: inout Observation
    ) {
        openTransaction(message, key.own, at: sighting.time, &observation)
        let slot = observation.transaction
        let tag = fingerprint(bytes, message.to.tag)
        let fingerprint = responseFingerprint(of: message, bytes, tag)
        let isMirrored = wasJustCaptured(message, sighting, key, state: UInt64(fingerprint))
        if let place = place(ofRepeated: fingerprint, slot) {
            observation.copy = isMirrored ? .duplicate : .retransmission
            noteRepeated(message, at: sighting.time, place: place, &observation)
            return
        }
        let isInvite = transactions[slot].method.isInvite
        if transactions[slot].state.isWithoutResponse, transactions[slot].hasRequest {
            observation.responseDelay = max(0, sighting.time.nanoseconds(since: transactions[slot].began))
        }
        observation.completesTransaction = transactions[slot].take(
            .init(message.start, isInvite: isInvite),
            at: sighting.time
        )
        let code = message.start.statusCode
        observation.answersCall =
            observation.completesTransaction && transactions[slot].isOutsideDialog && code != 401 && code != 407
        keepTransaction(slot, isReliable: sighting.flow.transport.isReliable)
        if message.start.responseClass == 1 { noteReliable(message, bytes, observation.call) }
        if observation.call != .max { advanceCall(message, bytes, sighting, tag, observation) }
        takeAnsweringLeg(message, bytes, sighting, &observation)
    }

    /// What makes a response the same one sent again: code, To tag, RSeq and body (guard RETX).
    @inline(__always)
    func responseFingerprint(of message: borrowing SIPMessage, _ bytes: RawSpan, _ tag: UInt32) -> UInt32 {
        var state = hash.hash(bytes, message.start.statusText, from: UInt64(tag))
        if message.start.responseClass == 1, let value = message.headers.value(of: .rSeq, bytes) {
            state = hash.hash(bytes, value, from: state)
        }
        if !message.body.isEmpty { state = hash.hash(bytes, message.body, from: state) }
        // Zero marks a vacant place.
        return UInt32(truncatingIfNeeded: state) | 1
    }

    /// Notes `fingerprint` for the transaction in `slot`; where it was there before, the result is its place, or 4
    /// where it stands in the overflow.
    private mutating func place(ofRepeated fingerprint: UInt32, _ slot: UInt32) -> Int? {
        for place in 0..<4 {
            let known = transactions[slot].responses[place]
            if known == fingerprint { return place }
            guard known == 0 else { continue }
            transactions[slot].responses[place] = fingerprint
            return nil
        }
        if case .known = overflow.insert(fingerprint, of: slot) { return 4 }
        return nil
    }

    /// A provisional response that is sent again keeps an INVITE waiting; a 2xx to it was not acknowledged in time (RFC
    /// 3261 §13.3.1.4).
    private mutating func noteRepeated(
        _ message: borrowing SIPMessage,
        at time: CaptureTime,
        place: Int,
        _ observation: inout Observation
    ) {
        let slot = observation.transaction
        if case .proceeding = transactions[slot].state { keepTransaction(slot, isReliable: false) }
        guard observation.copy == .retransmission else { return }
        // Copies of an earlier response say nothing of the latest. Of more than four the order is not known.
        if place >= 3 || transactions[slot].responses[place &+ 1] == 0 {
            observation.sinceFirst = transactions[slot].sinceResponse(time)
            transactions[slot].responseRepeats.note(after: observation.sinceFirst)
            observation.copyNumber = Int(transactions[slot].responseRepeats.count) &+ 1
        }
        guard observation.call != .max, message.start.responseClass == 2, case .attempt = transactions[slot].role else {
            return
        }
        responses[observation.told].release.answerWasRepeated = true
    }

    /// What a new response means for its call.
    private mutating func advanceCall(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ tag: UInt32,
        _ observation: Observation
    ) {
        let slot = observation.call
        let code = message.start.statusCode
        if calls[slot].kind != .call, code >= 200 {
            calls[slot].finalCode = code
            calls[slot].endedTime = sighting.time
            keepReason(message, bytes, slot)
        }
        switch transactions[observation.transaction].role {
        case .none:
            if message.start.responseClass == 2 { refreshSession(message, bytes, sighting, tag, observation) }
            guard calls[slot].kind == .registration, calls[slot].chain.bids == 0,
                !transactions[observation.transaction].hasRequest
            else { break }
            // The chain that goes on after it began before it (guard START).
            if CallTracker.registrationMayGoOn(after: code) { calls[slot].chain.isPartial = true }
        case .attempt:
            calls[slot].isOneSided = false
            advanceAttempt(message, bytes, sighting, tag, observation)
        case .registration:
            calls[slot].isOneSided = false
            guard observation.completesTransaction, calls[slot].kind == .registration else { break }
            calls[slot].chain.closeBid()
            responses[observation.told].progress
                .takeFinal(code, at: sighting.time, since: calls[slot].chain.began)
            noteChallenge(code, slot)
            if !CallTracker.registrationMayGoOn(after: code) { closeRegistration(slot) }
        case .release:
            guard observation.completesTransaction else { break }
            let isNear = isNearCaller(sighting.flow, slot)
            // Without a time to come back at, a 503 is as final as a 500 (RFC 3261 §21.5.4).
            let mayGoOn = Release.mayGoOn(after: code, hasRetryAfter: code == 503 && message.headers.has(.retryAfter))
            responses[observation.told].release.takeFinal(code, mayGoOn: mayGoOn, isNear: isNear, at: sighting.time)
            awaitTelling(slot)
        case .transfer: takeReferResponse(message, bytes, observation)
        }
    }

    /// Counts a final response of the chain that asks for credentials.
    mutating func noteChallenge(_ code: UInt16, _ slot: UInt32) {
        if code == 401 || code == 407 { calls[slot].challenges = calls[slot].challenges.saturatingIncrement }
    }

    /// What a new response to an INVITE of the call's chain means for it.
    private mutating func advanceAttempt(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ tag: UInt32,
        _ observation: Observation
    ) {
        let slot = observation.call
        let told = observation.told
        let (code, time, began) = (message.start.statusCode, sighting.time, calls[slot].chain.began)
        if code > 100, code < 300, !message.to.tag.isEmpty {
            noteDialog(tag, observation, isFinal: code >= 200, at: time)
        }
        // An ACK that has overtaken it closed the INVITE already.
        if observation.completesTransaction, !transactions[observation.transaction].hasAck {
            calls[slot].chain.closeBid()
        }
        switch code {
        case 100..<200:
            let hasDescription = code == 183 && !message.body.isEmpty && isDescription(message, bytes)
            responses[told].progress.takeProgress(code, hasDescription: hasDescription, at: time, since: began)
            if code == 180 || code == 183 { responses[told].ringingTime.setOnce(time) }
        case 200..<300:
            responses[told].progress.takeProgress(code, hasDescription: false, at: time, since: began)
            takeAnswer(message, bytes, sighting, tag, observation)
            awaitTelling(slot)
        case 300..<700 where !calls[slot].answeredTime.isKnown:
            takeFailure(message, bytes, sighting, observation)
        case 0 where message.start.isFinal && !calls[slot].answeredTime.isKnown:
            calls[slot].endedOutOfRange = true
            responses[told].progress.end(at: time, since: began)
            keepReason(message, bytes, slot)
            takeEnd(slot, at: time)
        default:
            break
        }
    }
}
