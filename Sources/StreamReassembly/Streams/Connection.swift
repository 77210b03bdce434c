internal import NetworkTypes
internal import PacketDecoding
internal import WireBytes

/// The two ends of a TCP connection, in an order of their own so that both directions find the same one.
struct ConnectionKey: Hashable, Sendable {
    /// The end that sorts first.
    let lower: Endpoint
    /// The other.
    let upper: Endpoint

    /// The connection between two ends.
    init(_ one: Endpoint, _ other: Endpoint) { (lower, upper) = one < other ? (one, other) : (other, one) }

    /// Feeds five whole words, where the members one by one would be eight pieces.
    func hash(into hasher: inout Hasher) {
        hasher.combine(lower.address.high)
        hasher.combine(lower.address.low)
        hasher.combine(upper.address.high)
        hasher.combine(upper.address.low)
        hasher.combine(UInt32(lower.port) << 16 | UInt32(upper.port))
    }
}

/// A TCP connection as an observer knows it: two directions, either of which may be all that is seen.
struct Connection: Sendable {
    /// What a connection is worth, the least first: that is the order in which connections are forgotten for new ones.
    enum Standing: Int, CaseIterable {
        /// It has ended; kept to know late copies.
        case closed
        /// No SIP so far, and nothing held.
        case unproven
        /// No SIP so far, and bytes held.
        case undecided
        /// Bytes held behind a gap.
        case gapped
        /// It carries SIP, and nothing is held.
        case proven
        /// It carries SIP, and bytes are held.
        case waiting
    }

    private var lower: StreamDirection
    private var upper: StreamDirection

    /// A connection of which nothing has been seen.
    init(_ key: ConnectionKey) {
        let flow = Flow(source: key.lower, destination: key.upper, transport: .tcp)
        lower = StreamDirection(flow: flow)
        upper = StreamDirection(flow: flow.reversed)
    }

    /// How much memory its bytes count for.
    var cost: Int { lower.cost + upper.cost }

    /// Adds the directions of which bytes wait.
    func add(to waiting: inout Waiting) {
        waiting.add(frames: lower.waitingFrames)
        waiting.add(frames: upper.waitingFrames)
    }

    /// What it is worth now.
    var standing: Standing {
        if lower.hasGap || upper.hasGap { return .gapped }
        let isProven = lower.notes.verdict == .sip || upper.notes.verdict == .sip
        if cost > 0 { return isProven ? .waiting : .undecided }
        if lower.hasEnded && upper.hasEnded { return .closed }
        return isProven ? .proven : .unproven
    }

    /// Takes a segment of the direction from the lower end to the upper or of the other; its payload lies in `bytes`.
    mutating func take(
        _ segment: Segment,
        _ bytes: RawSpan,
        fromLower: Bool,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) -> SegmentOutcome {
        fromLower
            ? Connection.take(segment, bytes, &lower, &upper, &context, consumer)
            : Connection.take(segment, bytes, &upper, &lower, &context, consumer)
    }

    /// Gives up gaps that have waited long enough.
    mutating func closeGapsIfDue(_ context: inout StreamContext, _ consumer: StreamConsumer) {
        lower.closeGapIfDue(&context, consumer)
        upper.closeGapIfDue(&context, consumer)
    }

    /// Gives up everything that is held.
    mutating func forget(for reason: LossReason, _ context: inout StreamContext) {
        lower.forget(for: reason, &context)
        upper.forget(for: reason, &context)
    }

    private static func take(
        _ segment: Segment,
        _ bytes: RawSpan,
        _ own: inout StreamDirection,
        _ peer: inout StreamDirection,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) -> SegmentOutcome {
        let wireByteCount = segment.payload.count + segment.missingByteCount
        if segment.flags.contains(.acknowledgement) { peer.acknowledge(segment.acknowledgement) }
        peer.closeGapIfDue(&context, consumer)
        context.progress = Progress()
        if segment.flags.contains(.reset) {
            let isRefusal = !own.isUnderWay && Connection.refuses(segment, peer)
            if isRefusal || own.acceptsReset(segment.sequence, context.limits) {
                own.reset(&context, consumer)
                peer.reset(&context, consumer)
            } else if !own.hasEnded || !peer.hasEnded {
                context.ledger.ignoredResets &+= 1
            }
            if isRefusal, wireByteCount == 0 { return .refused }
            return context.progress.outcome(hasPayload: wireByteCount > 0, verdict: own.notes.verdict)
        }
        let isOpening = segment.flags.contains(.syn)
        if isOpening {
            own.open(at: segment.sequence &+ 1, &context)
            if segment.flags.contains(.acknowledgement) { peer.confirm(segment.acknowledgement, &context) }
        }
        let first = isOpening ? segment.sequence &+ 1 : segment.sequence
        if wireByteCount > 0 {
            own.take(segment.payload, of: bytes, numbered: first, wireByteCount: wireByteCount, &context, consumer)
        }
        own.closeGapIfDue(&context, consumer)
        let end = first &+ UInt32(truncatingIfNeeded: wireByteCount)
        own.finish(at: segment.flags.contains(.fin) ? end : nil, &context, consumer)
        return context.progress.outcome(hasPayload: wireByteCount > 0, verdict: own.notes.verdict)
    }

    /// Whether a reset answers the SYN of `peer`: it acknowledges that and nothing else (RFC 9293 §3.10.7.1,
    /// §3.10.7.3).
    private static func refuses(_ segment: Segment, _ peer: StreamDirection) -> Bool {
        segment.flags.contains(.acknowledgement) && peer.isRefused(by: segment.acknowledgement)
    }
}
