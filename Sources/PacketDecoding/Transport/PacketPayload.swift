internal import WireBytes

/// What an IP packet carries, by its protocol number.
enum PacketPayload {
    /// Reads the payload of `packet`.
    @inline(__always)
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        switch packet.protocolNumber {
        case UDP.protocolNumber: UDP.read(bytes, packet, &answer)
        case TCP.protocolNumber: TCP.read(bytes, packet, &answer)
        case SCTP.protocolNumber: SCTP.read(bytes, packet, &answer)
        case ICMP.protocolNumber, ICMP.protocolNumberV6: ICMP.read(bytes, packet, &answer)
        default: IPTunnel.read(bytes, packet, &answer)
        }
    }
}
