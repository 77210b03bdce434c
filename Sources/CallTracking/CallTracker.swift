package import NetworkTypes
package import SIPCatalogue
package import SIPMessages
internal import WireBytes

/// How long things are kept and how many of them, on capture time.
package struct TrackingLimits: Sendable {
    /// The most Call-IDs and transactions that are open at once.
    package var calls = 1 << 20
    package var transactions = 1 << 20
    /// How many different Call-IDs are remembered after their calls are forgotten; a power of two.
    package var rememberedCallIDs = 1 << 20
    /// The most values by which legs of calls are told that are kept at once.
    package var legValues = 1 << 18
    /// The same of calls that have no further leg: few enough to stay in a cache, as nearly every call has a place.
    package var legCarriers = 1 << 16
    /// The most reliable provisional responses that wait for their PRACK.
    package var reliableResponses = 1 << 16
    /// How long a request without a response is kept, and a call after its end: as long as a client waits (timers B and
    /// F, RFC 3261 §17).
    package static var transactionSpan: Int64 { TimerSpan.b }
    /// How long an INVITE in progress is kept without any message: Timer C (§16.6) and a margin.
    package static var proceedingSpan: Int64 { TimerSpan.c + TimerSpan.margin }
    /// How long an answered call is kept without any message.
    package static let dialogSpan: Int64 = 86_400_000_000_000

    /// The limits that are used unless others are set.
    package init() {}
}

