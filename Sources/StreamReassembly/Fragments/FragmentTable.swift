package import NetworkTypes
package import PacketDecoding
internal import WireBytes

/// Puts the fragments of IP packets together, in whatever order they come (RFC 791 §3.2, RFC 8200 §4.5).
///
/// A copy of a fragment changes nothing. Fragments that overlap otherwise are refused with IPv6 even where the bytes
/// are equal (RFC 5722); with IPv4, where routers may fragment again on different ways, they are refused only where
/// bytes differ. Once a packet is refused, so are its fragments still to come.
///
/// Frames are accounted for as `FragmentOutcome` says. What never completes stays held until it is given up.
package struct FragmentTable: Sendable {
    private let limits: ReassemblyLimits
    private var clock = SteadyClock()
    private var packets = RecencyTable<FragmentKey, PendingPacket>(
        lists: 1,
        vacantValue: PendingPacket(frame: 0)
    )
    private var timeouts: UInt64 = 0
    private var packetEvictions: UInt64 = 0
    private var byteEvictions: UInt64 = 0
    private var pieceRefusals: UInt64 = 0
    private var repeats: UInt64 = 0
    private var contradictions: UInt64 = 0
    /// Packets of which a fragment came, less those that became whole.
    private var unfinishedPackets: UInt64 = 0
    /// Whether any fragment but the first of a packet was seen.
    private var hasLaterFragments = false

    /// The frames counted as held that have been given up.
    package private(set) var lost = LostFrames()
    /// How many bytes are held, bookkeeping included.
    package private(set) var heldByteCount = 0

    /// An empty table.
    package init(limits: ReassemblyLimits = ReassemblyLimits()) { self.limits = limits }

    /// How many packets wait for fragments.
    package var packetCount: Int { packets.count }

    /// What did not fit together.
    ///
    /// `fragments_repeated` brought bytes that were there, in part or as a whole; because of
    /// `fragment_overlaps_differing` fragments their packets were given up. `packets_incomplete_at_end` wait still.
    /// `later_fragments_missing` packets are not whole in a capture that holds nothing but first fragments.
    package var issueCounts: [IssueCount] {
        [
            IssueCount(name: "fragments_repeated", count: repeats),
            IssueCount(name: "fragment_overlaps_differing", count: contradictions),
            IssueCount(name: "packets_incomplete_at_end", count: UInt64(waiting.count)),
            IssueCount(name: "later_fragments_missing", count: hasLaterFragments ? 0 : unfinishedPackets),
        ]
    }

    /// The packets that wait for fragments, and their frames.
    package var waiting: Waiting { packets.values.reduce(into: Waiting()) { $0.add(frames: $1.frames) } }

    /// The limits that hold here, and how often each was reached.
    package var limitUse: [LimitUse] {
        let seconds = Int(limits.fragmentNanoseconds / 1_000_000_000)
        return [
            LimitUse(name: "fragmented_packets", value: limits.fragmentedPackets, reached: packetEvictions),
            LimitUse(name: "fragment_bytes", value: limits.fragmentBytes, reached: byteEvictions),
            LimitUse(name: "fragments_per_packet", value: limits.fragmentsPerPacket, reached: pieceRefusals),
            LimitUse(name: "fragment_seconds", value: seconds, reached: timeouts),
        ]
    }

    /// Takes a fragment that frame number `frame` brought at `time`; its payload range is one of `bytes`.
    ///
    /// `frames` is how many frames brought it: more than one where it stands in a packet that was put together itself.
    ///
    /// Where it completes its packet, `deliver` is called once, before this returns, with the whole payload.
    package mutating func take(
        _ fragment: Fragment,
        _ bytes: RawSpan,
        at time: CaptureTime,
        frame: UInt64,
        frames: Int = 1,
        deliver: (_ packet: ReassembledPacket, _ payload: RawSpan) -> Void
    ) -> FragmentOutcome {
        advance(to: time)
        if fragment.offset > 0 { hasLaterFragments = true }
        let slot = slot(of: FragmentKey(fragment), frame: frame)
        let cost = packets[slot].cost
        let (stored, wasRefused) = (packets[slot].storedByteCount, packets[slot].refusal != nil)
        packets[slot].take(fragment, bytes, frames: frames, limit: limits.fragmentsPerPacket)
        heldByteCount += packets[slot].cost - cost
        if let reason = packets[slot].refusal {
            if reason == .fragmentOverlap, !wasRefused { contradictions += 1 }
            if reason == .fragmentLimit { pieceRefusals += 1 }
            lost.add(packets[slot].giveUpFrames(), for: reason)
            return .refused(reason)
        }
        if packets[slot].storedByteCount - stored < fragment.payload.count { repeats += 1 }
        guard packets[slot].isWhole else {
            evictBytes()
            return .held
        }
        let packet = remove(slot)
        unfinishedPackets &-= 1
        packet.withBytes { deliver(packet.description(with: fragment), $0) }
        return .complete(heldFrames: packet.frames - 1)
    }

    /// Gives up what has waited too long by the time `time`.
    package mutating func advance(to time: CaptureTime) {
        clock.advance(to: time)
        while let slot = packets.oldest(in: 0, idleFor: limits.fragmentNanoseconds, by: clock) {
            timeouts += 1
            giveUp(slot, for: .fragmentTimeout)
        }
    }

    /// The slot of the packet with `key`, made where there is none.
    private mutating func slot(of key: FragmentKey, frame: UInt64) -> Int {
        if let slot = packets.slot(of: key) {
            // After a pause that the clock does not believe yet, the number may have come round.
            if clock.stamp - packets.lastUse(of: slot) < limits.fragmentNanoseconds { return slot }
            timeouts += 1
            giveUp(slot, for: .fragmentTimeout)
        }
        while packets.count >= limits.fragmentedPackets, let oldest = packets.oldest(in: 0) {
            packetEvictions += 1
            giveUp(oldest, for: .fragmentLimit)
        }
        let packet = PendingPacket(frame: frame)
        heldByteCount += packet.cost
        unfinishedPackets &+= 1
        return packets.insert(key, packet, in: 0, at: clock.stamp)
    }

    private mutating func evictBytes() {
        while heldByteCount > limits.fragmentBytes, let oldest = packets.oldest(in: 0) {
            byteEvictions += 1
            giveUp(oldest, for: .fragmentLimit)
        }
    }

    private mutating func giveUp(_ slot: Int, for reason: LossReason) {
        lost.add(remove(slot).frames, for: reason)
    }

    private mutating func remove(_ slot: Int) -> PendingPacket {
        let packet = packets.remove(slot)
        heldByteCount -= packet.cost
        return packet
    }
}
