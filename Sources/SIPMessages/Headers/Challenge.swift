package import WireBytes

/// A WWW-Authenticate or Proxy-Authenticate value (RFC 3261 §20.44, §20.27; RFC 8760): a scheme and its parameters.
package struct Challenge: Sendable {
    /// The scheme as written, such as `Digest`; empty where there is none.
    package var scheme = ByteRange.empty
    /// Whether the scheme is Digest (§22.4), of which realm and nonce are asked.
    package var isDigest = false
    /// Whether a realm parameter is there.
    package var hasRealm = false
    /// Whether a nonce parameter is there.
    package var hasNonce = false

    /// Whether a client could answer it: Digest needs realm and nonce, of other schemes nothing is asked.
    package var isComplete: Bool { !scheme.isEmpty && (!isDigest || hasRealm && hasNonce) }

    /// Reads `range`, the field's value; one field holds one challenge (§20.27), its parameters parted by commas.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> Challenge {
        var challenge = Challenge()
        var at = range.lower
        while at < range.upper, bytes.octet(at: at).isTokenCharacter { at &+= 1 }
        challenge.scheme = ByteRange(range.lower, at)
        challenge.isDigest = bytes.equals("digest", in: challenge.scheme)
        while at < range.upper {
            let start = at
            while at < range.upper, bytes.octet(at: at) != 0x2C {
                at = bytes.octet(at: at) == 0x22 ? QuotedString.end(bytes, from: at, to: range.upper) : at &+ 1
            }
            challenge.note(bytes, bytes.trimmed(ByteRange(start, min(at, range.upper))))
            at &+= 1
        }
        return challenge
    }

    private mutating func note(_ bytes: RawSpan, _ pair: ByteRange) {
        let equals = bytes.offset(of: 0x3D, in: pair)
        guard equals < pair.upper else { return }
        let name = bytes.trimmed(ByteRange(pair.lower, equals))
        if bytes.equals("realm", in: name) { hasRealm = true }
        if bytes.equals("nonce", in: name) { hasNonce = true }
    }
}
