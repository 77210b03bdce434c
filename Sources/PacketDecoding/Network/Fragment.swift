package import NetworkTypes
package import WireBytes

/// A piece of an IP packet (RFC 791 §3.2, RFC 8200 §4.5).
package struct Fragment: Sendable {
    /// The sender.
    package var source: IPAddress
    /// The receiver.
    package var destination: IPAddress
    /// The protocol of the whole payload; with IPv6 that of the first fragment counts, which may be an extension
    /// header.
    package var protocolNumber: UInt8
    /// What the pieces of one packet have in common: 16 bits with IPv4, 32 bits with IPv6.
    package var identification: UInt32
    /// Where the piece belongs in the payload, in bytes: a multiple of eight, 0…65,528.
    package var offset: Int
    /// Whether pieces follow this one.
    package var hasMore: Bool
    /// The captured bytes of the piece; never empty unless all of it was cut.
    package var payload: ByteRange
    /// How many bytes of the piece the snap length cut.
    package var missingByteCount: Int

    /// Whether the snap length of the capture cut bytes off.
    package var isCut: Bool { missingByteCount > 0 }

    /// The fragment that `packet` carries, or the reason why it is none.
    ///
    /// A piece without bytes, or one before the last that does not end on a multiple of eight, fits nowhere.
    static func answer(of packet: Packet, at offset: Int, hasMore: Bool) -> Decoded {
        let byteCount = packet.wirePayloadByteCount
        guard byteCount > 0, !hasMore || byteCount & 7 == 0 else { return .undecodable(.fragmentLength) }
        let fragment = Fragment(
            source: packet.source,
            destination: packet.destination,
            protocolNumber: packet.protocolNumber,
            identification: packet.identification,
            offset: offset,
            hasMore: hasMore,
            payload: packet.payload,
            missingByteCount: packet.missingByteCount
        )
        return .fragment(fragment)
    }
}
