internal import NetworkTypes
internal import PacketDecoding
internal import WireBytes

/// One direction of a TCP connection: which byte comes next, and what came too early (RFC 9293 §3.4, §3.10).
///
///     | consumed … | backlog: in order, no whole message yet | gap | ahead … |
///                                                            ^ position, numbered `next`
///
/// Positions count bytes from where the direction was picked up and do not wrap; sequence numbers become positions in
/// one place, `position(of:)`. The first copy of a byte is the one that counts.
struct StreamDirection: Sendable {
    /// How far from the expected one a sequence number may be and still belong to the same stretch of the stream: 1
    /// MiB.
    private static let window = 1 << 20

    private var backlog: StreamBacklog
    private var ahead = AheadBytes()
    private var next: UInt32 = 0
    private var position = 0
    private var isOpen = false
    /// The clock's stamp when the gap before `ahead` was first seen.
    private var gapSince: Int64 = 0
    /// What the other side expects next, as it said last.
    private var acknowledged: UInt32?
    /// The number of the first byte after a SYN that came while the direction was in use.
    private var renewal: UInt32?
    /// The position of the FIN, which counts as a byte behind the last.
    private var finPosition: Int?
    /// Whether a FIN has been reached or a reset was seen, and no byte since.
    private(set) var hasEnded = false

    /// A direction of which nothing has been seen.
    init(flow: Flow) { backlog = StreamBacklog(flow: flow) }

    /// What is known to the consumer.
    var notes: StreamNotes { backlog.notes }

    /// How much memory the bytes count for.
    var cost: Int { backlog.cost + ahead.cost }

    /// How many frames are counted as held for the bytes.
    var waitingFrames: Int { backlog.waitingFrames + ahead.frames }

    /// Whether bytes wait behind a gap.
    var hasGap: Bool { !ahead.isEmpty }

    // MARK: Bytes

    /// Takes the bytes of `range` in `bytes`, numbered from `number`, which were `wireByteCount` on the wire.
    mutating func take(
        _ range: ByteRange,
        of bytes: RawSpan,
        numbered number: UInt32,
        wireByteCount: Int,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) {
        guard notes.verdict != .notSIP else { return }
        place(number, &context, consumer)
        let start = position(of: number)
        if start + wireByteCount <= position {
            compare(range, of: bytes, at: start, &context)
            context.ledger.repeatedSegments &+= 1
            context.progress.isRepeated = true
            backlog.addRepeated(&context)
        } else if start > position {
            let missing = wireByteCount - range.count
            hold(range, of: bytes, at: start, missing: missing, &context, consumer)
        } else {
            fill(range, of: bytes, at: start, isCut: range.count < wireByteCount, &context, consumer)
            while position < start + wireByteCount, notes.verdict != .notSIP {
                passCut(upTo: start + wireByteCount, &context, consumer)
                drain(completedBy: nil, &context, consumer)
            }
        }
    }

    /// Goes on behind bytes that the snap length cut, up to `end` or to those that are held.
    private mutating func passCut(upTo end: Int, _ context: inout StreamContext, _ consumer: StreamConsumer) {
        let end = min(end, ahead.firstPosition ?? .max)
        guard end > position, notes.verdict != .notSIP else { return }
        backlog.cutOff(for: .tcpCut, &context, consumer)
        backlog.breakOff()
        advance(to: end)
    }

    /// Finds where the byte numbered `number` belongs: in the stream as it is, in a new one, or in its middle.
    private mutating func place(_ number: UInt32, _ context: inout StreamContext, _ consumer: StreamConsumer) {
        if !isOpen {
            begin(at: number, isSynchronized: false, &context)
        } else if let renewal, number != next, (0..<StreamDirection.window).contains(Int(number &- renewal)) {
            cutOff(for: .tcpReset, &context, consumer)
            begin(at: renewal, isSynchronized: true, &context)
        } else if abs(position(of: number) - position) > StreamDirection.window {
            cutOff(for: .tcpGap, &context, consumer)
            begin(at: number, isSynchronized: false, &context)
            context.ledger.gaps &+= 1
            backlog.breakOff()
        }
    }

