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

    /// Reads the header at the start of `packet.payload`.
    ///
    /// The length counts the header. What the packet holds beyond it is not part of the datagram; where the packet holds
    /// less, the datagram is taken as cut. Zero is good only where the packet's own length is open (RFC 2675 §4).
    @inline(__always)
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        let start = packet.payload.lower
        guard packet.payload.count >= byteCount,
            let sourcePort = bytes.uint16(at: start),
            let destinationPort = bytes.uint16(at: start &+ 2),
            let stated = bytes.uint16(at: start &+ 4)
        else { return answer.end(as: .undecodable(packet.isCut ? .udpCut : .udpHeader)) }
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
