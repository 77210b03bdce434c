package import NetworkTypes
package import WireBytes

/// A TCP segment (RFC 9293 §3.1).
package struct Segment: Sendable {
    /// Who sent it.
    package var source: Endpoint
    /// To whom.
    package var destination: Endpoint
    /// The number of its first byte, or of the SYN.
    package var sequence: UInt32
    /// The number of the next byte that its sender expects; meaningful with the ACK flag.
    package var acknowledgement: UInt32
    /// Its control bits.
    package var flags: TCPFlags
    /// The captured bytes of its payload, which may be empty.
    package var payload: ByteRange
    /// How many bytes of the payload the snap length cut.
    package var missingByteCount: Int

    /// A segment with everything its header says.
    @inline(__always)
    package init(
        source: Endpoint,
        destination: Endpoint,
        sequence: UInt32,
        acknowledgement: UInt32,
        flags: TCPFlags,
        payload: ByteRange,
        missingByteCount: Int = 0
    ) {
        self.source = source
        self.destination = destination
        self.sequence = sequence
        self.acknowledgement = acknowledgement
        self.flags = flags
        self.payload = payload
        self.missingByteCount = missingByteCount
    }

    /// Whether the snap length of the capture cut bytes off.
    package var isCut: Bool { missingByteCount > 0 }

    /// The direction it went.
    package var flow: Flow { Flow(source: source, destination: destination, transport: .tcp) }
}

/// The control bits of a TCP segment that matter to an observer (RFC 9293 §3.1).
package struct TCPFlags: OptionSet, Hashable, Sendable {
    /// The octet of the header that holds them.
    package let rawValue: UInt8

    /// The bits of the header's octet 13.
    @inline(__always)
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The sender has no more to send.
    package static let fin = TCPFlags(rawValue: 0x01)
    /// The sender opens the connection; its sequence number stands for the SYN itself.
    package static let syn = TCPFlags(rawValue: 0x02)
    /// The sender drops the connection.
    package static let reset = TCPFlags(rawValue: 0x04)
    /// The sender asks for delivery without delay.
    package static let push = TCPFlags(rawValue: 0x08)
    /// The acknowledgement number means something.
    package static let acknowledgement = TCPFlags(rawValue: 0x10)
}
