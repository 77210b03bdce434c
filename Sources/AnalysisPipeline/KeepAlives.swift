internal import WireBytes

/// What a payload on a SIP flow is that is no SIP message.
enum KeepAlives {
    /// Whether `range` holds nothing but line ends, blanks and NULs, or a STUN message (RFC 5626 §4.4).
    static func isKeepAlive(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        if isSTUN(bytes, range) { return true }
        for offset in range.lower..<range.upper {
            switch bytes.octet(at: offset) {
            case 0x0D, 0x0A, 0x00, 0x20, 0x09: continue
            default: return false
            }
        }
        return true
    }

    /// Whether `range` holds a STUN message: with the magic cookie any (RFC 8489 §5), and without it, as older software
    /// sends it, a binding request or an answer to one whose length is right (RFC 3489 §11.1).
    private static func isSTUN(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        guard range.count >= 20, bytes.octet(at: range.lower) < 4 else { return false }
        if bytes.uint32(at: range.lower &+ 4) == 0x2112_A442 { return true }
        switch bytes.uint16(at: range.lower) {
        case 0x0001, 0x0101, 0x0111: return bytes.uint16(at: range.lower &+ 2).map(Int.init) == range.count &- 20
        default: return false
        }
    }
}
