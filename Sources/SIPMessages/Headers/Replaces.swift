package import WireBytes

/// A Replaces value (RFC 3891 §6.1): `98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff`.
package struct Replaces: Sendable {
    /// The Call-ID of the dialog that is to be replaced; empty where there is none.
    package var callID = ByteRange.empty
    /// Its tags, the local one of whom the request reaches first; empty where they are not said.
    package var toTag = ByteRange.empty
    package var fromTag = ByteRange.empty

    /// Reads `range`, the field's value.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> Replaces {
        var replaces = Replaces()
        let end = bytes.nearOffset(of: 0x3B, in: range)
        replaces.callID = bytes.trimmed(ByteRange(range.lower, end))
        var scanner = ParameterScanner(from: end, to: range.upper)
        while let parameter = scanner.next(bytes) {
            if bytes.equals("to-tag", in: parameter.name) { replaces.toTag = parameter.value }
            if bytes.equals("from-tag", in: parameter.name) { replaces.fromTag = parameter.value }
        }
        return replaces
    }
}
