internal import WireBytes

/// PPP sessions over Ethernet, as DSL lines carry them (RFC 2516 §4).
///
///     0         1     2          4        6
///     | ver/type | code | session | length | PPP frame …
enum PPPoE {
    /// The EtherType of the session stage; that of discovery carries no packets.
    static let sessionType: UInt16 = 0x8864

    private static let headerByteCount = 6

    /// Reads the session header at the start of `range`.
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard range.count > headerByteCount &+ 1, let length = bytes.uint16(at: range.lower &+ 4) else {
            return answer.end(as: .undecodable(.linkShort))
        }
        let start = range.lower &+ headerByteCount
        return PPP.read(bytes, ByteRange(start, min(range.upper, start &+ Int(length))), &answer)
    }
}
