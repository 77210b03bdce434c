package import WireBytes

/// P-Charging-Vector values (RFC 7315 §4.6, §5.6): `icid-value="1234bc9876e";orig-ioi=home1.example.net`.
package enum ChargingVector {
    /// The value of icid-value, the identity that elements of a network charge one session under, without its quotes.
    ///
    /// What stands between quotes is taken as it is, escapes included: elements hand it on byte by byte.
    ///
    /// - Parameters:
    ///   - bytes: What holds the value.
    ///   - range: The field's value.
    /// - Returns: Where it stands; empty where there is none.
    package static func icid(_ bytes: RawSpan, _ range: ByteRange) -> ByteRange {
        var start = range.lower
        while start < range.upper {
            let end = parameterEnd(bytes, from: start, to: range.upper)
            let equals = bytes.nearOffset(of: 0x3D, in: ByteRange(start, end))
            if bytes.equals("icid-value", in: bytes.trimmed(ByteRange(start, equals))) {
                return unquoted(bytes, bytes.trimmed(ByteRange(equals &+ 1, end)))
            }
            start = end &+ 1
        }
        return .empty
    }

    /// The offset of the semicolon or comma outside quotes that ends the parameter at `offset`, or `limit`.
    private static func parameterEnd(_ bytes: RawSpan, from offset: Int, to limit: Int) -> Int {
        var at = offset
        while at < limit {
            at = bytes.nearOffset(ofAny: 0x3B, 0x2C, 0x22, in: ByteRange(at, limit))
            guard at < limit, bytes.octet(at: at) == 0x22 else { return at }
            at = QuotedString.end(bytes, from: at, to: limit)
        }
        return limit
    }

    private static func unquoted(_ bytes: RawSpan, _ range: ByteRange) -> ByteRange {
        guard bytes.octet(at: range.lower) == 0x22, range.count >= 2 else { return range }
        let end = QuotedString.end(bytes, from: range.lower, to: range.upper)
        return ByteRange(range.lower &+ 1, min(end &- 1, range.upper))
    }
}
