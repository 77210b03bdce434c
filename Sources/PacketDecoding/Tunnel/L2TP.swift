internal import WireBytes

/// L2TP in UDP, version 2 with PPP (RFC 2661 §3.1) and version 3 (RFC 3931 §4.1.2).
///
///     0                      2        4        6         8    10   12       14
///     | T, L, S, O, version  | length | tunnel | session | Ns | Nr | offset | padding … | PPP frame …
///
/// The length is there with L, Ns and Nr with S, the offset with O. With T it is a control message, which carries
/// nothing.
enum L2TP {
    /// The port that it is sent to; answers may come from another.
    static let port: UInt16 = 1701

    private static let hasLength: UInt16 = 0x4000
    private static let hasSequence: UInt16 = 0x0800
    private static let hasOffset: UInt16 = 0x0200
    /// All bits but these three and the priority, which says nothing of what follows.
    private static let fixed: UInt16 = 0xB4FF

    /// Reads the header at the start of `packet.payload`; `nil` where there is none.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer? {
        let start = packet.payload.lower
        guard packet.payload.count >= 6, let flags = bytes.uint16(at: start) else { return nil }
        if flags == 0x0003, bytes.uint16(at: start &+ 2) == 0 {
            var inner = packet
            inner.payload = ByteRange(start &+ 4, packet.payload.upper)
            return L2TPv3.read(bytes, inner, &answer)
        }
        guard flags & fixed == 0x0002 else { return nil }
        let hasLength = flags & hasLength != 0
        let hasOffset = flags & hasOffset != 0
        let length = 6 &+ (hasLength ? 2 : 0) &+ (flags & hasSequence != 0 ? 4 : 0)
        var inner = packet
        if hasLength, let stated = bytes.uint16(at: start &+ 2).map(Int.init) {
            guard stated > length, stated <= packet.wirePayloadByteCount else { return nil }
            inner.payload = ByteRange(start, min(start &+ stated, packet.payload.upper))
            inner.missingByteCount = max(0, start &+ stated &- packet.payload.upper)
        }
        let padding = hasOffset ? 2 &+ Int(bytes.uint16(at: start &+ length) ?? 0) : 0
        if let reason = inner.lack(of: length &+ padding &+ 1, cut: .l2tpCut, wrong: .l2tpHeader) {
            return answer.end(as: .undecodable(reason))
        }
        return PPP.read(bytes, ByteRange(start &+ length &+ padding, inner.payload.upper), &answer)
    }
}

/// Data messages of L2TP version 3 (RFC 3931 §4.1.1, §4.6): pseudowires with Ethernet in them (RFC 4719).
///
///     0         4
///     | session | cookie of 0, 4 or 8 bytes, sublayer of 0 or 4 | Ethernet frame …
///
/// The two ends agreed on cookie and sublayer, and nothing in the message tells: the frame is where an IP packet fits.
enum L2TPv3 {
    /// Its number in the IP header.
    static let protocolNumber: UInt8 = 115

    private static let sessionByteCount = 4

    /// Reads the header at the start of `packet.payload`; `nil` for control messages, and where no IP packet is found.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer? {
        guard let session = bytes.uint32(at: packet.payload.lower), session != 0 else { return nil }
        let start = packet.payload.lower &+ sessionByteCount
        for count in stride(from: 0, through: 12, by: 4) {
            let frame = ByteRange(start &+ count, packet.payload.upper)
            if ApparentPacket.isInEthernet(bytes, frame) { return .ethernet(frame) }
        }
        return nil
    }
}
