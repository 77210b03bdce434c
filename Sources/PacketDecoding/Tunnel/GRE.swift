internal import WireBytes

/// Generic routing encapsulation (RFC 2784 §2, RFC 2890 §2), and the one of PPTP (RFC 2637 §4.1).
///
///     0               2      4          8     12         16
///     | C K S version | type | checksum | key | sequence | payload …       each of the three where its bit is set
///
///     0               2        4        6      8          12
///     | K S A version | 0x880B | length | call | sequence | acknowledgement | PPP frame …
enum GRE {
    /// Its number in the IP header.
    static let protocolNumber: UInt8 = 47

    private static let hasChecksum: UInt16 = 0x8000
    private static let hasKey: UInt16 = 0x2000
    private static let hasSequence: UInt16 = 0x1000
    private static let hasAcknowledgement: UInt16 = 0x0080
    /// Routing, strict source route and the first bit of recursion of RFC 1701, which a receiver has to refuse.
    ///
    /// What is reserved behind them it has to overlook (RFC 2784 §2.3).
    private static let obsolete: UInt16 = 0x4C00
    private static let ppp: UInt16 = 0x880B

    /// Reads the header at the start of `packet.payload`.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        let start = packet.payload.lower
        if let reason = packet.lack(of: 4, cut: .greCut, wrong: .greHeader) {
            return answer.end(as: .undecodable(reason))
        }
        guard let flags = bytes.uint16(at: start), let type = bytes.uint16(at: start &+ 2), flags & obsolete == 0 else {
            return answer.end(as: .undecodable(.greVersion))
        }
        switch flags & 0x0007 {
        case 0: break
        case 1 where type == ppp && flags & hasKey != 0: return readPPTP(bytes, packet, flags, &answer)
        default: return answer.end(as: .undecodable(.greVersion))
        }
        let words = 1 &+ ((flags & hasChecksum).nonzeroBitCount &+ (flags & hasKey).nonzeroBitCount)
        let length = (words &+ (flags & hasSequence).nonzeroBitCount) &* 4
        if let reason = packet.lack(of: length, cut: .greCut, wrong: .greHeader) {
            return answer.end(as: .undecodable(reason))
        }
        var inner = packet
        inner.payload = ByteRange(start &+ length, packet.payload.upper)
        return payload(bytes, inner, type, hasSequence: flags & hasSequence != 0, &answer)
    }

    /// Names what `packet.payload`, the bytes behind the header, are by the type in it.
    private static func payload(
        _ bytes: RawSpan,
        _ packet: Packet,
        _ type: UInt16,
        hasSequence: Bool,
        _ answer: inout Decoded
    ) -> Layer {
        switch type {
        case 0x0800: return .ipv4(packet.payload)
        case 0x86DD: return .ipv6(packet.payload)
        case EtherType.bridging: return .ethernet(packet.payload)
        case ppp: return PPP.read(bytes, packet.payload, &answer)
        case _ where MPLS.isType(type): return MPLS.read(bytes, packet.payload, &answer)
        // Type I of ERSPAN has no header; nothing but the missing sequence number tells it from type II.
        case ERSPAN.type where !hasSequence: return .ethernet(packet.payload)
        case ERSPAN.type, ERSPAN.typeIII: return ERSPAN.read(bytes, packet, &answer)
        default: return answer.end(as: .other(.etherType(type)))
        }
    }

    /// Reads the header of PPTP; without a sequence number it acknowledges and carries nothing.
    private static func readPPTP(_ bytes: RawSpan, _ packet: Packet, _ flags: UInt16, _ answer: inout Decoded) -> Layer
    {
        let words = 2 &+ (flags & hasSequence).nonzeroBitCount &+ (flags & hasAcknowledgement).nonzeroBitCount
        if let reason = packet.lack(of: words &* 4, cut: .greCut, wrong: .greHeader) {
            return answer.end(as: .undecodable(reason))
        }
        let start = packet.payload.lower &+ words &* 4
        let length = Int(bytes.uint16(at: packet.payload.lower &+ 4) ?? 0)
        guard flags & hasSequence != 0, length > 0 else { return answer.end(as: .other(.etherType(ppp))) }
        guard words &* 4 &+ length <= packet.wirePayloadByteCount else {
            return answer.end(as: .undecodable(.greHeader))
        }
        return PPP.read(bytes, ByteRange(start, min(start &+ length, packet.payload.upper)), &answer)
    }
}
