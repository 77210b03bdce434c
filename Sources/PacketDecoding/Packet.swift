package import NetworkTypes
package import WireBytes

/// An IP packet of either version whose header, IPv6 extension headers included, has been read.
package struct Packet: Sendable {
    /// The sender.
    package var source: IPAddress
    /// The receiver.
    package var destination: IPAddress
    /// What the payload is: a number of the IANA registry "Protocol Numbers", 17 for UDP.
    package var protocolNumber: UInt8
    /// The IPv4 identification (16 bits) or that of an IPv6 fragment header (32 bits); zero where there is none.
    package var identification: UInt32
    /// The captured bytes after the header, without link padding.
    package var payload: ByteRange
    /// How many bytes of the payload were on the wire and are not in the capture: its snap length cut them.
    package var missingByteCount: Int
    /// Whether the header states no length below 65,536, so that UDP may leave out its own (RFC 2675 §4).
    package var hasOpenLength: Bool

    /// A packet whose header has been read.
    @inline(__always)
    package init(
        from source: IPAddress,
        to destination: IPAddress,
        protocolNumber: UInt8,
        identification: UInt32 = 0,
        payload: ByteRange,
        missingByteCount: Int = 0,
        hasOpenLength: Bool = false
    ) {
        self.source = source
        self.destination = destination
        self.protocolNumber = protocolNumber
        self.identification = identification
        self.payload = payload
        self.missingByteCount = missingByteCount
        self.hasOpenLength = hasOpenLength
    }

    /// Whether the snap length of the capture cut bytes off.
    @inline(__always)
    package var isCut: Bool { missingByteCount > 0 }

    /// How many bytes of payload the packet had on the wire.
    @inline(__always)
    package var wirePayloadByteCount: Int { payload.count &+ missingByteCount }
}
