package import WireBytes

/// The parameters of a challenge or of credentials that tell one try of authentication from another (RFC 3261 §22.4,
/// RFC 8760), unquoted; empty where they are not there.
package struct AuthParameters: Sendable {
    /// The protection space.
    package private(set) var realm = ByteRange.empty
    /// What the server drew for this try.
    package private(set) var nonce = ByteRange.empty
    /// The hash algorithm; MD5 where there is none.
    package private(set) var algorithm = ByteRange.empty
    /// Whose password it is, in credentials.
    package private(set) var username = ByteRange.empty
    /// How often the nonce was used, in credentials: eight hexadecimal digits.
    package private(set) var nonceCount = ByteRange.empty
    /// Whether a challenge says that only the nonce was too old.
    package private(set) var isStale = false

    /// Reads `range`, the value of a WWW-Authenticate, Proxy-Authenticate, Authorization or Proxy-Authorization.
    package init(_ bytes: RawSpan, _ range: ByteRange) {
        var at = range.lower
        while at < range.upper, bytes.octet(at: at).isTokenCharacter { at &+= 1 }
        while at < range.upper {
            let start = at
            while at < range.upper, bytes.octet(at: at) != 0x2C {
                at = bytes.octet(at: at) == 0x22 ? QuotedString.end(bytes, from: at, to: range.upper) : at &+ 1
            }
            note(bytes, bytes.trimmed(ByteRange(start, min(at, range.upper))))
            at &+= 1
        }
    }

    private mutating func note(_ bytes: RawSpan, _ pair: ByteRange) {
        let equals = bytes.offset(of: 0x3D, in: pair)
        guard equals < pair.upper else { return }
        let name = bytes.trimmed(ByteRange(pair.lower, equals))
        var value = bytes.trimmed(ByteRange(equals &+ 1, pair.upper))
        if value.count > 1, bytes.octet(at: value.lower) == 0x22, bytes.octet(at: value.upper &- 1) == 0x22 {
            value = ByteRange(value.lower &+ 1, value.upper &- 1)
        }
        if bytes.equals("realm", in: name) { realm = value }
        if bytes.equals("nonce", in: name) { nonce = value }
        if bytes.equals("algorithm", in: name) { algorithm = value }
        if bytes.equals("username", in: name) { username = value }
        if bytes.equals("nc", in: name) { nonceCount = value }
        if bytes.equals("stale", in: name) { isStale = bytes.equals("true", in: value) }
    }
}
