internal import NetworkTypes
internal import WireBytes

/// The IPv6 header (RFC 8200 §3).
///
///     0                        4                6             7           8        24            40
///     | version, class, flow   | payload length | next header | hop limit | source | destination | payload …
enum IPv6 {
    private static let byteCount = 40

    /// Reads the header at the start of `range` and its extension headers.
    ///
    /// A payload length of zero means a jumbogram, whose length is an option, or a host's own segmentation offload,
    /// which goes to the end.
    @inline(__always)
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        let start = range.lower
        guard !range.isEmpty else { return answer.end(as: .undecodable(.ipShort)) }
        guard bytes.octet(at: start) &>> 4 == 6 else { return answer.end(as: .undecodable(.ipVersion)) }
        guard range.count >= byteCount,
            let stated = bytes.uint16(at: start &+ 4),
            let source = IPAddress(v6: bytes, at: start &+ 8),
            let destination = IPAddress(v6: bytes, at: start &+ 24)
        else { return answer.end(as: .undecodable(.ipShort)) }
        let next = bytes.octet(at: start &+ 6)
        let rest = ByteRange(start &+ byteCount, range.upper)
        var payloadByteCount = Int(stated)
        if stated == 0 {
            let jumbo = next == 0 ? IPv6Extensions.jumboByteCount(bytes, rest) : nil
            payloadByteCount = jumbo ?? rest.count
            if let jumbo, jumbo <= 0xFFFF { return answer.end(as: .undecodable(.ipLength)) }
        }
        let packet = Packet(
            from: source,
            to: destination,
            protocolNumber: next,
            payload: ByteRange(rest.lower, min(rest.lower &+ payloadByteCount, rest.upper)),
            missingByteCount: max(0, payloadByteCount &- rest.count),
            hasOpenLength: stated == 0
        )
        return IPv6Extensions.read(bytes, packet, &answer)
    }
}