    /// Hands on the bytes of `range` in `bytes`, which begin at `start`, and those held ahead where they have their
    /// turn.
    private mutating func fill(
        _ range: ByteRange,
        of bytes: RawSpan,
        at start: Int,
        isCut: Bool,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) {
        let end = start + range.count
        var at = start
        while at < end, notes.verdict != .notSIP {
            let upTo = min(end, max(position, ahead.firstPosition ?? end))
            let part = ByteRange(range.lower + at - start, range.lower + upTo - start)
            accept(
                part,
                of: bytes,
                at: at,
                isCut: isCut,
                from: context.frame,
                .current,
                completedBy: context.frame,
                &context,
                consumer
            )
            drain(completedBy: context.frame, &context, consumer)
            at = upTo
        }
    }

    /// Hands on the bytes of `range` in `bytes`, which begin at or before the expected position.
    ///
    /// They came in `frame`; `completion` is the one that made it possible to hand them on; `isCut` where the snap
    /// length cut off what follows.
    private mutating func accept(
        _ range: ByteRange,
        of bytes: RawSpan,
        at start: Int,
        isCut: Bool,
        from frame: FrameMark,
        _ holder: StreamBacklog.Holder,
        completedBy completion: FrameMark,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) {
        let repeated = min(position - start, range.count)
        if repeated > 0 {
            compare(ByteRange(range.lower, range.lower + repeated), of: bytes, at: start, &context)
        }
        let fresh = ByteRange(range.lower + repeated, range.upper)
        if !fresh.isEmpty { hasEnded = false }
        advance(to: position + fresh.count)
        backlog.add(
            fresh,
            of: bytes,
            isCut: isCut && repeated <= 0,
            from: frame,
            holder,
            completedBy: completion,
            &context,
            consumer
        )
        if notes.verdict == .notSIP { context.ledger.framesFoundOther &+= UInt64(ahead.removeAll()) }
    }

    /// Keeps bytes behind a gap; where they become too many, the gap is given up.
    private mutating func hold(
        _ range: ByteRange,
        of bytes: RawSpan,
        at start: Int,
        missing: Int,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) {
        if ahead.isEmpty { gapSince = context.clock.stamp }
        let result = ahead.insert(range, of: bytes, at: start, missing: missing, from: context.frame)
        if !result.isEqual { context.ledger.differingOverlaps &+= 1 }
        if result.wasAdded { context.progress.isAhead = true } else { context.progress.isRepeated = true }
        guard ahead.cost > context.limits.bytesAhead else { return }
        context.ledger.aheadLimitReached &+= 1
        while ahead.cost > context.limits.bytesAhead, let first = ahead.firstPosition {
            closeGap(upTo: first, for: .tcpLimit, &context, consumer)
        }
    }

    /// Hands on what was held ahead and follows now, because `completion` filled the gap or, without one, nothing will.
    private mutating func drain(
        completedBy completion: FrameMark?,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) {
        guard hasGap else { return }
        while let stretch = ahead.removeFirst(upTo: position) {
            let holder = stretch.ownsFrame ? StreamBacklog.Holder.earlier : .nobody
            let whole = ByteRange(0, stretch.bytes.count)
            let (start, frame, missing) = (stretch.position, stretch.frame, stretch.missingByteCount)
            let mark = completion ?? frame
            stretch.bytes.withRawSpan {
                accept(
                    whole,
                    of: $0,
                    at: start,
                    isCut: missing > 0,
                    from: frame,
                    holder,
                    completedBy: mark,
                    &context,
                    consumer
                )
            }
            if missing > 0 { passCut(upTo: start + whole.count + missing, &context, consumer) }
        }
        gapSince = context.clock.stamp
    }

    /// Compares bytes that begin at `start`, and should be there already, with what is still at hand of them.
    private func compare(_ range: ByteRange, of bytes: RawSpan, at start: Int, _ context: inout StreamContext) {
        let distance = position - start - range.count
        guard !backlog.agrees(with: range, of: bytes, endingBeforeEnd: distance) else { return }
        context.ledger.differingOverlaps &+= 1
    }

    // MARK: Gaps

    /// Gives up the gap that has waited long enough, if there is one.
    mutating func closeGapIfDue(_ context: inout StreamContext, _ consumer: StreamConsumer) {
        while let first = ahead.firstPosition {
            gapSince = min(gapSince, context.clock.stamp)
            let isAcknowledged = acknowledged.map { position(of: $0) >= first } ?? false
            let limits = context.limits
            let patience = isAcknowledged ? limits.acknowledgedGapNanoseconds : limits.gapNanoseconds
            guard context.clock.elapsed - gapSince >= patience else { return }
            closeGap(upTo: first, for: .tcpGap, &context, consumer)
        }
    }

