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
    /// What may be held.
    let limits: ReassemblyLimits
    /// Capture time.
    var clock = SteadyClock()
    /// The directions; those of which pieces wait stand in the second list.
    var directions = RecencyTable<AssociationKey, AssociationDirection>(
        lists: 2,
        vacantValue: AssociationDirection()
    )
    private var packetCount: UInt64 = 0
    /// What all associations together have lost and met.
    var ledger = AssociationLedger()
    /// How many bytes are held, bookkeeping included.
    package internal(set) var heldByteCount = 0

    /// No association yet.
    package init(limits: ReassemblyLimits = ReassemblyLimits()) { self.limits = limits }

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
            if !progress.isWaiting, let reason = progress.refusal { ledger.lost.add(1, for: reason) }
        }
        directions.use(slot, in: directions[slot].count > 0 ? 1 : 0, at: clock.stamp)
        evictBytes()
        return progress.outcome
    }

    /// Gives up what has waited too long by the time `time`.
    package mutating func advance(to time: CaptureTime) {
        clock.advance(to: time)
        while let slot = directions.oldest(in: 1, idleFor: limits.pieceNanoseconds, by: clock) {
            ledger.timeouts &+= 1
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
            ledger.repeats &+= 1
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
            ledger.directionEvictions &+= 1
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
        ledger.framesFoundOther &+= UInt64(heldFrames)
    }
}
