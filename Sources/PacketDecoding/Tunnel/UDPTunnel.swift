internal import WireBytes

/// Tunnels that are carried in UDP and known by their port.
///
/// A port is a hint and no more: a datagram is a tunnel only where the header of that tunnel stands in it without
/// fault, as no text has it. Everything else on such a port is a datagram like any other.
enum UDPTunnel {
    /// A bit for each of these ports, at the place that its last six bits say; so one test leaves most traffic alone.
    @inline(__always)
    private static var marks: UInt64 {
        mark(GTPU.port) | mark(VXLAN.port) | mark(VXLAN.genericPort) | mark(Geneve.port) | mark(L2TP.port)
            | mark(EncapsulatedPayload.port)
    }

    @inline(__always)
    private static func mark(_ port: UInt16) -> UInt64 { 1 &<< UInt64(port) }

    /// Whether a datagram between these ports may hold a tunnel; true for a few other ports as well.
    @inline(__always)
    static func isLikely(from source: UInt16, to destination: UInt16) -> Bool {
        (marks &>> UInt64(destination) | marks &>> UInt64(source)) & 1 != 0
    }

    /// Reads the tunnel in `packet.payload`, the payload of a datagram between these ports; `nil` where there is none.
    ///
    /// VXLAN, GENEVE and GTP-U are sent to their port from any other. L2TP and ESP answer from it too, since the port
    /// of the other side may have been translated.
    @inline(never)
    static func read(
        _ bytes: RawSpan,
        _ packet: Packet,
        from source: UInt16,
        to destination: UInt16,
        _ answer: inout Decoded
    ) -> Layer? {
        switch destination {
        case GTPU.port: return GTPU.read(bytes, packet, &answer)
        case VXLAN.port: return VXLAN.read(bytes, packet, &answer)
        case VXLAN.genericPort: return VXLAN.readGeneric(bytes, packet, &answer)
        case Geneve.port: return Geneve.read(bytes, packet, &answer)
        default: break
        }
        if source == L2TP.port || destination == L2TP.port { return L2TP.read(bytes, packet, &answer) }
        guard source == EncapsulatedPayload.port || destination == EncapsulatedPayload.port else { return nil }
        return EncapsulatedPayload.read(bytes, packet, isInDatagram: true, &answer)
    }
}
