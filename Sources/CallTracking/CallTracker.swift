internal import NetworkTypes
package import SIPCatalogue
package import SIPMessages
internal import WireBytes

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
    /// Transfers that were asked for in open calls.
    var transfers: TransferTable
    var legs: LegTable
    var legCarriers: LegCarriers
    let legOptions: LegOptions
    /// Calls of which something may have ended that the figures are to be told.
    var endings: Endings
    /// Attempts and sessions of Call-IDs that were used again before they were told: those of one message at most, as
    /// they are told before the next, however long time stands still.
    var setAside: [(AttemptFacts?, SessionFacts?)] = []
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
    /// Hops that a NAT shows twice.
    var twins: Twins
    /// Capture time since the first message, on which everything expires.
    var clock = SteadyClock()

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
        transfers = TransferTable(limit: limits.transfers)
        self.legs = LegTable(limit: limits.legValues)
        legCarriers = LegCarriers(limit: min(limits.legCarriers, limits.calls))
        self.keepsText = keepsText
        recentPackets = recognizesDuplicates ? RecentPackets() : nil
        twins = Twins(limit: limits.translatedSides, recognizesDuplicates: recognizesDuplicates)
        self.limits = limits
        endings = Endings(limit: limits.calls)
        calls = ExpiringTable(limit: limits.calls)
        transactions = ExpiringTable(limit: limits.transactions)
        reliableResponses = ExpiringTable(limit: limits.reliableResponses)
        remembered = RememberedCallIDs(capacity: limits.rememberedCallIDs)
    }

    /// Takes the next message, which stands in `bytes` and has `keys`; the caller has advanced the time to it.
    package mutating func observe(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ keys: MessageKeys
    ) -> Observation {
        let (callKey, key) = (keys.call, keys.transaction)
        var observation = Observation()
        // Side by side: each is a look at memory that is seldom in a cache, and the processor can wait for both at
        // once.
        if !message.callID.isEmpty { observation.call = calls.slot(of: callKey) }
        if observation.call != .max { responses.prefetchAll(calls[observation.call].responses) }
        observation.transaction = transactions.slot(of: key.own)
        if mayBeTwin(sighting.flow, observation),
            let seen = observeAside(message, bytes, sighting, key, observation)
        {
            return seen
        }
        let opensCall = observation.call == .max && !message.callID.isEmpty
        if opensCall { openCall(message, bytes, sighting, callKey, &observation) }
        if message.start.isResponse {
            if observation.call != .max { observation.told = openResponses(of: observation.call) }
            observeResponse(message, bytes, sighting, key, &observation)
        } else {
            observeRequest(message, bytes, sighting, key, &observation)
        }
        note(observation, message, sighting)
        // Copies need not be noted: what is said of a direction is said of minutes.
        if observation.isFirst { sightlines.note(sighting.flow.destination.address, at: now) }
        if opensCall { keepContent(of: message, bytes, observation) }
        return observation
    }

    /// Nanoseconds of capture time since the first message, for noting when something happened.
    package var now: Int64 { clock.stamp }

    /// The same for those who add spans of their own to it, as long as a Retry-After may be: it stands still after 73
    /// years, which no capture lasts but a hostile one.
    package var ruleTime: Int64 { min(clock.stamp, CallTracker.latestRuleTime) }

    /// Where that stands still.
    package static let latestRuleTime: Int64 = 1 << 61

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
        var call = OpenCall(kind: .begun(by: message), caller: flow.source, callee: flow.destination, sighting)
        call.isReturning = !observation.hasNewCallID
        call.seen = evidence(beginningWith: message, sighting)
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
        calls.keep(slot, until: now &+ span(ofCallIn: slot, at: sighting.time))
    }

    /// How long the call in `slot` is kept from its latest message on, which was seen at `time`, as it stands.
    private func span(ofCallIn slot: UInt32, at time: CaptureTime) -> Int64 {
        if calls[slot].endedTime.isKnown {
            // Who asked for a transfer hangs up, and is told only when the other side has answered (RFC 5589 §6.1).
            let isAwaited = !transfers.isEmpty && transfers.areAwaited(calls[slot].responses)
            return isAwaited ? TrackingLimits.proceedingSpan : TrackingLimits.transactionSpan
        }
        if calls[slot].mayExpire { return span(untilExpiryOf: slot, at: time) }
        if calls[slot].answeredTime.isKnown { return TrackingLimits.dialogSpan }
        if case .answer = calls[slot].chain.missed { return TrackingLimits.dialogSpan }
        // One branch may ring long after another failed.
        let isOpen = calls[slot].finalCode == 0 || calls[slot].chain.openBids > 0
        let isProceeding = calls[slot].kind == .call && isOpen && calls[slot].classes[1] > 0
        return isProceeding ? TrackingLimits.proceedingSpan : TrackingLimits.transactionSpan
    }
}
