package import NetworkTypes
package import WireBytes

/// A packet that somebody on the way could not deliver, as the ICMP error about it quotes it.
package struct Quote: Sendable {
    /// What went wrong.
    package var error: DeliveryError
    /// Who had sent the packet to whom, over UDP, TCP or SCTP.
    package var flow: Flow
    /// What is quoted of its payload; often nothing.
    package var payload: ByteRange
}

/// Why a packet was not delivered (RFC 792, RFC 1812 §5.2.7.1, RFC 4443 §3); the raw value is the name that reports
/// use.
package enum DeliveryError: String, CaseIterable, Sendable {
    /// There is no way to the network.
    case networkUnreachable = "network_unreachable"
    /// There is no way to the host.
    case hostUnreachable = "host_unreachable"
    /// The host does not speak the transport.
    case protocolUnreachable = "protocol_unreachable"
    /// Nobody listens on the port.
    case portUnreachable = "port_unreachable"
    /// The packet is too long for a link and must not be cut.
    case tooBig = "packet_too_big"
    /// A filter on the way forbids it.
    case prohibited = "prohibited"
    /// The packet went over too many hops.
    case hopLimit = "hop_limit_exceeded"
    /// Fragments of the packet did not come in time.
    case reassembly = "reassembly_time_exceeded"
    /// It cannot be delivered for another reason.
    case unreachable = "unreachable"

    /// The error that `type` and `code` of an ICMP message say; `nil` where it is about something else.
    init?(type: UInt8, code: UInt8) {
        switch (type, code) {
        case (3, 0), (3, 6), (3, 11): self = .networkUnreachable
        case (3, 1), (3, 7), (3, 12): self = .hostUnreachable
        case (3, 2): self = .protocolUnreachable
        case (3, 3): self = .portUnreachable
        case (3, 4): self = .tooBig
        case (3, 9), (3, 10), (3, 13): self = .prohibited
        case (3, _): self = .unreachable
        case (11, 0): self = .hopLimit
        case (11, 1): self = .reassembly
        default: return nil
        }
    }

    /// The error that `type` and `code` of an ICMPv6 message say; `nil` where it is about something else.
    init?(typeV6 type: UInt8, code: UInt8) {
        switch (type, code) {
        case (1, 0): self = .networkUnreachable
        case (1, 1), (1, 5), (1, 6): self = .prohibited
        case (1, 3): self = .hostUnreachable
        case (1, 4): self = .portUnreachable
        case (1, _): self = .unreachable
        case (2, _): self = .tooBig
        case (3, 0): self = .hopLimit
        case (3, 1): self = .reassembly
        default: return nil
        }
    }
}
