/// The beginning and the end of a direction, and whether some bytes or a reset are of it at all.
extension StreamDirection {
    /// How far from the expected one a sequence number may be and still belong to the same stretch of the stream: 1
    /// MiB.
    private static let window = 1 << 20

    /// Finds where the byte numbered `number` belongs: in the stream as it is, in a new one, or in its middle.
    mutating func place(_ number: UInt32, _ context: inout StreamContext, _ consumer: StreamConsumer) {
        if !isOpen {
            begin(at: number, isSynchronized: false, &context)
        } else if let renewal, number != numbering.next, (0..<StreamDirection.window).contains(Int(number &- renewal)) {
            cutOff(for: .tcpReset, &context, consumer)
            begin(at: renewal, isSynchronized: true, &context)
        } else if abs(numbering.position(of: number) - numbering.position) > StreamDirection.window {
            cutOff(for: .tcpGap, &context, consumer)
            begin(at: number, isSynchronized: false, &context)
            context.ledger.gaps &+= 1
            backlog.breakOff()
        }
    }

    /// Takes notice that the other side expects the byte numbered `number` next.
    mutating func acknowledge(_ number: UInt32) { acknowledged = number }

    /// Takes notice of a SYN of this side before the byte numbered `first`.
    ///
    /// A direction in use is not moved by a SYN alone, which anybody can forge, but by the bytes that follow it.
    mutating func open(at first: UInt32, _ context: inout StreamContext) {
        let isInUse = isOpen && !hasEnded && notes.verdict != .notSIP && (numbering.position > 0 || hasGap)
        guard isInUse else { return begin(at: first, isSynchronized: true, &context) }
        if numbering.position(of: first) != 0 { renewal = first }
    }

    /// Takes notice that the other side has answered a SYN, whose first byte is numbered `first`; used where no SYN was
    /// seen.
    mutating func confirm(_ first: UInt32, _ context: inout StreamContext) {
        if !isOpen { begin(at: first, isSynchronized: true, &context) }
    }

    /// Takes notice that the last byte is the one before `end`, and ends the direction once all are there.
    mutating func finish(at end: UInt32?, _ context: inout StreamContext, _ consumer: StreamConsumer) {
        if notes.verdict == .notSIP || !isOpen { hasEnded = hasEnded || end != nil }
        if let end, isOpen { finPosition = numbering.position(of: end) }
        guard let finPosition, finPosition == numbering.position else { return }
        self.finPosition = nil
        cutOff(for: .tcpEnd, &context, consumer)
        numbering.advance(to: numbering.position + 1)
        hasEnded = true
    }

    /// Whether the direction has begun and not ended.
    var isUnderWay: Bool { isOpen && !hasEnded }

    /// Whether nothing but a SYN was seen of this direction, and `number` is what the other side says to it.
    func isRefused(by number: UInt32) -> Bool {
        isUnderWay && notes.isSynchronized && numbering.position == 0 && !hasGap && number == numbering.next
    }

    /// Whether a reset numbered `number` is one that the receiver would take (RFC 9293 §3.10.7.4).
    func acceptsReset(_ number: UInt32, _ limits: ReassemblyLimits) -> Bool {
        isOpen && (0...limits.bytesAhead).contains(numbering.position(of: number) - numbering.position)
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
        numbering = StreamNumbering(first: first)
        (isOpen, hasEnded, cutEnd) = (true, false, 0)
        (renewal, finPosition, acknowledged) = (nil, nil, nil)
    }
}
