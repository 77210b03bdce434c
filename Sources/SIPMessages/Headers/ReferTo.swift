package import WireBytes

/// A Refer-To value (RFC 3515 §2.1): `<sip:carol@example.com?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2>`.
package struct ReferTo: Sendable {
    /// The URI without the header part that may stand in it (RFC 3261 §19.1.1); empty where there is none.
    package var uri = ByteRange.empty
    /// The Replaces of that part, escaped as it stands there; empty where there is none.
    package var replaces = ByteRange.empty

    /// Whether the URI is to be called: with INVITE, which it need not say, and not by a scheme that is no call's.
    package var isOfCall = true

    /// Reads `range`, the field's value.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> ReferTo {
        var referTo = ReferTo()
        let whole = NameAddress.read(bytes, range).uri
        // A question mark may also stand in the user part.
        let at = bytes.nearOffset(of: 0x40, in: whole)
        let host = ByteRange(at < whole.upper ? at : whole.lower, whole.upper)
        var part = bytes.nearOffset(of: 0x3F, in: host)
        referTo.uri = ByteRange(whole.lower, part)
        referTo.isOfCall = isOfCall(bytes, referTo.uri, host: ByteRange(host.lower, part))
        while part < whole.upper, referTo.replaces.isEmpty {
            let end = bytes.nearOffset(of: 0x26, in: ByteRange(part &+ 1, whole.upper))
            let equals = bytes.nearOffset(of: 0x3D, in: ByteRange(part &+ 1, end))
            if bytes.equals("replaces", in: ByteRange(part &+ 1, equals)) {
                referTo.replaces = ByteRange(min(equals &+ 1, end), end)
            }
            part = end
        }
        return referTo
    }

    /// Whether a URI, of which `host` and what follows are a part, is to be called: its scheme is one of calls, and it
    /// names no other method than INVITE (RFC 3515 §2.1); one that cannot be read may be.
    private static func isOfCall(_ bytes: RawSpan, _ uri: ByteRange, host: ByteRange) -> Bool {
        guard !uri.isEmpty else { return true }
        let scheme = ByteRange(uri.lower, bytes.nearOffset(of: 0x3A, in: uri))
        guard bytes.equals("sip", in: scheme) || bytes.equals("sips", in: scheme) || bytes.equals("tel", in: scheme)
        else { return false }
        var scanner = ParameterScanner(from: bytes.nearOffset(of: 0x3B, in: host), to: host.upper)
        while let parameter = scanner.next(bytes) {
            if bytes.equals("method", in: parameter.name) { return bytes.equals("invite", in: parameter.value) }
        }
        return true
    }

    /// What is written in `range` of a URI, without escapes (RFC 3261 §19.1.2), of no more than `count` bytes there.
    package static func unescaped(_ bytes: RawSpan, _ range: ByteRange, most count: Int) -> [UInt8] {
        var text: [UInt8] = []
        var at = range.lower
        let end = min(range.upper, range.lower &+ count)
        while at < end {
            if at &+ 2 < end, bytes.octet(at: at) == 0x25, let high = digit(bytes.octet(at: at &+ 1)),
                let low = digit(bytes.octet(at: at &+ 2))
            {
                text.append(high << 4 | low)
                at &+= 3
            } else {
                text.append(bytes.octet(at: at))
                at &+= 1
            }
        }
        return text
    }

    /// The number that a hexadecimal digit stands for.
    private static func digit(_ octet: UInt8) -> UInt8? {
        switch octet.asciiLowercased {
        case 0x30...0x39: octet &- 0x30
        case 0x61...0x66: octet.asciiLowercased &- 0x57
        default: nil
        }
    }
}
