internal import WireBytes

/// What a payload on a SIP flow is that is no SIP message.
enum KeepAlives {
    /// Whether `range` holds nothing but line ends, blanks and NULs, or a STUN message (RFC 5626 §4.4, RFC 8489 §5).
    static func isKeepAlive(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        if range.count >= 20, bytes.octet(at: range.lower) < 4, bytes.uint32(at: range.lower &+ 4) == 0x2112_A442 {
            return true
        }
        for offset in range.lower..<range.upper {
            switch bytes.octet(at: offset) {
            case 0x0D, 0x0A, 0x00, 0x20, 0x09: continue
            default: return false
            }
        }
        return true
    }
}
