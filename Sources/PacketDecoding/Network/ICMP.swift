internal import NetworkTypes
internal import WireBytes

/// The header of ICMP and ICMPv6, and the packet that an error quotes behind it (RFC 792, RFC 4443 §2.1).
///
///     0      1      2          4        8
///     | type | code | checksum | varies | IP header and the beginning of its payload …
enum ICMP {
    /// Its number in the IPv4 header.
    static let protocolNumber: UInt8 = 1
    /// That of ICMPv6 in the IPv6 header.
    static let protocolNumberV6: UInt8 = 58

    /// Reads what `packet` says; whatever is no error about UDP, TCP or SCTP, or too short to tell, is nothing for us.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        let start = packet.payload.lower
        let (type, code) = (bytes.octet(at: start), bytes.octet(at: start &+ 1))
        let isV6 = packet.protocolNumber == protocolNumberV6
        let error = isV6 ? DeliveryError(typeV6: type, code: code) : DeliveryError(type: type, code: code)
        let quoted = ByteRange(start &+ 8, packet.payload.upper)
        guard packet.payload.count > 8, let error,
            let quote = isV6 ? quoteV6(bytes, quoted, error) : quoteV4(bytes, quoted, error)
        else { return answer.end(as: .other(.ipProtocol(packet.protocolNumber))) }
        return answer.end(as: .quote(quote))
    }

    private static func quoteV4(_ bytes: RawSpan, _ range: ByteRange, _ error: DeliveryError) -> Quote? {
        let start = range.lower
        let headerByteCount = Int(bytes.octet(at: start) & 0x0F) &* 4
        guard bytes.octet(at: start) &>> 4 == 4, headerByteCount >= 20, range.count >= headerByteCount,
            let flags = bytes.uint16(at: start &+ 6), flags & 0x1FFF == 0,
            let source = IPAddress(v4: bytes, at: start &+ 12),
            let destination = IPAddress(v4: bytes, at: start &+ 16)
        else { return nil }
        let rest = ByteRange(start &+ headerByteCount, range.upper)
        return transport(of: bytes.octet(at: start &+ 9), bytes, rest, from: source, to: destination, error)
    }

    /// Reads a quoted IPv6 packet whose transport stands right behind its header or behind that of a first fragment.
    private static func quoteV6(_ bytes: RawSpan, _ range: ByteRange, _ error: DeliveryError) -> Quote? {
        let start = range.lower
        guard bytes.octet(at: start) &>> 4 == 6, range.count >= 40,
            let source = IPAddress(v6: bytes, at: start &+ 8),
            let destination = IPAddress(v6: bytes, at: start &+ 24)
        else { return nil }
        var next = bytes.octet(at: start &+ 6)
        var rest = ByteRange(start &+ 40, range.upper)
        if next == 44, rest.count >= 8, let field = bytes.uint16(at: rest.lower &+ 2), field & 0xFFF8 == 0 {
            next = bytes.octet(at: rest.lower)
            rest = ByteRange(rest.lower &+ 8, rest.upper)
        }
        return transport(of: next, bytes, rest, from: source, to: destination, error)
    }

    private static func transport(
        of protocolNumber: UInt8,
        _ bytes: RawSpan,
        _ range: ByteRange,
        from source: IPAddress,
        to destination: IPAddress,
        _ error: DeliveryError
    ) -> Quote? {
        let (transport, headerByteCount): (Transport, Int)
        switch protocolNumber {
        case UDP.protocolNumber: (transport, headerByteCount) = (.udp, 8)
        case TCP.protocolNumber:
            (transport, headerByteCount) = (.tcp, max(20, Int(bytes.octet(at: range.lower &+ 12) &>> 4) &* 4))
        case SCTP.protocolNumber: (transport, headerByteCount) = (.sctp, 12)
        default: return nil
        }
        guard range.count >= 4, let sourcePort = bytes.uint16(at: range.lower),
            let destinationPort = bytes.uint16(at: range.lower &+ 2)
        else { return nil }
        let flow = Flow(
            source: Endpoint(address: source, port: sourcePort),
            destination: Endpoint(address: destination, port: destinationPort),
            transport: transport
        )
        let payload = ByteRange(min(range.lower &+ headerByteCount, range.upper), range.upper)
        return Quote(error: error, flow: flow, payload: payload)
    }
}
