package import NetworkTypes
package import PacketDecoding
internal import WireBytes

/// Takes the user messages out of SCTP packets (RFC 9260): several in a packet, one over several packets, each once
/// however often it is sent again.
///
/// Messages are shown when they are whole, and not in the order that their streams ask for. The payload protocol is not
/// looked at, since SIP has none of its own (RFC 4168 §5). An association is known by the addresses of its packets:
/// where it changes to another pair of its addresses, what is sent again there counts again.
///
/// Frames are accounted for as `SegmentOutcome` says.
package struct AssociationTable: Sendable {
    private let limits: ReassemblyLimits
    private var clock = SteadyClock()
    private var directions = RecencyTable<AssociationKey, AssociationDirection>(
        lists: 2,
        vacantValue: AssociationDirection()
    )
    private var packetCount: UInt64 = 0
    private var evictions: UInt64 = 0
    private var byteEvictions: UInt64 = 0
    private var directionEvictions: UInt64 = 0
    private var timeouts: UInt64 = 0
    private var repeats: UInt64 = 0

    /// The frames counted as held that have been given up.
    package private(set) var lost = LostFrames()
    /// The frames counted as held whose message proved not to be SIP; they count as other now.
    package private(set) var framesFoundOther: UInt64 = 0
    /// How many bytes are held, bookkeeping included.
    package private(set) var heldByteCount = 0

    /// No association yet.
    package init(limits: ReassemblyLimits = ReassemblyLimits()) { self.limits = limits }

    /// The limits that hold here, and how often each was reached.
    package var limitUse: [LimitUse] {
        let seconds = Int(limits.pieceNanoseconds / 1_000_000_000)
        return [
            LimitUse(name: "sctp_associations", value: limits.associations, reached: evictions),
            LimitUse(name: "sctp_bytes", value: limits.pieceBytes, reached: byteEvictions),
            LimitUse(name: "sctp_bytes_pending", value: limits.pieceBytesOfDirection, reached: directionEvictions),
            LimitUse(name: "sctp_seconds", value: seconds, reached: timeouts),
        ]
    }

    /// What did not fit together: `sctp_repeated` chunks of associations that may carry SIP had come before; pieces of
    /// `associations_incomplete_at_end` wait still.
    package var issueCounts: [IssueCount] {
        [
            IssueCount(name: "sctp_repeated", count: repeats),
            IssueCount(name: "associations_incomplete_at_end", count: UInt64(waiting.count)),
        ]
    }

    /// The directions of associations of which pieces wait, and their frames.
    package var waiting: Waiting { directions.values.reduce(into: Waiting()) { $0.add(frames: $1.waitingFrames) } }

    /// Takes a packet that frame number `frame` brought at `time`; its chunks lie in `bytes`.
    ///
    /// What it completes is shown to `consumer` before this returns.
    package mutating func take(
        _ packet: SCTPPacket,
        _ bytes: RawSpan,
        at time: CaptureTime,
        frame: UInt64,
        _ consumer: UserMessageConsumer
    ) -> SegmentOutcome {
        advance(to: time)
        packetCount &+= 1
        var progress = PacketProgress(packet: packetCount, frame: frame)
        var offset = packet.chunks.lower
        var slot: Int?
        while let chunk = SCTPChunk.read(bytes, at: offset, of: packet) {
            offset = chunk.next
            guard let data = UserDataChunk(chunk, bytes) else { continue }
            progress.hasData = true
            let place = slot ?? self.slot(of: packet)
            if slot == nil { dropExpired(place) }
            slot = place
            take(data, bytes, place, &progress, consumer)
        }
        guard let slot else { return progress.outcome }
        if progress.messages == 0 {
            progress.isWaiting = directions[slot].hold(packet: progress.packet)
            if !progress.isWaiting, let reason = progress.refusal { lost.add(1, for: reason) }
        }
        directions.use(slot, in: directions[slot].count > 0 ? 1 : 0, at: clock.stamp)
        evictBytes()
        return progress.outcome
    }

    /// Gives up what has waited too long by the time `time`.
    package mutating func advance(to time: CaptureTime) {
        clock.advance(to: time)
        while let slot = directions.oldest(in: 1, idleFor: limits.pieceNanoseconds, by: clock) {
            timeouts &+= 1
            giveUp(slot, for: .sctpTimeout)
        }
    }

    private mutating func take(
        _ data: UserDataChunk,
        _ bytes: RawSpan,
        _ slot: Int,
        _ progress: inout PacketProgress,
        _ consumer: UserMessageConsumer
    ) {
        guard directions[slot].numbers.insert(data.number) else {
            guard directions[slot].verdict != .notSIP else { return }
            progress.isRepeated = true
            repeats &+= 1
            return
        }
        if data.isFirst, data.isLast {
            let message = consumer(bytes.part(data.bytes), data.isCut ? .cut : .whole, progress.frame)
            note(message, heldFrames: 0, slot, &progress)
        } else if isWanted(data, bytes, slot, progress.frame, consumer) {
            guard !data.isCut else {
                progress.refusal = .sctpCut
                return
            }
            keep(data, bytes, slot, &progress, consumer)
        }
    }

    /// Whether a piece may belong to a SIP message: the one that begins it says so for those that follow.
    private mutating func isWanted(
        _ data: UserDataChunk,
        _ bytes: RawSpan,
        _ slot: Int,
        _ frame: UInt64,
        _ consumer: UserMessageConsumer
    ) -> Bool {
        guard directions[slot].verdict != .sip else { return true }
        if data.isFirst {
            let isSIP = consumer(bytes.part(data.bytes), .beginning, frame) == .sip
            directions[slot].verdict = isSIP ? .undecided : .notSIP
            if !isSIP { dropAsOther(slot) }
        }
        return directions[slot].verdict != .notSIP
    }

    private mutating func keep(
        _ data: UserDataChunk,
        _ bytes: RawSpan,
        _ slot: Int,
        _ progress: inout PacketProgress,
        _ consumer: UserMessageConsumer
    ) {
        let cost = directions[slot].cost
        let whole = directions[slot].insert(
            data,
            bytes,
            packet: progress.packet,
            frame: progress.frame,
            stamp: clock.stamp
        )
        heldByteCount += directions[slot].cost - cost
        if let whole {
            let message = whole.bytes.withRawSpan { consumer($0, .whole, whole.firstFrame) }
            note(message, heldFrames: whole.heldFrames, slot, &progress)
        } else if directions[slot].cost > limits.pieceBytesOfDirection
            || directions[slot].count > limits.piecesOfDirection
        {
            directionEvictions &+= 1
            giveUp(slot, for: .sctpLimit)
            progress.refusal = .sctpLimit
        }
    }

    private mutating func note(_ message: UserMessage, heldFrames: Int, _ slot: Int, _ progress: inout PacketProgress) {
        switch message {
        case .sip:
            progress.messages += 1
            directions[slot].verdict = .sip
            return
        case .keepalive: progress.keepalives += 1
        case .other:
            if directions[slot].verdict == .undecided {
                directions[slot].verdict = .notSIP
                dropAsOther(slot)
            }
        }
        framesFoundOther &+= UInt64(heldFrames)
    }

    /// The slot of the direction of `packet`, made where there is none.
    private mutating func slot(of packet: SCTPPacket) -> Int {
        let key = AssociationKey(
            source: packet.source,
            destination: packet.destination,
            verificationTag: packet.verificationTag
        )
        if let slot = directions.slot(of: key) { return slot }
        while directions.count >= limits.associations, let oldest = directions.oldest(in: 0) ?? directions.oldest(in: 1)
        {
            evictions &+= 1
            giveUp(oldest, for: .sctpLimit)
            _ = directions.remove(oldest)
        }
        return directions.insert(key, AssociationDirection(), in: 0, at: clock.stamp)
    }

    private mutating func evictBytes() {
        while heldByteCount > limits.pieceBytes, let oldest = directions.oldest(in: 1) {
            byteEvictions &+= 1
            giveUp(oldest, for: .sctpLimit)
        }
    }

    /// Gives up the pieces that have waited too long on a direction that stays busy; what comes now is not for them.
    private mutating func dropExpired(_ slot: Int) {
        let cost = directions[slot].cost
        let expired = directions[slot].dropPieces(before: clock.stamp - limits.pieceNanoseconds)
        guard expired.pieces > 0 else { return }
        timeouts &+= 1
        heldByteCount += directions[slot].cost - cost
        lost.add(expired.frames, for: .sctpTimeout)
    }

    /// Gives up the pieces that wait.
    private mutating func giveUp(_ slot: Int, for reason: LossReason) { lost.add(dropPieces(slot), for: reason) }

    /// Drops the pieces that wait of a direction that is not SIP's.
    private mutating func dropAsOther(_ slot: Int) { framesFoundOther &+= UInt64(dropPieces(slot)) }

    private mutating func dropPieces(_ slot: Int) -> Int {
        heldByteCount -= directions[slot].cost
        let frames = directions[slot].dropPieces().frames
        directions.use(slot, in: 0, at: directions.lastUse(of: slot))
        return frames
    }
}
