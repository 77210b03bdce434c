internal import WireBytes

/// The header of BSD loopback devices: four bytes that hold the protocol family (LINKTYPE_NULL, LINKTYPE_LOOP).
///
///     0        4
///     | family | payload …
///
/// NULL has the byte order of the host that captured, LOOP that of the network. Families are small numbers, so the
/// order is seen from where the zeros are, for both: files exist that confuse them.
enum Loopback {
    private static let byteCount = 4

    /// Reads the header at the start of `range`.
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard range.count >= byteCount, let number = bytes.uint32(at: range.lower) else {
            return answer.end(as: .undecodable(.linkShort))
        }
        let family = number > 0xFFFF ? number.byteSwapped : number
        let payload = ByteRange(range.lower &+ byteCount, range.upper)
        switch family {
        case 2: return .ipv4(payload)
        // AF_INET6 of Linux, of NetBSD and OpenBSD, of FreeBSD, of Darwin.
        case 10, 24, 28, 30: return .ipv6(payload)
        default: return answer.end(as: .other(.protocolFamily(family)))
        }
    }
}
