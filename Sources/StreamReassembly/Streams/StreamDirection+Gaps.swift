internal import NetworkTypes
internal import WireBytes

/// The bytes that are not there: a gap, until it is filled or given up, and what the snap length cut off.
extension StreamDirection {
    /// Keeps bytes behind a gap; where they become too many, the gap is given up.
    mutating func hold(
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

    /// Gives up the gap that has waited long enough, if there is one.
    mutating func closeGapIfDue(_ context: inout StreamContext, _ consumer: StreamConsumer) {
        while let first = ahead.firstPosition {
            gapSince = min(gapSince, context.clock.stamp)
            let isAcknowledged = acknowledged.map { numbering.position(of: $0) >= first } ?? false
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
        if let acknowledged, numbering.position(of: acknowledged) >= end {
            let (frame, time) = (context.frame.number, context.frame.time)
            context.ledger.holes &+= 1
            context.ledger.latestHole = StreamHole(flow: notes.flow, frame: frame, time: time)
        }
        backlog.cutOff(for: reason, &context, consumer)
        backlog.breakOff()
        numbering.advance(to: end)
        drain(completedBy: nil, &context, consumer)
        passCut(&context, consumer)
    }

    /// Goes on behind bytes that the snap length cut off, up to each stretch that was captured there.
    mutating func passCut(_ context: inout StreamContext, _ consumer: StreamConsumer) {
        while numbering.position < cutEnd, notes.verdict != .notSIP {
            backlog.cutOff(for: .tcpCut, &context, consumer)
            backlog.breakOff()
            numbering.advance(to: min(cutEnd, ahead.firstPosition ?? .max))
            drain(completedBy: nil, &context, consumer)
        }
    }
}
