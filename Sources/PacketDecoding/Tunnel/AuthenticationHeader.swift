internal import WireBytes

/// The authentication header of IPsec behind an IPv4 header (RFC 4302 §2); with IPv6 it is one of the extension
/// headers.
///
///     0             1        2          4     8          12
///     | next header | length | reserved | SPI | sequence | check value …        length in words, less two
enum AuthenticationHeader {
    /// Its number in the IP header.
    static let protocolNumber: UInt8 = 51

    /// How many may stand behind each other; two gateways on the way make two.
    static let limit = 4

    private static let smallestByteCount = 12

    /// Reads the headers at the start of `packet.payload` and what they protect.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        var packet = packet
        for _ in 0..<limit {
            let start = packet.payload.lower
            let length = (Int(bytes.octet(at: start &+ 1)) &+ 2) &* 4
            if let reason = packet.lack(
                of: max(length, smallestByteCount),
                cut: .authenticationCut,
                wrong: .authentication
            ) {
                return answer.end(as: .undecodable(reason))
            }
            guard length >= smallestByteCount else { return answer.end(as: .undecodable(.authentication)) }
            packet.protocolNumber = bytes.octet(at: start)
            packet.payload = ByteRange(start &+ length, packet.payload.upper)
            guard packet.protocolNumber == protocolNumber else { return PacketPayload.read(bytes, packet, &answer) }
        }
        return answer.end(as: .undecodable(.tunnelDepth))
    }
}