    /// Goes on behind bytes that were not captured.
    private mutating func closeGap(
        upTo end: Int,
        for reason: LossReason,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) {
        context.ledger.gaps &+= 1
        backlog.cutOff(for: reason, &context, consumer)
        backlog.breakOff()
        advance(to: end)
        drain(completedBy: nil, &context, consumer)
    }

    // MARK: Beginning and end

    /// Takes notice that the other side expects the byte numbered `number` next.
    mutating func acknowledge(_ number: UInt32) { acknowledged = number }

    /// Takes notice of a SYN of this side before the byte numbered `first`.
    ///
    /// A direction in use is not moved by a SYN alone, which anybody can forge, but by the bytes that follow it.
    mutating func open(at first: UInt32, _ context: inout StreamContext) {
        let isInUse = isOpen && !hasEnded && notes.verdict != .notSIP && (position > 0 || hasGap)
        guard isInUse else { return begin(at: first, isSynchronized: true, &context) }
        if position(of: first) != 0 { renewal = first }
    }

    /// Takes notice that the other side has answered a SYN, whose first byte is numbered `first`; used where no SYN was
    /// seen.
    mutating func confirm(_ first: UInt32, _ context: inout StreamContext) {
        if !isOpen { begin(at: first, isSynchronized: true, &context) }
    }

    /// Takes notice that the last byte is the one before `end`, and ends the direction once all are there.
    mutating func finish(at end: UInt32?, _ context: inout StreamContext, _ consumer: StreamConsumer) {
        if notes.verdict == .notSIP || !isOpen { hasEnded = hasEnded || end != nil }
        if let end, isOpen { finPosition = position(of: end) }
        guard let finPosition, finPosition == position else { return }
        self.finPosition = nil
        cutOff(for: .tcpEnd, &context, consumer)
        advance(to: position + 1)
        hasEnded = true
    }

    /// Whether the direction has begun and not ended.
    var isUnderWay: Bool { isOpen && !hasEnded }

    /// Whether nothing but a SYN was seen of this direction, and `number` is what the other side says to it.
    func isRefused(by number: UInt32) -> Bool {
        isUnderWay && notes.isSynchronized && position == 0 && !hasGap && number == next
    }

    /// Whether a reset numbered `number` is one that the receiver would take (RFC 9293 §3.10.7.4).
    func acceptsReset(_ number: UInt32, _ limits: ReassemblyLimits) -> Bool {
        isOpen && (0...limits.bytesAhead).contains(position(of: number) - position)
    }

    /// Ends the direction at once.
    mutating func reset(_ context: inout StreamContext, _ consumer: StreamConsumer) {
        cutOff(for: .tcpReset, &context, consumer)
        hasEnded = true
    }

    /// Gives up everything that is held, without a word to the consumer.
    mutating func forget(for reason: LossReason, _ context: inout StreamContext) {
        if hasGap || backlog.cost > 0 { backlog.breakOff() }
        backlog.forget(for: reason, &context)
        context.ledger.lost.add(ahead.removeAll(), for: reason)
    }

    /// Shows the consumer for the last time what is in order, and gives up the rest.
    private mutating func cutOff(for reason: LossReason, _ context: inout StreamContext, _ consumer: StreamConsumer) {
        backlog.cutOff(for: reason, &context, consumer)
        context.ledger.lost.add(ahead.removeAll(), for: reason)
    }

    private mutating func begin(at first: UInt32, isSynchronized: Bool, _ context: inout StreamContext) {
        forget(for: .tcpReset, &context)
        backlog.begin(isSynchronized: isSynchronized)
        (next, position, isOpen, hasEnded) = (first, 0, true, false)
        (renewal, finPosition, acknowledged) = (nil, nil, nil)
    }

    // MARK: Numbers

    /// The position of the byte numbered `number`, the one of all possible that is nearest to the expected byte.
    private func position(of number: UInt32) -> Int { position + Int(Int32(bitPattern: number &- next)) }

    private mutating func advance(to end: Int) {
        next &+= UInt32(truncatingIfNeeded: end - position)
        position = end
    }
}
