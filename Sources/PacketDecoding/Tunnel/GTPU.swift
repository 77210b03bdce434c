internal import WireBytes

/// The user plane of GTP, which carries the packets of mobile telephones (3GPP TS 29.281 §5.1).
///
///     0                      1      2        4        8          10       11               12
///     | version, 1, E, S, PN | type | length | tunnel | sequence | N-PDU  | next extension | payload …
///
/// The last four bytes are there where any of E, S and PN is set; with E an extension header follows (§5.2.1):
///
///     0        1          4 × length − 1
///     | length | …        | next extension |
enum GTPU {
    /// The port that it is sent to.
    static let port: UInt16 = 2152

    /// How many extension headers may follow each other; 5G uses one.
    static let limit = 8

    private static let headerByteCount = 8
    private static let optionByteCount = 4
    /// The message type of a packet; all others are signalling.
    private static let packetType: UInt8 = 255

    /// Reads the header at the start of `packet.payload`; `nil` where there is none.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer? {
        let start = packet.payload.lower
        let flags = bytes.octet(at: start)
        guard packet.payload.count >= headerByteCount, flags & 0xF8 == 0x30, bytes.octet(at: start &+ 1) == packetType,
            let length = bytes.uint16(at: start &+ 2),
            headerByteCount &+ Int(length) <= packet.wirePayloadByteCount
        else { return nil }
        var inner = packet
        let end = start &+ headerByteCount &+ Int(length)
        // Bytes that the length leaves out are not part of it; those that it has and the capture has not are missing.
        inner.payload = ByteRange(start &+ headerByteCount, min(end, packet.payload.upper))
        inner.missingByteCount = max(0, end &- packet.payload.upper)
        if flags & 0x07 != 0, let reason = step(&inner, bytes, hasExtension: flags & 0x04 != 0) {
            return answer.end(as: .undecodable(reason))
        }
        if let reason = inner.lack(of: 1, cut: .gtpCut, wrong: .gtpHeader) {
            return answer.end(as: .undecodable(reason))
        }
        switch bytes.octet(at: inner.payload.lower) &>> 4 {
        case 4: return .ipv4(inner.payload)
        case 6: return .ipv6(inner.payload)
        default: return answer.end(as: .other(.mobilePayload))
        }
    }

    /// Steps `packet` over the optional fields and the extension headers; says why that cannot be done.
    private static func step(_ packet: inout Packet, _ bytes: RawSpan, hasExtension: Bool) -> UndecodableReason? {
        if let reason = packet.lack(of: optionByteCount, cut: .gtpCut, wrong: .gtpHeader) { return reason }
        var next = hasExtension ? bytes.octet(at: packet.payload.lower &+ 3) : 0
        packet.payload = ByteRange(packet.payload.lower &+ optionByteCount, packet.payload.upper)
        for _ in 0..<limit where next != 0 {
            if let reason = packet.lack(of: 1, cut: .gtpCut, wrong: .gtpHeader) { return reason }
            let length = Int(bytes.octet(at: packet.payload.lower)) &* 4
            guard length > 0 else { return .gtpHeader }
            if let reason = packet.lack(of: length, cut: .gtpCut, wrong: .gtpHeader) { return reason }
            let end = packet.payload.lower &+ length
            next = bytes.octet(at: end &- 1)
            packet.payload = ByteRange(end, packet.payload.upper)
        }
        return next == 0 ? nil : .gtpDepth
    }
}
