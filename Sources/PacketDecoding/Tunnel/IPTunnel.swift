internal import WireBytes

/// Tunnels that have a protocol number of their own in the IP header.
enum IPTunnel {
    private static let ipv4: UInt8 = 4
    private static let ipv6: UInt8 = 41
    private static let mpls: UInt8 = 137

    /// Reads the payload of `packet`, which is not of a transport; what is no tunnel either is not for us.
    @inline(never)
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        switch packet.protocolNumber {
        // IP in IP (RFC 2003 §3.1, RFC 2473 §3), IPv6 over IPv4 (RFC 4213 §3.5), MPLS in IP (RFC 4023 §3).
        case ipv4: return .ipv4(packet.payload)
        case ipv6: return .ipv6(packet.payload)
        case mpls: return MPLS.read(bytes, packet.payload, &answer)
        case GRE.protocolNumber: return GRE.read(bytes, packet, &answer)
        case EncapsulatedPayload.protocolNumber:
            return EncapsulatedPayload.read(bytes, packet, isInDatagram: false, &answer)
                ?? answer.end(as: .other(.ipProtocol(packet.protocolNumber)))
        case AuthenticationHeader.protocolNumber: return AuthenticationHeader.read(bytes, packet, &answer)
        case L2TPv3.protocolNumber:
            return L2TPv3.read(bytes, packet, &answer)
                ?? answer.end(as: .other(.ipProtocol(packet.protocolNumber)))
        default: return answer.end(as: .other(.ipProtocol(packet.protocolNumber)))
        }
    }
}

extension Packet {
    /// Why a header of `byteCount` bytes is not at the start of the payload: the capture cut it, or it is longer than
    /// its packet; `nil` where it is there.
    func lack(of byteCount: Int, cut: UndecodableReason, wrong: UndecodableReason) -> UndecodableReason? {
        guard byteCount > payload.count else { return nil }
        return byteCount <= wirePayloadByteCount ? cut : wrong
    }
}
