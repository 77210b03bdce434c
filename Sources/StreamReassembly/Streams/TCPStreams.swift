package import NetworkTypes
package import PacketDecoding
internal import WireBytes

/// Puts the bytes of TCP connections in order, per direction, and shows them to a consumer that cuts messages out of
/// them.
///
/// It knows no protocol. Connections are followed from their SYN or picked up in their middle; repeated bytes are left
/// out, bytes ahead of a gap wait for those in front until the gap is given up. A stream whose consumer has found that
/// it is not SIP holds nothing any more. Work is linear in the bytes taken and memory is bounded, whatever is on the
/// wire.
///
/// Frames are accounted for as `SegmentOutcome` says. What waits when the capture ends stays held.
package struct TCPStreams: Sendable {
    /// How often, in capture time, connections are looked through for what is due: every 0.1 s.
    private static let sweepNanoseconds: Int64 = 100_000_000

    private var lastSweep: Int64 = 0
    private var context: StreamContext
    private var connections: RecencyTable<ConnectionKey, Connection>
    private var connectionEvictions: UInt64 = 0
    private var byteEvictions: UInt64 = 0

    /// How many bytes are held, of all connections.
    package private(set) var heldByteCount = 0

    /// No connection yet.
    package init(limits: ReassemblyLimits = ReassemblyLimits()) {
        context = StreamContext(limits: limits)
        let nowhere = Endpoint(address: IPAddress(v4: 0), port: 0)
        connections = RecencyTable(
            lists: Connection.Standing.allCases.count,
            vacantValue: Connection(ConnectionKey(nowhere, nowhere))
        )
    }

    /// The frames counted as held that have been given up.
    package var lost: LostFrames { context.ledger.lost }
    /// The frames counted as held whose stream proved not to be SIP; they count as other now.
    package var framesFoundOther: UInt64 { context.ledger.framesFoundOther }
    /// What did not fit together.
    ///
    /// `tcp_gaps` were given up; `tcp_repeated` segments brought nothing but bytes that had come before; of
    /// `tcp_overlaps_differing` bytes were others than those still at hand for their place; `tcp_resets_ignored` have a
    /// number that the receiver would not take (RFC 9293 §3.10.7.4). `streams_incomplete_at_end` are directions of
    /// which bytes wait still.
    package var issueCounts: [IssueCount] {
        [
            IssueCount(name: "tcp_gaps", count: gapCount),
            IssueCount(name: "tcp_repeated", count: context.ledger.repeatedSegments),
            IssueCount(name: "tcp_overlaps_differing", count: differingOverlapCount),
            IssueCount(name: "tcp_resets_ignored", count: context.ledger.ignoredResets),
            IssueCount(name: "streams_incomplete_at_end", count: UInt64(waiting.count)),
        ]
    }
    /// The directions of connections of which bytes wait, and their frames.
    package var waiting: Waiting { connections.values.reduce(into: Waiting()) { $1.add(to: &$0) } }
    /// How many gaps have been given up.
    package var gapCount: UInt64 { context.ledger.gaps }
    /// How many gaps have been given up although the receiver had acknowledged their bytes, and the latest of them.
    package var holeCount: UInt64 { context.ledger.holes }
    package var latestHole: StreamHole? { context.ledger.latestHole }
    /// How many segments brought bytes to streams that are not known to be no SIP.
    package var segmentCount: UInt64 { context.ledger.segments }
    /// How many segments brought other bytes for a place than those that were still at hand from an earlier one.
    package var differingOverlapCount: UInt64 { context.ledger.differingOverlaps }
    /// How many connections are followed.
    package var connectionCount: Int { connections.count }

    /// The limits that hold here, and how often each was reached.
    package var limitUse: [LimitUse] {
        let (limits, ledger) = (context.limits, context.ledger)
        return [
            LimitUse(name: "tcp_connections", value: limits.connections, reached: connectionEvictions),
            LimitUse(name: "tcp_bytes", value: limits.streamBytes, reached: byteEvictions),
            LimitUse(name: "tcp_bytes_ahead", value: limits.bytesAhead, reached: ledger.aheadLimitReached),
            LimitUse(name: "tcp_bytes_pending", value: limits.bytesPending, reached: ledger.pendingLimitReached),
        ]
    }

    /// Takes a segment that frame number `frame` brought at `time`; its payload range is one of `bytes`.
    ///
    /// `deliver` is called, before this returns, for each stretch of bytes that has come in order: mostly once, not at
    /// all for a segment that brings nothing new, several times where it fills a gap. It may also be called for
    /// connections whose gaps are due.
    package mutating func take(
        _ segment: Segment,
        _ bytes: RawSpan,
        at time: CaptureTime,
        frame: UInt64,
        deliver: StreamConsumer
    ) -> SegmentOutcome {
        advance(to: time, deliver: deliver)
        let key = ConnectionKey(segment.source, segment.destination)
        guard let slot = connections.slot(of: key) ?? open(key, for: segment) else {
            return segment.payload.isEmpty && !segment.isCut ? .empty : .other
        }
        context.frame = FrameMark(number: frame, time: time, ordinal: context.frame.ordinal &+ 1)
        let segment = segment.clamped(to: bytes.byteCount)
        let cost = connections[slot].cost
        let fromLower = segment.source == key.lower
        let outcome = connections[slot].take(segment, bytes, fromLower: fromLower, &context, deliver)
        settle(slot, since: cost)
        evictBytes()
        return outcome
    }

    /// Gives up what is due by the time `time`: gaps, and connections that have been silent.
    package mutating func advance(to time: CaptureTime, deliver: StreamConsumer) {
        context.clock.advance(to: time)
        guard context.clock.elapsed - lastSweep >= TCPStreams.sweepNanoseconds else { return }
        lastSweep = context.clock.elapsed
        while let slot = oldest(.gapped, idleFor: context.limits.gapNanoseconds) {
            let cost = connections[slot].cost
            context.progress = Progress()
            connections[slot].closeGapsIfDue(&context, deliver)
            settle(slot, since: cost)
        }
        forget(.closed, idleFor: context.limits.closedNanoseconds)
        forget(.unproven, idleFor: context.limits.unprovenNanoseconds)
        forget(.undecided, idleFor: context.limits.unprovenNanoseconds)
        forget(.proven, idleFor: context.limits.provenNanoseconds)
        forget(.waiting, idleFor: context.limits.provenNanoseconds)
    }

    /// Follows a new connection where `segment` is worth it: one that opens it or brings bytes.
    private mutating func open(_ key: ConnectionKey, for segment: Segment) -> Int? {
        let isWorthIt = segment.flags.contains(.syn) || !segment.payload.isEmpty || segment.isCut
        guard isWorthIt, !segment.flags.contains(.reset) else { return nil }
        while connections.count >= context.limits.connections, let least = leastConnection {
            connectionEvictions += 1
            forget(least, for: .streamLimit)
        }
        let list = Connection.Standing.unproven.rawValue
        return connections.insert(key, Connection(key), in: list, at: context.clock.stamp)
    }

    /// The connection to forget for a new one.
    private var leastConnection: Int? {
        for standing in Connection.Standing.allCases {
            if let slot = oldest(standing) { return slot }
        }
        return nil
    }

    /// Brings the table up to date with what has happened to a connection.
    private mutating func settle(_ slot: Int, since cost: Int) {
        heldByteCount += connections[slot].cost - cost
        connections.use(slot, in: connections[slot].standing.rawValue, at: context.clock.stamp)
    }

    private func oldest(_ standing: Connection.Standing) -> Int? { connections.oldest(in: standing.rawValue) }

    private mutating func oldest(_ standing: Connection.Standing, idleFor nanoseconds: Int64) -> Int? {
        connections.oldest(in: standing.rawValue, idleFor: nanoseconds, by: context.clock)
    }

    private mutating func forget(_ standing: Connection.Standing, idleFor nanoseconds: Int64) {
        while let slot = oldest(standing, idleFor: nanoseconds) { forget(slot, for: .streamIdle) }
    }

    private mutating func forget(_ slot: Int, for reason: LossReason) {
        heldByteCount -= connections[slot].cost
        context.progress = Progress()
        connections[slot].forget(for: reason, &context)
        _ = connections.remove(slot)
    }

    /// Makes connections give up their bytes until those of all are within the limit.
    private mutating func evictBytes() {
        while heldByteCount > context.limits.streamBytes {
            guard let slot = oldest(.undecided) ?? oldest(.gapped) ?? oldest(.waiting) else { return }
            byteEvictions += 1
            let cost = connections[slot].cost
            connections[slot].forget(for: .tcpLimit, &context)
            settle(slot, since: cost)
        }
    }
}

extension Segment {
    /// The segment with its payload range cut to a span of `byteCount` bytes, which changes none that was decoded from
    /// it.
    fileprivate func clamped(to byteCount: Int) -> Segment {
        guard payload.upper > byteCount else { return self }
        var segment = self
        segment.payload = ByteRange(min(payload.lower, byteCount), byteCount)
        return segment
    }
}
