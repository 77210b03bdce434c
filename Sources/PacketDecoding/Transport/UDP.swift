internal import NetworkTypes
internal import WireBytes

/// The UDP header (RFC 768).
///
///     0             2                  4        6          8
///     | source port | destination port | length | checksum | payload …
enum UDP {
    /// Its number in the IP header.
    static let protocolNumber: UInt8 = 17

    private static let byteCount = 8

    /// Reads the header at the start of `packet.payload`, and the tunnel in the datagram where it has one.
    @inline(__always)
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        readDatagram(bytes, packet, mayTunnel: true, &answer)
    }

    /// Reads the header; what the datagram carries is taken for no tunnel.
    static func readPlain(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        readDatagram(bytes, packet, mayTunnel: false, &answer)
    }

    /// Reads a datagram between ports of which one may be that of a tunnel.
    @inline(never)
    private static func readTunnel(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        // Apart, since the answer has to stay as it was where a tunnel leaves a layer to read.
        var plain = answer
        let end = readPlain(bytes, packet, &plain)
        if case .datagram(let datagram) = plain {
            var inner = packet
            inner.payload = datagram.payload
            inner.missingByteCount = datagram.missingByteCount
            let (source, destination) = (datagram.source.port, datagram.destination.port)
            let layer = UDPTunnel.read(bytes, inner, from: source, to: destination, &answer)
            if let layer { return layer }
        }
        answer = plain
        return end
    }

    /// Reads the header.
    ///
    /// The length counts the header. What the packet holds beyond it is not part of the datagram; where the packet
    /// holds less, the datagram is taken as cut. Zero is good only where the packet's own length is open (RFC 2675 §4).
    @inline(__always)
    private static func readDatagram(
        _ bytes: RawSpan,
        _ packet: Packet,
        mayTunnel: Bool,
        _ answer: inout Decoded
    ) -> Layer {
        let start = packet.payload.lower
        guard packet.payload.count >= byteCount,
            let sourcePort = bytes.uint16(at: start),
            let destinationPort = bytes.uint16(at: start &+ 2),
            let stated = bytes.uint16(at: start &+ 4)
        else { return answer.end(as: .undecodable(packet.isCut ? .udpCut : .udpHeader)) }
        if mayTunnel, UDPTunnel.isLikely(from: sourcePort, to: destinationPort) {
            return readTunnel(bytes, packet, &answer)
        }
        let length = stated == 0 && packet.hasOpenLength ? packet.wirePayloadByteCount : Int(stated)
        guard length >= byteCount else { return answer.end(as: .undecodable(.udpLength)) }
        let datagram = Datagram(
            source: Endpoint(address: packet.source, port: sourcePort),
            destination: Endpoint(address: packet.destination, port: destinationPort),
            payload: ByteRange(start &+ byteCount, min(start &+ length, packet.payload.upper)),
            missingByteCount: max(0, length &- packet.payload.count),
            identification: packet.identification
        )
        return answer.end(as: .datagram(datagram))
    }
}