/// Follows hop transactions and calls from message to message; a value that holds all open state and nothing else.
///
/// Memory follows what is open: a transaction is forgotten 32 s after its final response, a call 32 s after its end. No
/// clock is read here, time is that of the messages.
package struct CallTracker: ~Copyable, Sendable {
    let hash = KeyedHash()
    /// The same in every run, so that what tables with places for few forget is the same as well.
    let stableHash = KeyedHash(secret: 0x9E37_79B9_7F4A_7C15, second: 0xBF58_476D_1CE4_E5B9)
    var calls: ExpiringTable<OpenCall>
    var responses = SlotPool<CallResponses>()
    var transactions: ExpiringTable<Transaction>
    var reliableResponses: ExpiringTable<ReliableResponse>
    var remembered: RememberedCallIDs
    var overflow = FingerprintOverflow()
    var dialogOverflow = FingerprintOverflow()
    var legs: LegTable
    var legCarriers: LegCarriers
    let legOptions: LegOptions
    /// Attempts that failed, as long as something may follow.
    var endings: Endings
    /// Calls that are up.
    package internal(set) var sessions = OpenSessions()
    /// Registrations that ended with a message, as long as the caller has not taken them over: after each message that
    /// is one at most.
    package internal(set) var registrations: [RegistrationFacts] = []
    /// How many calls and transactions may be open.
    package let limits: TrackingLimits
    /// Whether the words of each call are kept for its record.
    let keepsText: Bool
    /// The final codes of INVITEs that were in vain, of which 408 stands for no response as well.
    let ineffectiveCodes: StatusCodeSet
    /// Towards whom anything was seen lately.
    private(set) var sightlines = Sightlines()
    /// What was captured just now; `nil` where copies are not to be recognised.
    private var recentPackets: RecentPackets?
    /// Capture time since the first message, on which everything expires.
    private var clock = SteadyClock()

    /// A tracker that has seen nothing.
    ///
    /// - Parameters:
    ///   - limits: how much is kept.
    ///   - keepsText: whether the words of each call are kept for its record.
    ///   - recognizesDuplicates: whether a datagram captured twice is told from one sent again.
    ///   - legs: what the legs of a call are told by.
    ///   - ineffectiveCodes: the final codes of INVITEs that were in vain.
    package init(
        limits: TrackingLimits = TrackingLimits(),
        keepsText: Bool = false,
        recognizesDuplicates: Bool = true,
        legs: LegOptions = LegOptions(),
        ineffectiveCodes: StatusCodeSet = .usual
    ) {
        legOptions = legs
        self.ineffectiveCodes = ineffectiveCodes
        self.legs = LegTable(limit: limits.legValues)
        legCarriers = LegCarriers(limit: min(limits.legCarriers, limits.calls))
        self.keepsText = keepsText
        recentPackets = recognizesDuplicates ? RecentPackets() : nil
        self.limits = limits
        endings = Endings(limit: limits.calls)
        calls = ExpiringTable(limit: limits.calls)
        transactions = ExpiringTable(limit: limits.transactions)
        reliableResponses = ExpiringTable(limit: limits.reliableResponses)
        remembered = RememberedCallIDs(capacity: limits.rememberedCallIDs)
    }

    /// Takes the next message, which stands in `bytes`; the caller has advanced the time to it.
    package mutating func observe(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting
    ) -> Observation {
        let callKey = hash.hash(bytes, message.callID)
        let key = TransactionKey(message, bytes, sighting.flow, hash)
        var observation = Observation()
        // Side by side: each is a look at memory that is seldom in a cache, and the processor can wait for both at
        // once.
        if !message.callID.isEmpty { observation.call = calls.slot(of: callKey) }
        if observation.call != .max { responses.prefetchAll(calls[observation.call].responses) }
        observation.transaction = transactions.slot(of: key.own)
        if observation.call == .max, !message.callID.isEmpty {
            openCall(message, bytes, sighting, callKey, &observation)
        }
        if message.start.isResponse {
            if observation.call != .max { observation.told = openResponses(of: observation.call) }
            observeResponse(message, bytes, sighting, key, &observation)
        } else {
            observeRequest(message, bytes, sighting, key, &observation)
        }
        note(observation, message, sighting)
        // Copies need not be noted: what is said of a direction is said of minutes.
        if observation.isFirst { sightlines.note(sighting.flow.destination.address, at: now) }
        return observation
    }

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
    package mutating func advance(
        to time: CaptureTime,
        onEnd: (AttemptFacts?, SessionFacts?) -> Void,
        onRegistrationEnd: (RegistrationFacts) -> Void,
        onCallEnd: (borrowing Call, CallOutcome, _ isOver: Bool) -> Void,
        onUnanswered: (Method?) -> Void
    ) {
        clock.advance(to: time)
        let now = clock.elapsed
        while case let slot = transactions.nextExpired(at: now), slot != .max {
            if isUnanswered(slot) {
                let late = now &- transactions.deadline(of: slot)
                noteTimeout(slot, at: time.adding(nanoseconds: -max(0, late)))
                // One by one, so that many that end at once take no room.
                takeRegistrations(onRegistrationEnd)
                onUnanswered(transactions[slot].method)
            }
            forgetTransaction(slot)
        }
        if endings.isTime(at: now) { tellEndings(at: now, onEnd) }
        while case let slot = calls.nextExpired(at: now), slot != .max {
            if calls.upcoming != .max { responses.prefetchAll(calls[calls.upcoming].responses) }
            closeRegistration(slot)
            takeRegistrations(onRegistrationEnd)
            let call = call(in: slot)
            onCallEnd(call, call.outcome(isOver: true), true)
            forgetCall(slot)
        }
        // Most traffic has none.
        if reliableResponses.count > 0 { advanceReliable(at: now) }
        while case let slot = transactions.evict({ $0.state.isWithoutResponse }), slot != .max {
            forgetTransaction(slot)
        }
        while case let slot = calls.evict({ $0.isWithoutResponse }), slot != .max {
            calls[slot].chain.isPartial = true
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

    /// Nanoseconds of capture time since the first message, for noting when something happened.
    var now: Int64 { clock.stamp }

    /// Whether the datagram of `message` was captured before, within 20 ms.
    ///
    /// `state` tells messages of one transaction apart. A stream gives each of its bytes once, so there it never was.
    mutating func wasJustCaptured(
        _ message: borrowing SIPMessage,
        _ sighting: Sighting,
        _ key: TransactionKey,
        state: UInt64
    ) -> Bool {
        guard case .udp = sighting.flow.transport else { return false }
        let ports = UInt64(sighting.flow.source.port) &<< 16 | UInt64(sighting.flow.destination.port)
        let packet = UInt64(sighting.identification) &<< 32 | ports
        let size = UInt64(truncatingIfNeeded: message.extent.count) &<< 32
        let fingerprint = hash.combine(hash.combine(key.own, packet), size ^ state)
        return recentPackets?.isCopy(fingerprint, of: packet ^ size, at: sighting.time) ?? false
    }

    /// Whether the transaction in `slot` has a request without a final response, and no ACK for one that was missed.
    func isUnanswered(_ slot: UInt32) -> Bool {
        transactions[slot].state.isOpen && transactions[slot].hasRequest && !transactions[slot].hasAck
    }

    private mutating func forgetTransaction(_ slot: UInt32) {
        overflow.forget(slot)
        transactions.remove(slot)
    }

    private mutating func forgetCall(_ slot: UInt32) {
        dialogOverflow.forget(slot)
        if calls[slot].leg != .max { legs.remove(calls[slot].leg) }
        if isUp(slot) { sessions.close() }
        if calls[slot].responses != .max { responses.remove(calls[slot].responses) }
        calls.remove(slot)
    }

    /// What it means for its call that the transaction in `slot` got no final response and was given up at `time`.
    ///
    /// Where nothing is seen to be sent to the sender of its request, nothing follows from that (guard ONESIDE), unless
    /// a response comes after all.
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
        case .release, .none: break
        }
    }

    /// Opens the call of the message's Call-ID, which stands under `key`.
    private mutating func openCall(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ key: UInt64,
        _ observation: inout Observation
    ) {
        observation.hasNewCallID = !remembered.insert(stableHash.hash(bytes, message.callID) | 1)
        let flow = message.start.isResponse ? sighting.flow.reversed : sighting.flow
        var call = OpenCall(kind: .begun(by: message.method), caller: flow.source, callee: flow.destination, sighting)
        call.isReturning = !observation.hasNewCallID
        if keepsText {
            call.text = CallText(
                bytes,
                callID: message.callID,
                from: message.from.uri,
                to: message.to.uri,
                requestURI: message.start.requestURI
            )
        }
        observation.call = calls.insert(call, key: key, until: now &+ TrackingLimits.transactionSpan)
    }

    /// Counts the message for its call and keeps the call for as long as its state asks.
    private mutating func note(_ observation: Observation, _ message: borrowing SIPMessage, _ sighting: Sighting) {
        guard observation.call != .max, observation.copy != .duplicate else { return }
        let slot = observation.call
        calls[slot].lastFrame = sighting.frame
        if observation.copy == .retransmission {
            calls[slot].retransmissions &+= 1
        } else if message.start.isResponse {
            let place = message.start.responseClass
            calls[slot].classes[place] = calls[slot].classes[place].saturatingIncrement
            responses[observation.told].codes.add(message.start.statusCode)
        }
        calls.keep(slot, until: now &+ span(ofCallIn: slot))
    }

    /// How long the call in `slot` is kept from its latest message on, as it stands.
    private func span(ofCallIn slot: UInt32) -> Int64 {
        if calls[slot].endedTime.isKnown { return TrackingLimits.transactionSpan }
        if calls[slot].answeredTime.isKnown { return TrackingLimits.dialogSpan }
        if case .answer = calls[slot].chain.missed { return TrackingLimits.dialogSpan }
        // One branch may ring long after another failed.
        let isOpen = calls[slot].finalCode == 0 || calls[slot].chain.openBids > 0
        let isProceeding = calls[slot].kind == .call && isOpen && calls[slot].classes[1] > 0
        return isProceeding ? TrackingLimits.proceedingSpan : TrackingLimits.transactionSpan
    }
}
