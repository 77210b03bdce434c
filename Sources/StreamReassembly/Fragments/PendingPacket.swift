internal import NetworkTypes
internal import PacketDecoding
internal import WireBytes

/// The fragments of one packet that have come so far.
///
/// Bytes are kept in order of arrival and a sorted list says where each stretch belongs, so that a fragment at a high
/// offset costs no more memory than its own length.
struct PendingPacket: Sendable {
    /// A stretch of the payload: `count` bytes that belong at `offset` and are stored at `place`.
    private struct Stretch: Sendable {
        var offset: Int
        var place: Int
        var count: Int
        var end: Int { offset &+ count }
        var stored: ByteRange { ByteRange(place, place &+ count) }
    }

    /// What a packet costs beside its bytes.
    private static let ownCost = 128
    private static let stretchCost = 24
    private static let largestByteCount = 65_535

    private var bytes: [UInt8] = []
    private var stretches: [Stretch] = []
    private var byteCount: Int?
    private var protocolNumber: UInt8 = 0

    /// The frame that brought the first fragment to arrive.
    let firstFrame: UInt64
    /// How many frames have been held for this packet and not yet been given up.
    private(set) var frames = 0
    /// Why it will never be whole, once that is known; it stays in the table so that its other fragments go the same
    /// way.
    private(set) var refusal: LossReason?

    /// A packet of which a fragment has arrived in `frame`.
    init(frame: UInt64) { firstFrame = frame }

    /// How much memory it counts for.
    var cost: Int { PendingPacket.ownCost + bytes.count + stretches.count * PendingPacket.stretchCost }

    /// Whether every byte is there: stretches never overlap, so counting is enough.
    var isWhole: Bool { bytes.count == byteCount }

    /// How many bytes have come.
    var storedByteCount: Int { bytes.count }

    /// Takes a fragment that `count` frames brought, whose bytes are those of its payload range in `span`.
    mutating func take(_ fragment: Fragment, _ span: RawSpan, frames count: Int, limit: Int) {
        frames += count
        guard refusal == nil else { return }
        refusal = place(fragment, span, limit: limit)
        guard refusal != nil else { return }
        bytes = []
        stretches = []
    }

    /// Gives up the frames held so far; says how many there were.
    mutating func giveUpFrames() -> Int {
        defer { frames = 0 }
        return frames
    }

    /// Lends the packet's bytes, in their order, to `body`.
    func withBytes(_ body: (RawSpan) -> Void) {
        if stretches.allSatisfy({ $0.place == $0.offset }) { return bytes.withRawSpan(body) }
        var ordered: [UInt8] = []
        ordered.reserveCapacity(bytes.count)
        bytes.withRawSpan { span in
            for stretch in stretches { ordered.append(stretch.stored, of: span) }
        }
        ordered.withRawSpan(body)
    }

    /// What is handed over with the bytes; `fragment` is any of the packet's.
    func description(with fragment: Fragment) -> ReassembledPacket {
        ReassembledPacket(
            source: fragment.source,
            destination: fragment.destination,
            protocolNumber: protocolNumber,
            identification: fragment.identification,
            firstFrame: firstFrame,
            heldFrames: frames - 1
        )
    }

    /// Puts a fragment in its place, or says why the packet is refused.
    private mutating func place(_ fragment: Fragment, _ span: RawSpan, limit: Int) -> LossReason? {
        guard !fragment.isCut else { return .fragmentCut }
        let end = fragment.offset &+ fragment.payload.count
        guard end <= PendingPacket.largestByteCount else { return .fragmentSize }
        guard agrees(fragment, end: end) else { return .fragmentOverlap }
        if !fragment.hasMore { byteCount = end }
        if fragment.offset == 0 { protocolNumber = fragment.protocolNumber }
        let index = firstIndex(endingAfter: fragment.offset)
        if !fragment.source.isV4, index < stretches.count, stretches[index].offset < end {
            let isCopy = stretches[index].offset == fragment.offset && stretches[index].end == end
            guard isCopy else { return .fragmentOverlap }
        }
        guard fill(fragment, span, end: end, from: index) else { return .fragmentOverlap }
        return stretches.count > limit ? .fragmentLimit : nil
    }

    /// Whether the packet's end is where all fragments so far, and this one, say that it is.
    private func agrees(_ fragment: Fragment, end: Int) -> Bool {
        if let byteCount { return fragment.hasMore ? end <= byteCount : end == byteCount }
        return fragment.hasMore || (stretches.last?.end ?? 0) <= end
    }

    /// The first stretch that ends beyond `offset`.
    private func firstIndex(endingAfter offset: Int) -> Int {
        if let last = stretches.last, last.end <= offset { return stretches.count }
        return stretches.firstIndex { $0.end > offset } ?? stretches.count
    }

    /// Adds what is not there yet, and compares what is; says whether that was equal.
    private mutating func fill(_ fragment: Fragment, _ span: RawSpan, end: Int, from first: Int) -> Bool {
        let shift = fragment.payload.lower - fragment.offset
        var index = first
        var at = fragment.offset
        while at < end {
            let stretch = index < stretches.count ? stretches[index] : nil
            if let stretch, stretch.offset <= at {
                let upTo = min(end, stretch.end)
                let stored = ByteRange(at - stretch.offset + stretch.place, upTo - stretch.offset + stretch.place)
                let offered = ByteRange(at + shift, upTo + shift)
                guard bytes.withRawSpan({ $0.bytes(of: stored, equal: offered, in: span) }) else { return false }
                at = upTo
            } else {
                let upTo = min(end, stretch?.offset ?? end)
                stretches.insert(Stretch(offset: at, place: bytes.count, count: upTo - at), at: index)
                bytes.append(ByteRange(at + shift, upTo + shift), of: span)
                at = upTo
            }
            index += 1
        }
        return true
    }
}
