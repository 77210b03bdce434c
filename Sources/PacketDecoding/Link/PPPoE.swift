internal import WireBytes

/// PPP sessions over Ethernet, as DSL lines carry them (RFC 2516 §4, RFC 1661 §2).
///
///     0         1     2          4        6              8
///     | ver/type | code | session | length | PPP protocol | payload …
///
/// The PPP protocol may be cut to one byte, an odd one, where both sides agreed on that.
enum PPPoE {
    /// The EtherType of the session stage; that of discovery carries no packets.
    static let sessionType: UInt16 = 0x8864

    private static let headerByteCount = 6
    private static let ipv4: UInt16 = 0x0021
    private static let ipv6: UInt16 = 0x0057

    /// Reads the session header at the start of `range`.
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard range.count > headerByteCount &+ 1, let length = bytes.uint16(at: range.lower &+ 4) else {
            return answer.end(as: .undecodable(.linkShort))
        }
        let start = range.lower &+ headerByteCount
        let end = min(range.upper, start &+ Int(length))
        let isShort = bytes.octet(at: start) & 1 == 1
        let type = isShort ? UInt16(bytes.octet(at: start)) : bytes.uint16(at: start) ?? 0
        let payload = ByteRange(start &+ (isShort ? 1 : 2), end)
        switch type {
        case ipv4: return .ipv4(payload)
        case ipv6: return .ipv6(payload)
        default: return answer.end(as: .other(.pppProtocol(type)))
        }
    }
}
