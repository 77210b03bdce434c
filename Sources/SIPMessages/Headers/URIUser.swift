package import WireBytes

/// Whom a URI names: what stands before the `@` of a SIP URI (RFC 3261 §19.1.1), or the number of a tel URI.
package enum URIUser {
    /// The user part of the URI in `range` without its password, or the number of a tel URI; empty where there is none.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> ByteRange {
        let colon = bytes.nearOffset(of: 0x3A, in: range)
        guard colon < range.upper else { return .empty }
        let rest = ByteRange(colon &+ 1, range.upper)
        if bytes.equals("tel", in: ByteRange(range.lower, colon)) {
            return ByteRange(rest.lower, bytes.nearOffset(of: 0x3B, in: rest))
        }
        let mark = bytes.nearOffset(of: 0x40, in: rest)
        guard mark < rest.upper else { return .empty }
        return ByteRange(rest.lower, bytes.nearOffset(of: 0x3A, in: ByteRange(rest.lower, mark)))
    }
}
