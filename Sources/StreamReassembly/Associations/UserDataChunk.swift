internal import PacketDecoding
internal import WireBytes

/// A chunk with a user's bytes: DATA (RFC 9260 §3.3.1) or I-DATA (RFC 8260 §2.1), all of a message or a piece of it.
///
///     0     4           6                 8                          12
///     | TSN | stream id | stream sequence | payload protocol         | bytes …                   DATA
///     | TSN | stream id | reserved        | message id | PPID or FSN | bytes …                   I-DATA
struct UserDataChunk {
    /// What the pieces of one message have in common, and of which piece it is the neighbour.
    struct Place: Hashable, Comparable, Sendable {
        /// The message, as far as the chunk says; pieces in DATA chunks say nothing but their order.
        var message: UInt64
        /// The number of the piece, one above that of the piece before.
        var order: UInt32

        static func < (left: Place, right: Place) -> Bool { (left.message, left.order) < (right.message, right.order) }
    }

    /// The transmission sequence number, different for each chunk that its sender has sent lately.
    let number: UInt32
    /// Where it belongs.
    let place: Place
    /// Whether the message begins with it.
    let isFirst: Bool
    /// Whether the message ends with it.
    let isLast: Bool
    /// The user's bytes, as far as they were captured.
    let bytes: ByteRange
    /// Whether the snap length cut some of them off.
    let isCut: Bool

    /// The user data in `chunk`, or `nil` where it is another kind or too short for its header.
    init?(_ chunk: SCTPChunk, _ bytes: RawSpan) {
        let headerByteCount: Int
        switch chunk.type {
        case 0: headerByteCount = 12
        case 64: headerByteCount = 16
        default: return nil
        }
        let start = chunk.value.lower
        guard chunk.value.count >= headerByteCount, let number = bytes.uint32(at: start) else { return nil }
        self.number = number
        isFirst = chunk.flags & 2 != 0
        isLast = chunk.flags & 1 != 0
        if chunk.type == 0 {
            place = Place(message: 0, order: number)
        } else {
            let stream = UInt64(bytes.uint16(at: start &+ 4) ?? 0)
            let isUnordered: UInt64 = chunk.flags & 4 != 0 ? 1 : 0
            let message = UInt64(bytes.uint32(at: start &+ 8) ?? 0)
            place = Place(
                message: 1 << 63 | isUnordered << 48 | stream << 32 | message,
                order: isFirst ? 0 : bytes.uint32(at: start &+ 12) ?? 0
            )
        }
        self.bytes = ByteRange(start &+ headerByteCount, chunk.value.upper)
        isCut = chunk.missingByteCount > 0
    }
}
