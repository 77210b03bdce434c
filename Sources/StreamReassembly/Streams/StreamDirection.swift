internal import NetworkTypes
internal import PacketDecoding
internal import WireBytes

/// One direction of a TCP connection: which byte comes next, and what came too early (RFC 9293 §3.4, §3.10).
///
///     | consumed … | backlog: in order, no whole message yet | gap | ahead … |
///                                                            ^ `numbering`
///
/// The first copy of a byte is the one that counts.
struct StreamDirection: Sendable {
    /// What is in order.
    var backlog: StreamBacklog
    /// What came too early.
    var ahead = AheadBytes()
    /// Which byte is expected.
    var numbering = StreamNumbering()
    /// Whether its numbers are known: by a SYN, or by the first bytes that were seen.
    var isOpen = false
    /// The position up to which bytes are known to have been cut off by the snap length.
    var cutEnd = 0
    /// The clock's stamp when the gap before `ahead` was first seen.
    var gapSince: Int64 = 0
    /// What the other side expects next, as it said last.
    var acknowledged: UInt32?
    /// The number of the first byte after a SYN that came while the direction was in use.
    var renewal: UInt32?
    /// The position of the FIN, which counts as a byte behind the last.
    var finPosition: Int?
    /// Whether a FIN has been reached or a reset was seen, and no byte since.
    var hasEnded = false

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
        context.ledger.segments &+= 1
        place(number, &context, consumer)
        let start = numbering.position(of: number)
        if start + wireByteCount <= numbering.position {
            compare(range, of: bytes, at: start, &context)
            context.ledger.repeatedSegments &+= 1
            context.progress.isRepeated = true
            backlog.addRepeated(&context)
        } else if start > numbering.position {
            let missing = wireByteCount - range.count
            hold(range, of: bytes, at: start, missing: missing, &context, consumer)
        } else {
            fill(range, of: bytes, at: start, isCut: range.count < wireByteCount, &context, consumer)
            cutEnd = max(cutEnd, start + wireByteCount)
            passCut(&context, consumer)
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
        let (frame, end) = (context.frame, start + range.count)
        var at = start
        while at < end, notes.verdict != .notSIP {
            let upTo = min(end, max(numbering.position, ahead.firstPosition ?? end))
            let part = ByteRange(range.lower + at - start, range.lower + upTo - start)
            let piece = StreamPiece(range: part, isCut: isCut, frame: frame, holder: .current, completion: frame)
            accept(piece, of: bytes, at: at, &context, consumer)
            drain(completedBy: frame, &context, consumer)
            at = upTo
        }
    }

    /// Hands on the bytes of `piece` in `bytes`, which begin at or before the expected position.
    private mutating func accept(
        _ piece: StreamPiece,
        of bytes: RawSpan,
        at start: Int,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) {
        var piece = piece
        let repeated = min(numbering.position - start, piece.range.count)
        if repeated > 0 {
            let middle = piece.range.lower + repeated
            compare(ByteRange(piece.range.lower, middle), of: bytes, at: start, &context)
            piece.range = ByteRange(middle, piece.range.upper)
            piece.isCut = false
        }
        if !piece.range.isEmpty { hasEnded = false }
        numbering.advance(to: numbering.position + piece.range.count)
        backlog.add(piece, of: bytes, &context, consumer)
        if notes.verdict == .notSIP { context.ledger.framesFoundOther &+= UInt64(ahead.removeAll()) }
    }

    /// Hands on what was held ahead and follows now, because `completion` filled the gap or, without one, nothing will.
    ///
    /// What was cut off behind it is passed over afterwards, since a segment that is being taken may have it.
    mutating func drain(
        completedBy completion: FrameMark?,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) {
        guard hasGap else { return }
        while let stretch = ahead.removeFirst(upTo: numbering.position) {
            cutEnd = max(cutEnd, stretch.cutEnd)
            guard !stretch.bytes.isEmpty else {
                // Nothing was captured of it that a message could be made of, as where such a segment has its turn.
                if stretch.ownsFrame { context.ledger.framesFoundOther &+= 1 }
                continue
            }
            let piece = StreamPiece(
                range: ByteRange(0, stretch.bytes.count),
                isCut: stretch.missingByteCount > 0,
                frame: stretch.frame,
                holder: stretch.ownsFrame ? .earlier : .nobody,
                completion: completion ?? stretch.frame
            )
            let start = stretch.position
            stretch.bytes.withRawSpan { accept(piece, of: $0, at: start, &context, consumer) }
        }
        gapSince = context.clock.stamp
    }

    /// Compares bytes that begin at `start`, and should be there already, with what is still at hand of them.
    private func compare(_ range: ByteRange, of bytes: RawSpan, at start: Int, _ context: inout StreamContext) {
        let distance = numbering.position - start - range.count
        guard !backlog.agrees(with: range, of: bytes, endingBeforeEnd: distance) else { return }
        context.ledger.differingOverlaps &+= 1
    }
}
