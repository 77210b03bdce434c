internal import CallTracking
internal import NetworkTypes
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Keeps the hops up to date with the messages, and tells what a message shows beside ordinary traffic.
struct HopFollower: ~Copyable {
    var hops = HopTable()
    var hash: KeyedHash { hops.hash }

    /// Notes an ACK for the INVITEs that it may acknowledge; any copy, as it may have overtaken the response before.
    mutating func takeAck(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ observation: Observation,
        _ keys: MessageKeys
    ) {
        hops.noteAck(
            to: tag(message.to.tag, bytes),
            from: tag(message.from.tag, bytes),
            cSeq: message.cSeq.number ?? 0,
            call: observation.callSlot,
            callKey: keys.callKey
        )
    }

    mutating func begin(
        _ flow: Flow,
        _ sighting: Sighting,
        _ observation: Observation,
        _ message: borrowing SIPMessage,
        _ keys: MessageKeys
    ) {
        var hop = Hop(flow: flow, frame: sighting.frame, time: sighting.time)
        hop.method = message.method
        hops.begin(observation.transactionSlot, hop, call: observation.callSlot, callKey: keys.callKey)
    }

    /// What is known of the call of an ACK that has no hop of its own: its call, its tags and its CSeq number.
    func bareHop(
        of message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting,
        _ observation: Observation,
        _ callKey: UInt64
    ) -> Hop {
        var hop = Hop(flow: sighting.flow, frame: sighting.frame, time: sighting.time)
        hop.method = message.method
        hop.call = observation.callSlot
        hop.callKey = callKey
        hop.cSeq = message.cSeq.number ?? 0
        hop.fromTag = tag(message.from.tag, bytes)
        hop.toTag = tag(message.to.tag, bytes)
        return hop
    }

    /// A short hash of a tag; 0 where there is none.
    @inline(__always)
    func tag(_ range: ByteRange, _ bytes: RawSpan) -> UInt32 { hops.tag(range, bytes) }
}
