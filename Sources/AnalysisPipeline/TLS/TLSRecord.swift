internal import WireBytes

/// The header in front of whatever TLS and DTLS send.
///
///     0              1         3        5
///     | content type | version | length | …                                  TLS (RFC 8446 §5.1)
///     0              1         3       5          11       13
///     | content type | version | epoch | sequence | length | …              DTLS (RFC 6347 §4.1)
enum TLSRecord {
    /// How many bytes the header of TLS has.
    static let headerByteCount = 5
    /// How many bytes that of DTLS has.
    static let datagramHeaderByteCount = 13
    /// The content type of a handshake message.
    static let handshake: UInt8 = 22

    /// What a record may hold at most: 2¹⁴ bytes and 2,048 for what encryption adds (RFC 5246 §6.2.3).
    private static let longest = 18_432

    /// The length of what the record at `offset` holds, or `nil` where no header of TLS stands there.
    ///
    /// The content type is one of the four that streams have, the version 3.0 to 3.4, and only application data are
    /// empty.
    static func length(_ bytes: RawSpan, at offset: Int) -> Int? {
        let type = bytes.octet(at: offset)
        guard (20...23).contains(type), bytes.octet(at: offset &+ 1) == 3, bytes.octet(at: offset &+ 2) <= 4,
            let length = bytes.uint16(at: offset &+ 3), length > 0 || type == 23, length <= longest
        else { return nil }
        return Int(length)
    }

    /// The length of what the first record of the datagram `bytes` holds, or `nil` where it does not begin with a
    /// header of DTLS 1.0 or 1.2, which 1.3 writes as well while it is not yet encrypted (RFC 9147 §4).
    static func datagramLength(_ bytes: RawSpan) -> Int? {
        guard (20...25).contains(bytes.octet(at: 0)), let version = bytes.uint16(at: 1),
            version == 0xFEFF || version == 0xFEFD, let length = bytes.uint16(at: 11), length > 0,
            length <= longest
        else { return nil }
        return Int(length)
    }
}
