internal import NetworkTypes
internal import WireBytes

/// The end of a stream that is in order and not consumed, and the consumer's notes on it.
///
/// In the ordinary case a segment ends where a message ends: its bytes are shown where they are and nothing is copied.
struct StreamBacklog: Sendable {
    /// For the consumer.
    private(set) var notes: StreamNotes
    private var pending = PendingBytes()
    /// How many frames are counted as held for `pending`.
    private(set) var waitingFrames = 0

    /// Nothing waits in `flow`.
    init(flow: Flow) { notes = StreamNotes(flow: flow) }

    /// How much memory the bytes count for.
    var cost: Int { pending.cost }

    /// Shows the consumer the bytes of `piece` in `bytes`, which come next in the stream, and keeps what it leaves.
    mutating func add(
        _ piece: StreamPiece,
        of bytes: RawSpan,
        _ context: inout StreamContext,
        _ consumer: StreamConsumer
    ) {
        let (range, holder, completion) = (piece.range, piece.holder, piece.completion)
        guard !range.isEmpty else { return }
        notes.lastFrame = piece.frame.number
        if pending.isEmpty || completion.ordinal > notes.completion.ordinal { notes.completion = completion }
        if pending.isEmpty {
            mark(piece.frame)
            let counts = counts
            notes.awaitedByteCount = 0
            notes.beginsCutSegment = piece.isCut
            let taken = consumer(bytes.extracting(range.lower..<range.upper), &notes)
            let consumed = min(max(0, taken), range.count)
            settle(since: counts, consumed, &context)
            let isMessage = notes.messageCount != counts.messages
            if consumed == range.count, holder == .earlier, !isMessage, notes.skipCount != counts.skips {
                context.ledger.framesFoundOther &+= 1
            }
            if consumed < range.count { pending.append(ByteRange(range.lower + consumed, range.upper), of: bytes) }
        } else {
            pending.append(range, of: bytes)
            if pending.count >= notes.awaitedByteCount, showPending(&context, consumer) { mark(piece.frame) }
        }
        if notes.verdict == .notSIP {
            if holder == .earlier { waitingFrames += 1 }
            return dropAsOther(&context)
        }
        if !pending.isEmpty { wait(holder, &context) }
    }

    /// Counts the frame being taken, whose bytes were there already, for as long as any wait.
    mutating func addRepeated(_ context: inout StreamContext) {
        if !pending.isEmpty { wait(.current, &context) }
    }

    /// Tells the consumer that nothing follows, and gives up what it leaves.
    mutating func cutOff(for reason: LossReason, _ context: inout StreamContext, _ consumer: StreamConsumer) {
        guard !pending.isEmpty else { return }
        notes.isCutOff = true
        _ = showPending(&context, cutOffFor: reason, consumer)
        notes.isCutOff = false
        if notes.verdict == .notSIP { dropAsOther(&context) } else { forget(for: reason, &context) }
    }

    /// Gives up what waits.
    mutating func forget(for reason: LossReason, _ context: inout StreamContext) {
        context.ledger.lost.add(waitingFrames, for: reason)
        if context.progress.isWaiting { context.progress.isGivenUp = true }
        dropPending(&context)
    }

    /// Notes that the bytes to come do not follow those before them.
    mutating func breakOff() { notes.isSynchronized = false }

    /// Notes that a connection begins, or is picked up in its middle, with the next byte.
    mutating func begin(isSynchronized: Bool) {
        notes.isSynchronized = isSynchronized
        guard isSynchronized else { return }
        notes.verdict = .undecided
        notes.mark = 0
    }

    /// Whether the bytes of `range` in `bytes` are those that end `distance` before the end, as far as these still
    /// wait.
    func agrees(with range: ByteRange, of bytes: RawSpan, endingBeforeEnd distance: Int) -> Bool {
        pending.agree(with: range, of: bytes, endingBeforeEnd: distance)
    }

    // MARK: Accounting

    private typealias Counts = (messages: UInt64, keepalives: UInt64, skips: UInt64)

    private var counts: Counts { (notes.messageCount, notes.keepaliveCount, notes.skipCount) }

    /// Notes that the first pending byte came in `frame`.
    private mutating func mark(_ frame: FrameMark) { notes.firstFrame = frame.number }

    /// Shows what waits; says whether the consumer took any of it.
    private mutating func showPending(
        _ context: inout StreamContext,
        cutOffFor reason: LossReason? = nil,
        _ consumer: StreamConsumer
    ) -> Bool {
        let counts = counts
        notes.awaitedByteCount = 0
        let consumed = pending.lend(to: consumer, &notes)
        pending.drop(consumed)
        settle(since: counts, consumed, cutOffFor: reason, &context)
        return consumed > 0
    }

    /// Takes over what the consumer has counted; once it took some bytes, what it left came with the last frame.
    ///
    /// Frames that waited for a message which their bytes proved to be no part of are other traffic; but of a stream of
    /// SIP that is cut off for a `reason`, they are lost.
    private mutating func settle(
        since before: Counts,
        _ consumed: Int,
        cutOffFor reason: LossReason? = nil,
        _ context: inout StreamContext
    ) {
        context.progress.messages &+= notes.messageCount &- before.messages
        context.progress.keepalives &+= notes.keepaliveCount &- before.keepalives
        if notes.skipCount != before.skips { context.progress.hasSkipped = true }
        guard consumed > 0 else { return }
        notes.beginsCutSegment = false
        if notes.messageCount == before.messages, waitingFrames > 0 {
            if let reason, notes.verdict == .sip {
                context.ledger.lost.add(waitingFrames, for: reason)
                if context.progress.isWaiting { context.progress.isGivenUp = true }
            } else {
                context.ledger.framesFoundOther &+= UInt64(waitingFrames - (context.progress.isWaiting ? 1 : 0))
            }
        }
        waitingFrames = 0
        context.progress.isWaiting = false
    }

    private mutating func wait(_ holder: StreamPiece.Holder, _ context: inout StreamContext) {
        if holder == .earlier { waitingFrames += 1 }
        if holder == .current, context.progress.messages == 0, !context.progress.isWaiting {
            waitingFrames += 1
            context.progress.isWaiting = true
        }
        guard pending.count > context.limits.bytesPending else { return }
        context.ledger.pendingLimitReached += 1
        forget(for: .tcpLimit, &context)
        breakOff()
    }

    private mutating func dropAsOther(_ context: inout StreamContext) {
        context.ledger.framesFoundOther &+= UInt64(waitingFrames)
        if context.progress.isWaiting { context.progress.isGivenUp = true }
        dropPending(&context)
    }

    private mutating func dropPending(_ context: inout StreamContext) {
        waitingFrames = 0
        context.progress.isWaiting = false
        pending.removeAll()
        (notes.scanOffset, notes.scanStage) = (0, 0)
        notes.awaitedByteCount = 0
    }
}
