internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// NAT twins: messages of one hop that a capture shows on both sides of an address translation.
///
/// A twin has the topmost Via of the message before it and is equal to it in all that an element which speaks SIP would
/// change, on other addresses, within ``Twins/span``. It is no message of its own; whichever side showed a hop first
/// stands for it from then on.
extension CallTracker {
    /// Whether the message of an open call may be a twin: its transaction would be new between these addresses, and
    /// they are not those of the first message.
    ///
    /// Once a hop is known to be seen twice, every message may be.
    @inline(__always)
    func mayBeTwin(_ flow: Flow, _ observation: Observation) -> Bool {
        guard observation.call != .max else { return false }
        if twins.hasSides { return !twins.isPlaced }
        return observation.transaction == .max && !isOnFirstHop(flow, observation.call)
    }

    @inline(__always)
    private func isOnFirstHop(_ flow: Flow, _ slot: UInt32) -> Bool {
        let (caller, callee) = (calls[slot].caller.address, calls[slot].callee.address)
        let (source, destination) = (flow.source.address, flow.destination.address)
        return source.isSame(as: caller) && destination.isSame(as: callee)
            || source.isSame(as: callee) && destination.isSame(as: caller)
    }

    /// What `message` is where a NAT shows its hop twice; `nil` where that is not known of it.
    @inline(never)
    mutating func observeAside(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ key: TransactionKey,
        _ observation: Observation
    ) -> Observation? {
        let flow = sighting.flow
        // Within one machine no address tells the sides apart.
        guard !flow.source.address.isSame(as: flow.destination.address) else { return nil }
        let call = callMark(observation.call)
        if twins.hasSides, let side = side(of: flow, call) {
            return observe(message, bytes, sighting, on: side, observation)
        }
        guard observation.transaction == .max, !message.topmostVia.branch.isEmpty else { return nil }
        let place = place(of: message, bytes)
        let content = content(of: message, bytes)
        let identity = hash.combine(hash.combine(content, key.via), call)
        guard
            let first = twins.earlierFlow(of: identity, sighting, at: place)
                ?? flowOnSide(message, bytes, sighting, call, at: place)
                ?? flowOfFirst(message, bytes, sighting, content, observation.call)
        else {
            twins.note(identity, sighting, on: flow, isPaired: false, at: place)
            return nil
        }
        twins.note(wholeIdentity(of: message, bytes, call), sighting, on: first, isPaired: true, at: place)
        insertSides(flow, first, observation.call)
        noteCaptured(message, bytes, sighting, call)
        return twin(message, bytes, sighting, observation)
    }

    /// A message on a side that is known, seen as on the one seen first.
    private mutating func observe(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        on side: HopSide,
        _ observation: Observation
    ) -> Observation {
        let call = callMark(observation.call)
        let identity = wholeIdentity(of: message, bytes, call)
        let isMirrored = noteCaptured(message, bytes, sighting, call)
        let seen = twins.take(identity, sighting, at: place(of: message, bytes), isMirrored: isMirrored)
        if case .twin = seen { return twin(message, bytes, sighting, observation) }
        if case .copy = seen {
            var observation = observation
            observation.copy = .duplicate
            return observation
        }
        var placed = sighting
        placed.flow = side.first(of: sighting.flow)
        twins.isPlaced = true
        defer { twins.isPlaced = false }
        return observe(message, bytes, placed, keys(of: message, bytes, placed.flow))
    }

    /// The twin of a message that was seen.
    ///
    /// A B2BUA behind the NAT sends its other leg from where this one arrives.
    private mutating func twin(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation
    ) -> Observation {
        var observation = observation
        observation.copy = .twin
        if legOptions.guesses, !message.start.isResponse, message.method.isInvite, message.to.tag.isEmpty {
            takeParties(message, bytes, sighting, &observation)
        }
        return observation
    }
}

/// What the stages behind the tracker may ask about NATs.
extension CallTracker {
    /// How many sides of translated hops are kept, and how often one had to make room; its hop is then seen as two.
    package var twinBound: (name: String, value: Int, reached: UInt64) {
        ("translated_sides", twins.bound.value, twins.bound.reached)
    }
}
