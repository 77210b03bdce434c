internal import NetworkTypes
internal import WireBytes

/// The TCP header (RFC 9293 §3.1).
///
///     0             2                  4          8                12              13      14       20
///     | source port | destination port | sequence | acknowledgment | header words  | flags | …      | options …
enum TCP {
    /// Its number in the IP header.
    static let protocolNumber: UInt8 = 6

    private static let minimumByteCount = 20

    /// Reads the header at the start of `packet.payload`.
    @inline(__always)
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        let start = packet.payload.lower
        guard packet.payload.count >= minimumByteCount,
            let sourcePort = bytes.uint16(at: start),
            let destinationPort = bytes.uint16(at: start &+ 2),
            let sequence = bytes.uint32(at: start &+ 4),
            let acknowledgement = bytes.uint32(at: start &+ 8)
        else { return answer.end(as: .undecodable(packet.isCut ? .tcpCut : .tcpHeader)) }
        let headerByteCount = Int(bytes.octet(at: start &+ 12) &>> 4) &* 4
        guard headerByteCount >= minimumByteCount, headerByteCount <= packet.wirePayloadByteCount else {
            return answer.end(as: .undecodable(.tcpHeader))
        }
        guard headerByteCount <= packet.payload.count else { return answer.end(as: .undecodable(.tcpCut)) }
        let segment = Segment(
            source: Endpoint(address: packet.source, port: sourcePort),
            destination: Endpoint(address: packet.destination, port: destinationPort),
            sequence: sequence,
            acknowledgement: acknowledgement,
            flags: TCPFlags(rawValue: bytes.octet(at: start &+ 13)),
            payload: ByteRange(start &+ headerByteCount, packet.payload.upper),
            missingByteCount: packet.missingByteCount
        )
        return answer.end(as: .segment(segment))
    }
}
