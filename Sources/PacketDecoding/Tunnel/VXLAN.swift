internal import WireBytes

/// Virtual networks of data centres over UDP (RFC 7348 §5, draft-ietf-nvo3-vxlan-gpe-13 §3).
///
///     0       1          3               4         7
///     | flags | reserved | next protocol | network | reserved | Ethernet frame, or what the next protocol names …
enum VXLAN {
    /// The port that it is sent to.
    static let port: UInt16 = 4789
    /// The port of the generic extension, whose header names what it carries.
    static let genericPort: UInt16 = 4790

    private static let byteCount = 8

    /// Reads the header at the start of `packet.payload`; `nil` where there is none.
    ///
    /// The bits of the group policy extension may be set (draft-smith-vxlan-group-policy-05 §2.1); all else that is
    /// reserved has to be zero, as it is sent.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer? {
        guard packet.payload.count >= byteCount, let flags = bytes.uint32(at: packet.payload.lower),
            flags == 0x0800_0000 || flags & 0xFFB7_0000 == 0x8800_0000,
            bytes.octet(at: packet.payload.lower &+ 7) == 0
        else { return nil }
        return .ethernet(ByteRange(packet.payload.lower &+ byteCount, packet.payload.upper))
    }

    /// Reads the header of the generic extension; `nil` where there is none.
    static func readGeneric(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer? {
        guard packet.payload.count >= byteCount, let flags = bytes.uint32(at: packet.payload.lower),
            bytes.octet(at: packet.payload.lower &+ 7) == 0
        else { return nil }
        let payload = ByteRange(packet.payload.lower &+ byteCount, packet.payload.upper)
        switch flags {
        case 0x0800_0000, 0x0C00_0003: return .ethernet(payload)
        case 0x0C00_0001: return .ipv4(payload)
        case 0x0C00_0002: return .ipv6(payload)
        default: return nil
        }
    }
}
