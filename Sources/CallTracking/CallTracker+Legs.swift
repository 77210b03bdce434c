internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Legs: calls with Call-IDs of their own that a B2BUA made one of.
extension CallTracker {
    /// Puts the call of an INVITE outside a dialog beside its other legs, on each hop that the INVITE is seen on.
    ///
    /// A proxy may put in what tells legs, such as P-Charging-Vector, so a further hop may say what the first did not.
    mutating func takeLegs(
        _ values: LegValues,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: inout Observation
    ) {
        var found = values
        if legOptions.guesses { addParties(message, bytes, sighting, observation, to: &found) }
        join(found, sighting, &observation)
    }

    /// Notes where an INVITE arrives behind a NAT: from there a B2BUA sends its other leg.
    @inline(never)
    mutating func takeParties(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: inout Observation
    ) {
        var found = LegValues()
        addParties(message, bytes, sighting, observation, to: &found)
        join(found, sighting, &observation)
    }

    /// Takes from the response to an INVITE who is at its ends (RFC 7989 §6, §7).
    ///
    /// A B2BUA gives a caller without a UUID one of its own on the leg behind it, and tells it in the response.
    mutating func takeAnsweringLeg(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: inout Observation
    ) {
        guard let value = message.headers.value(of: .sessionID, bytes), observation.call != .max,
            case .attempt = transactions[observation.transaction].role,
            let session = SessionID.read(bytes, value)
        else { return }
        var found = LegValues()
        (found.local, found.remote) = (key(session.remote), key(session.local))
        found.isAnswer = true
        join(found, sighting, &observation)
    }

    /// Puts the call of `observation`, of which one more message says `found`, beside its other legs.
    private mutating func join(_ found: LegValues, _ sighting: Sighting, _ observation: inout Observation) {
        guard !found.isEmpty else { return }
        if found.header != 0 { legCarriers.headerCount &+= 1 }
        let slot = observation.call
        placeCarriers(of: found, beside: slot, at: sighting.time)
        if calls[slot].leg == .max, found.isPlain, !legs.knows(found, at: now) {
            carry(found, slot)
            return
        }
        let placement =
            calls[slot].leg == .max
            ? legs.place(slot, found, at: now) : legs.add(found, to: calls[slot].leg, at: now)
        calls[slot].leg = placement.member
        observation.legCorrelation = placement.correlation
        guard let other = placement.other else { return }
        observation.formsLegGroup = true
        // Of two the one that began first leads, whichever was found to be a leg of the other.
        let isFirst = calls[slot].began < calls[other].began
        if isFirst { legs.exchange(placement.member, calls[other].leg) }
        if keepsText { legs.name(placement.member, Array(calls[isFirst ? slot : other].text.callID)) }
    }

    /// Gives the open calls that carry one of `found`, each by itself so far, a place in the table of legs.
    private mutating func placeCarriers(of found: LegValues, beside slot: UInt32, at time: CaptureTime) {
        for number in 0..<LegValues.searchedCount {
            let (key, correlation) = found.searched(number)
            guard key != 0, !legs.holds(key), let place = legCarriers.place(of: key), place.call != slot, isOpen(place),
                time.nanoseconds(since: calls[place.call].began) <= LegTable.span
            else { continue }
            var shared = LegValues()
            shared.set(key, correlation)
            let placement =
                calls[place.call].leg == .max
                ? legs.place(place.call, shared, at: now) : legs.add(shared, to: calls[place.call].leg, at: now)
            calls[place.call].leg = placement.member
        }
    }

    /// Notes that the call in `slot` carries `found`, which no other call does.
    private mutating func carry(_ found: LegValues, _ slot: UInt32) {
        let mark = CallTracker.mark(calls.key(of: slot))
        for number in 0..<LegValues.searchedCount {
            let key = found.searched(number).key
            guard key != 0 else { continue }
            let pushed = legCarriers.insert(LegCarriers.Place(key: key, call: slot, callMark: mark))
            if pushed.key != 0, isOpen(pushed) { legCarriers.evictionCount &+= 1 }
        }
    }

    private func isOpen(_ place: LegCarriers.Place) -> Bool {
        calls.isUsed(place.call) && CallTracker.mark(calls.key(of: place.call)) == place.callMark
    }

    private static func mark(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key) }

    /// What an INVITE carries that its other legs do as well.
    func legValues(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> LegValues {
        var found = LegValues()
        if let value = message.headers.value(of: .sessionID, bytes), let session = SessionID.read(bytes, value) {
            (found.local, found.remote) = (key(session.local), key(session.remote))
        }
        if let value = message.headers.value(of: .pChargingVector, bytes) {
            found.icid = key(bytes, ChargingVector.icid(bytes, value), .icid)
        }
        if let name = legOptions.header, let value = message.headers.value(called: name, bytes) {
            found.header = key(bytes, value, .header)
        }
        for number in 0..<LegValues.searchedCount { legCarriers.prefetch(found.searched(number).key) }
        return found
    }

    /// The key of a UUID; 0 of the nil one, which everybody carries who does not know better.
    private func key(_ uuid: SessionID.UUID) -> UInt64 {
        guard !uuid.isNil else { return 0 }
        let keyed = hash.combine(hash.combine(CallTracker.seed(of: .sessionID), uuid.high), uuid.low)
        return LegCarriers.key(keyed, placedBy: stableHash.combine(uuid.high, uuid.low))
    }

    /// The key of the value in `range`; 0 of an empty one.
    private func key(_ bytes: RawSpan, _ range: ByteRange, _ correlation: LegCorrelation) -> UInt64 {
        guard !range.isEmpty else { return 0 }
        let seed = CallTracker.seed(of: correlation)
        return LegCarriers.key(
            hash.hash(bytes, range, from: seed),
            placedBy: stableHash.hash(bytes, range, from: seed)
        )
    }

    /// What keeps the keys of one correlation apart from those of another.
    static func seed(of correlation: LegCorrelation) -> UInt64 { UInt64(correlation.place) &+ 1 }
}

/// What rules and counts may ask about legs.
extension CallTracker {
    /// How many INVITEs outside a dialog carried the header field that legs are told by; `nil` where none was named.
    package var legHeaderCount: UInt64? { legOptions.header == nil ? nil : legCarriers.headerCount }

    /// The calls that the call of `observation` is a leg with; `nil` where it is alone, as far as is known by now.
    package func legGroup(of observation: Observation) -> LegGroup? {
        guard observation.call != .max, calls[observation.call].leg != .max else { return nil }
        return legs.group(of: calls[observation.call].leg)
    }

    /// How many values that tell legs are kept, how many legs a group may have, and how often each bound was reached.
    package var legBounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("leg_carriers", legCarriers.limit, legCarriers.evictionCount),
            ("leg_values", legs.values.limit, legs.values.evictionCount),
            ("legs_of_a_call", LegTable.mostLegs, legs.refusalCount),
        ]
    }
}
