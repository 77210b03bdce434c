internal import WireBytes

/// ESP of IPsec (RFC 4303 §2), as far as it does not encrypt (RFC 2410): so telephones of IMS protect their SIP.
///
///     0     4          8
///     | SPI | sequence | payload … | padding 1, 2, 3 … | padding length | next header | check value …
///
/// Nothing says that the payload is in the clear, nor how long the check value is. Both are seen from whether
/// everything agrees (RFC 5879 §7): the padding counts up, its end is aligned, and the header inside states just the
/// bytes that are there. Encrypted bytes pass as often as 32 bits and more agree by chance.
enum EncapsulatedPayload {
    /// Its number in the IP header.
    static let protocolNumber: UInt8 = 50
    /// Its UDP port where addresses are translated (RFC 3948 §2.1).
    static let port: UInt16 = 4500

    private static let headerByteCount = 8
    private static let trailerByteCount = 2
    /// The check values of HMAC-MD5-96 and HMAC-SHA1-96, of HMAC-SHA256-128, and none.
    private static let checkByteCounts = [12, 16, 0]

    /// Reads what `packet.payload` carries; `nil` where that is encrypted, or cut, or no ESP at all.
    ///
    /// A datagram inside is not looked into for a further tunnel where this stands in a datagram itself
    /// (`isInDatagram`): nothing real has it, and it would let a frame nest the two without end.
    static func read(_ bytes: RawSpan, _ packet: Packet, isInDatagram: Bool, _ answer: inout Decoded) -> Layer? {
        // The first numbers are reserved; zero marks IKE on the port of ESP.
        guard !packet.isCut, bytes.uint32(at: packet.payload.lower) ?? 0 > 255 else { return nil }
        for count in checkByteCounts {
            guard let inner = payload(bytes, packet, checkByteCount: count) else { continue }
            switch inner.protocolNumber {
            case TCP.protocolNumber: return TCP.read(bytes, inner, &answer)
            case UDP.protocolNumber where isInDatagram: return UDP.readPlain(bytes, inner, &answer)
            case UDP.protocolNumber: return UDP.read(bytes, inner, &answer)
            case 4: return .ipv4(inner.payload)
            default: return .ipv6(inner.payload)
            }
        }
        return nil
    }

    /// What stands between header and trailer, where the check value has `checkByteCount` bytes and all else agrees.
    private static func payload(_ bytes: RawSpan, _ packet: Packet, checkByteCount: Int) -> Packet? {
        let end = packet.payload.upper &- checkByteCount &- trailerByteCount
        let start = packet.payload.lower &+ headerByteCount
        guard end > start, (end &+ trailerByteCount &- start) & 3 == 0 else { return nil }
        let padding = Int(bytes.octet(at: end))
        guard padding < end &- start else { return nil }
        for number in 0..<padding where Int(bytes.octet(at: end &- padding &+ number)) != number &+ 1 { return nil }
        var inner = packet
        inner.protocolNumber = bytes.octet(at: end &+ 1)
        inner.payload = ByteRange(start, end &- padding)
        return agrees(bytes, inner) ? inner : nil
    }

    /// Whether the header at the start of the payload is one of the protocol that was named, and of just this length.
    private static func agrees(_ bytes: RawSpan, _ packet: Packet) -> Bool {
        let start = packet.payload.lower
        switch packet.protocolNumber {
        case 4: return bytes.octet(at: start) &>> 4 == 4 && ApparentPacket.fills(bytes, packet.payload)
        case 41: return bytes.octet(at: start) &>> 4 == 6 && ApparentPacket.fills(bytes, packet.payload)
        case UDP.protocolNumber:
            return packet.payload.count >= 8 && bytes.uint16(at: start &+ 4).map(Int.init) == packet.payload.count
        case TCP.protocolNumber: return isSegment(bytes, packet.payload)
        default: return false
        }
    }

    /// Whether `range` looks like a TCP segment, which states no length: reserved bits and the urgent pointer are zero,
    /// and no flags contradict each other (RFC 9293 §3.1).
    private static func isSegment(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        let start = range.lower
        let words = bytes.octet(at: start &+ 12)
        let header = Int(words &>> 4) &* 4
        guard range.count >= 20, header >= 20, header <= range.count, words & 0x0F == 0 else { return false }
        guard bytes.uint16(at: start &+ 18) == 0, bytes.uint16(at: start) != 0 else { return false }
        let flags = TCPFlags(rawValue: bytes.octet(at: start &+ 13))
        if flags.contains(.syn) { return !flags.contains(.fin) && !flags.contains(.reset) }
        return flags.contains(.acknowledgement) || flags == .reset
    }
}
