internal import WireBytes

/// The PPP header (RFC 1661 §2), with the address and control bytes of HDLC in front or without (RFC 1662 §3.1).
///
///     0      1        2              4
///     | 0xFF |  0x03  | PPP protocol | payload …
///
/// The protocol may be cut to one byte, an odd one, where both sides agreed on that.
enum PPP {
    private static let ipv4: UInt16 = 0x0021
    private static let ipv6: UInt16 = 0x0057
    private static let mpls: UInt16 = 0x0281
    private static let mplsMulticast: UInt16 = 0x0283

    /// Reads the header at the start of `range`.
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        let hasAddress = bytes.uint16(at: range.lower) == 0xFF03 && range.count >= 2
        let start = range.lower &+ (hasAddress ? 2 : 0)
        let isShort = bytes.octet(at: start) & 1 == 1
        let payload = ByteRange(start &+ (isShort ? 1 : 2), range.upper)
        guard payload.lower < range.upper else { return answer.end(as: .undecodable(.linkShort)) }
        let type = isShort ? UInt16(bytes.octet(at: start)) : bytes.uint16(at: start) ?? 0
        switch type {
        case ipv4: return .ipv4(payload)
        case ipv6: return .ipv6(payload)
        case mpls, mplsMulticast: return MPLS.read(bytes, payload, &answer)
        default: return answer.end(as: .other(.pppProtocol(type)))
        }
    }
}
