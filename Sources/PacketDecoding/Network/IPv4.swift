internal import NetworkTypes
internal import WireBytes

/// The IPv4 header (RFC 791 §3.1).
///
///     0             1         2              4                6                  8     9          10
///     | version and | service | total length | identification | flags and offset | TTL | protocol | checksum |
///       header words
///     12       16            20
///     | source | destination | options …
enum IPv4 {
    private static let minimumByteCount = 20

    /// Reads the header at the start of `range`; what follows the total length is padding and is left out.
    ///
    /// A total length of zero is what a host captures of its own segmentation offload: the packet then goes to the end.
    @inline(__always)
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        let start = range.lower
        guard !range.isEmpty else { return answer.end(as: .undecodable(.ipShort)) }
        let first = bytes.octet(at: start)
        guard first &>> 4 == 4 else { return answer.end(as: .undecodable(.ipVersion)) }
        let headerByteCount = Int(first & 0x0F) &* 4
        guard headerByteCount >= minimumByteCount else { return answer.end(as: .undecodable(.ipHeader)) }
        guard range.count >= headerByteCount,
            let total = bytes.uint16(at: start &+ 2),
            let identification = bytes.uint16(at: start &+ 4),
            let flags = bytes.uint16(at: start &+ 6),
            let source = IPAddress(v4: bytes, at: start &+ 12),
            let destination = IPAddress(v4: bytes, at: start &+ 16)
        else { return answer.end(as: .undecodable(.ipShort)) }
        let wireByteCount = total == 0 ? range.count : Int(total)
        guard wireByteCount >= headerByteCount else { return answer.end(as: .undecodable(.ipLength)) }
        let packet = Packet(
            from: source,
            to: destination,
            protocolNumber: bytes.octet(at: start &+ 9),
            identification: UInt32(identification),
            payload: ByteRange(start &+ headerByteCount, min(start &+ wireByteCount, range.upper)),
            missingByteCount: max(0, wireByteCount &- range.count),
            hasOpenLength: total == 0
        )
        let hasMore = flags & 0x2000 != 0
        let offset = Int(flags & 0x1FFF) &* 8
        guard hasMore || offset != 0 else { return PacketPayload.read(bytes, packet, &answer) }
        return answer.end(as: Fragment.answer(of: packet, at: offset, hasMore: hasMore))
    }
}
