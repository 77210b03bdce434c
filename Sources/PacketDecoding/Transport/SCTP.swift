package import NetworkTypes
package import WireBytes

/// An SCTP packet (RFC 9260 §3): a common header and chunks.
package struct SCTPPacket: Sendable {
    /// Who sent it.
    package var source: Endpoint
    /// To whom.
    package var destination: Endpoint
    /// What its receiver has chosen to know the association by; zero only where one is opened.
    package var verificationTag: UInt32
    /// The captured bytes of its chunks, which may be none.
    package var chunks: ByteRange
    /// How many bytes of them the snap length cut.
    package var missingByteCount: Int

    /// The direction it went.
    package var flow: Flow { Flow(source: source, destination: destination, transport: .sctp) }
}

/// A chunk of an SCTP packet (RFC 9260 §3.2).
///
///     0      1       2        4
///     | type | flags | length | value …
///
/// The length counts the header and not the padding to four bytes behind the value.
package struct SCTPChunk: Sendable {
    /// What it is.
    package var type: UInt8
    /// What the flags mean depends on the type.
    package var flags: UInt8
    /// The captured bytes behind the header.
    package var value: ByteRange
    /// How many bytes of them the snap length cut.
    package var missingByteCount: Int
    /// Where the next chunk begins; past the end behind the last one.
    package var next: Int

    /// The chunk at `offset` of `bytes`, one of those in `packet`; `nil` where none follows or its length is wrong.
    package static func read(_ bytes: RawSpan, at offset: Int, of packet: SCTPPacket) -> SCTPChunk? {
        let end = min(packet.chunks.upper, bytes.byteCount)
        guard offset >= packet.chunks.lower, end &- offset >= 4, let stated = bytes.uint16(at: offset &+ 2) else {
            return nil
        }
        let length = Int(stated)
        guard length >= 4, length <= end &- offset &+ packet.missingByteCount else { return nil }
        return SCTPChunk(
            type: bytes.octet(at: offset),
            flags: bytes.octet(at: offset &+ 1),
            value: ByteRange(offset &+ 4, min(offset &+ length, end)),
            missingByteCount: max(0, offset &+ length &- end),
            next: offset &+ (length &+ 3) / 4 &* 4
        )
    }
}

/// The common header of SCTP (RFC 9260 §3.1).
///
///     0             2                  4                  8          12
///     | source port | destination port | verification tag | checksum | chunks …
enum SCTP {
    /// Its number in the IP header.
    static let protocolNumber: UInt8 = 132

    private static let byteCount = 12

    /// Reads the header at the start of `packet.payload`, and whether a chunk stands behind it; others are read by
    /// whoever wants them.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        let start = packet.payload.lower
        guard packet.payload.count >= byteCount,
            let sourcePort = bytes.uint16(at: start),
            let destinationPort = bytes.uint16(at: start &+ 2),
            let tag = bytes.uint32(at: start &+ 4)
        else { return answer.end(as: .undecodable(packet.isCut ? .sctpCut : .sctpHeader)) }
        let read = SCTPPacket(
            source: Endpoint(address: packet.source, port: sourcePort),
            destination: Endpoint(address: packet.destination, port: destinationPort),
            verificationTag: tag,
            chunks: ByteRange(start &+ byteCount, packet.payload.upper),
            missingByteCount: packet.missingByteCount
        )
        guard read.chunks.count >= 4 || !packet.isCut else { return answer.end(as: .undecodable(.sctpCut)) }
        guard SCTPChunk.read(bytes, at: read.chunks.lower, of: read) != nil else {
            return answer.end(as: .undecodable(.sctpChunk))
        }
        return answer.end(as: .chunks(read))
    }
}
