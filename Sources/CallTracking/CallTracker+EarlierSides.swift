internal import NetworkTypes
internal import SIPMessages

/// On which side of a NAT a message was seen just before it was seen on one that is not known.
extension CallTracker {
    /// The flow of the side seen first on which this message was seen just before, where only the other side is new: a
    /// NAT may give its client another port during a call.
    func flowOnSide(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ call: UInt64,
        at place: UInt64
    ) -> Flow? {
        guard twins.hasSides,
            let flow = twins.earlierFlow(of: wholeIdentity(of: message, bytes, call), sighting, at: place)
        else { return nil }
        return side(of: flow, call)?.first(of: flow) ?? flow
    }

    /// The flow between the ends of the first message of the call in `slot` on which this one was seen just before: it
    /// was that first one, or a response.
    func flowOfFirst(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ content: UInt64,
        _ slot: UInt32
    ) -> Flow? {
        let (caller, callee) = (calls[slot].caller, calls[slot].callee)
        let isNew = sighting.time.distance(to: calls[slot].began) <= Twins.span
        guard isNew || message.start.isResponse, !caller.address.isSame(as: callee.address) else { return nil }
        for turn in 0..<2 {
            let ends = turn == 0 ? (caller, callee) : (callee, caller)
            guard let flow = CallTracker.flow(between: ends, asThatOf: sighting.flow) else { continue }
            let transaction = transactions.slot(of: keys(of: message, bytes, flow).transaction.own)
            guard transaction != .max else { continue }
            let isFirst =
                transactions[transaction].content == CallTracker.mark(of: content)
                && sighting.time.distance(to: transactions[transaction].began) <= Twins.span
            if isFirst || isLatestResponse(message, bytes, sighting, transaction) { return flow }
        }
        return nil
    }

    /// Whether the message is a response that the transaction in `slot` got just before, on another side.
    private func isLatestResponse(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ slot: UInt32
    ) -> Bool {
        guard message.start.isResponse,
            let latest = transactions[slot].latestResponse.time(since: transactions[slot].began),
            sighting.time.distance(to: latest) <= Twins.span
        else { return false }
        let known = responseFingerprint(of: message, bytes, fingerprint(bytes, message.to.tag))
        return (0..<4).contains { transactions[slot].responses[$0] == known }
    }

    /// The flow from the first of `ends` to the second on the other side of a NAT than `flow`; `nil` where that goes
    /// the other way: an end that is the same on both sides says so.
    private static func flow(between ends: (Endpoint, Endpoint), asThatOf flow: Flow) -> Flow? {
        let isSourceSame = flow.source.address.isSame(as: ends.0.address)
        let isDestinationSame = flow.destination.address.isSame(as: ends.1.address)
        let isTurned =
            flow.source.address.isSame(as: ends.1.address) || flow.destination.address.isSame(as: ends.0.address)
        guard isSourceSame || isDestinationSame || !isTurned else { return nil }
        return Flow(
            source: isSourceSame ? flow.source : ends.0,
            destination: isDestinationSame ? flow.destination : ends.1,
            transport: flow.transport
        )
    }
}
