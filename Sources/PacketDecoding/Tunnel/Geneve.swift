internal import WireBytes

/// GENEVE, virtual networks with options (RFC 8926 §3.4).
///
///     0                         1         2      4         7          8
///     | version, option words   | O, C    | type | network | reserved | options … | payload …
enum Geneve {
    /// The port that it is sent to.
    static let port: UInt16 = 6081

    private static let byteCount = 8

    /// Reads the header at the start of `packet.payload`; `nil` where there is none.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer? {
        let start = packet.payload.lower
        guard packet.payload.count >= byteCount, let type = bytes.uint16(at: start &+ 2),
            bytes.octet(at: start) & 0xC0 == 0, bytes.octet(at: start &+ 1) & 0x3F == 0,
            bytes.octet(at: start &+ 7) == 0, type >= 0x0600
        else { return nil }
        let length = byteCount &+ Int(bytes.octet(at: start)) &* 4
        if let reason = packet.lack(of: length, cut: .geneveCut, wrong: .geneveHeader) {
            return answer.end(as: .undecodable(reason))
        }
        return .etherType(type, ByteRange(start &+ length, packet.payload.upper))
    }
}
