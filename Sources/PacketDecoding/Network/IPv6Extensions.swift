internal import WireBytes

/// The chain of headers between the IPv6 header and the transport (RFC 8200 §4).
///
///     0             1        2
///     | next header | length | …        in units of eight bytes, the first not counted (RFC 6564 §4)
///     | next header | length | …        authentication header: units of four bytes, less two (RFC 4302 §2)
///     | next header |   0    | offset, flags | identification |     fragment header, eight bytes
enum IPv6Extensions {
    /// How many headers a chain may have; RFC 8504 §5.3 lets a host stop at eight.
    static let limit = 8

    private static let authentication: UInt8 = 51
    private static let fragment: UInt8 = 44

    /// Reads the chain from the start of `packet.payload`, the kind of the first being `packet.protocolNumber`.
    ///
    /// A fragment header that leaves the packet whole is stepped over (RFC 6946). In a reassembled packet no other kind
    /// of fragment header is let through, or a sender could make us reassemble without end.
    @inline(__always)
    static func read(
        _ bytes: RawSpan,
        _ packet: Packet,
        isReassembled: Bool = false,
        _ answer: inout Decoded
    ) -> Layer {
        guard isExtension(packet.protocolNumber) else { return PacketPayload.read(bytes, packet, &answer) }
        var packet = packet
        if let end = step(&packet, bytes, isReassembled: isReassembled) { return answer.end(as: end) }
        return PacketPayload.read(bytes, packet, &answer)
    }

    /// Steps `packet` over its chain; gives the answer where the chain holds or is one.
    private static func step(_ packet: inout Packet, _ bytes: RawSpan, isReassembled: Bool) -> Decoded? {
        for _ in 0..<limit {
            guard isExtension(packet.protocolNumber) else { return nil }
            let kind = packet.protocolNumber
            let start = packet.payload.lower
            let length = byteCount(of: kind, length: bytes.octet(at: start &+ 1))
            guard packet.payload.count >= length else {
                return .undecodable(packet.isCut ? .ipv6ExtensionCut : .ipv6Extension)
            }
            packet.protocolNumber = bytes.octet(at: start)
            packet.payload = ByteRange(start &+ length, packet.payload.upper)
            guard kind == fragment, let field = bytes.uint16(at: start &+ 2) else { continue }
            packet.identification = bytes.uint32(at: start &+ 4) ?? 0
            guard field & 0xFFF9 != 0 else { continue }
            guard !isReassembled else { return .undecodable(.ipv6Extension) }
            return Fragment.answer(of: packet, at: Int(field & 0xFFF8), hasMore: field & 1 != 0)
        }
        return isExtension(packet.protocolNumber) ? .undecodable(.ipv6ExtensionDepth) : nil
    }

    /// The length that the jumbo payload option states, where the hop-by-hop header in `range` has one (RFC 2675 §2).
    static func jumboByteCount(_ bytes: RawSpan, _ range: ByteRange) -> Int? {
        let end = min(range.upper, range.lower &+ byteCount(of: 0, length: bytes.octet(at: range.lower &+ 1)))
        var offset = range.lower &+ 2
        while offset < end {
            switch bytes.octet(at: offset) {
            // The one-byte padding option has no length.
            case 0: offset &+= 1
            case 0xC2 where bytes.octet(at: offset &+ 1) == 4 && offset &+ 6 <= end:
                return bytes.uint32(at: offset &+ 2).map(Int.init)
            default: offset &+= 2 &+ Int(bytes.octet(at: offset &+ 1))
            }
        }
        return nil
    }

    /// Whether `number` is a header with a next header: hop-by-hop, routing, fragment, authentication, destination
    /// options, mobility, host identity, shim6.
    @inline(__always)
    private static func isExtension(_ number: UInt8) -> Bool {
        switch number {
        case 0, 43, fragment, authentication, 60, 135, 139, 140: true
        default: false
        }
    }

    /// How long a header is; at least eight bytes, so that a chain always advances.
    private static func byteCount(of number: UInt8, length: UInt8) -> Int {
        switch number {
        case fragment: 8
        case authentication: max(8, (Int(length) &+ 2) &* 4)
        default: (Int(length) &+ 1) &* 8
        }
    }
}
