package import NetworkTypes
package import WireBytes

/// A UDP datagram (RFC 768).
package struct Datagram: Sendable {
    /// Who sent it.
    package var source: Endpoint
    /// To whom.
    package var destination: Endpoint
    /// The captured bytes of its payload, which may be empty.
    package var payload: ByteRange
    /// How many bytes of the payload its length field promises beyond those at hand.
    package var missingByteCount: Int
    /// The identification of its IP packet, 0 where it has none; a copy made on the way has the same.
    package var identification: UInt32

    /// Whether the payload is not all there: the snap length cut it, or its length field is wrong.
    package var isCut: Bool { missingByteCount > 0 }

    /// The direction it went.
    package var flow: Flow { Flow(source: source, destination: destination, transport: .udp) }
}
