internal import NetworkTypes
internal import PacketDecoding

/// What the fragments of one packet have in common.
///
/// With IPv4 the protocol is part of it (RFC 791 §3.2); with IPv6 it is not, and may differ between fragments
/// (RFC 8200 §4.5).
struct FragmentKey: Hashable, Sendable {
    private let source: IPAddress
    private let destination: IPAddress
    private let identification: UInt32
    private let protocolNumber: UInt8

    /// The key of the packet that `fragment` belongs to.
    init(_ fragment: Fragment) {
        source = fragment.source
        destination = fragment.destination
        identification = fragment.identification
        protocolNumber = fragment.source.isV4 ? fragment.protocolNumber : 0
    }
}
