internal import WireBytes

/// The IEEE 802.2 header, of which only SNAP can carry IP (RFC 1042).
///
///     0      1      2      3     6
///     | 0xAA | 0xAA | 0x03 | OUI | type | payload …
enum LLC {
    private static let byteCount = 8

    /// Reads the header at the start of `range`; anything but SNAP with an EtherType is not for us.
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        let start = range.lower
        guard range.count >= 3 else { return answer.end(as: .undecodable(.linkShort)) }
        guard bytes.octet(at: start) == 0xAA, bytes.octet(at: start &+ 1) == 0xAA else {
            return answer.end(as: .other(.llc))
        }
        guard range.count >= byteCount, let control = bytes.uint32(at: start &+ 2),
            let type = bytes.uint16(at: start &+ 6)
        else { return answer.end(as: .undecodable(.linkShort)) }
        // Unnumbered information, and the organisation 0 under which the type is an EtherType; one below 0x0600 is not,
        // and sending it round again would let a frame nest LLC headers.
        guard control == 0x0300_0000, type >= 0x0600 else { return answer.end(as: .other(.llc)) }
        return .etherType(type, ByteRange(start &+ byteCount, range.upper))
    }
}
