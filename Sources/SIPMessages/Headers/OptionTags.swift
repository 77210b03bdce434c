package import SIPCatalogue
internal import WireBytes

/// Option tags, as Require, Supported and their kin list them (RFC 3261 §19.2).
extension HeaderFields {
    /// Whether a field called `name` lists `tag`, which is written in lower case.
    package func lists(_ tag: StaticString, in name: HeaderName, _ bytes: RawSpan) -> Bool {
        var isListed = false
        forEachValue(of: name, bytes) { value in
            var at = value.lower
            while at < value.upper, !isListed {
                let end = bytes.nearOffset(of: 0x2C, in: ByteRange(at, value.upper))
                if bytes.equals(tag, in: bytes.trimmed(ByteRange(at, end))) { isListed = true }
                at = end &+ 1
            }
        }
        return isListed
    }
}
