internal import WireBytes

/// What has to be read next, with the bytes it may use: each layer's reader takes its range and names the next layer.
///
/// A range ends where the layer around it ends, so that no reader sees padding or a neighbour's bytes.
enum Layer {
    /// The payload of a link header, with the EtherType that the header gave it.
    case etherType(UInt16, ByteRange)
    /// An IPv4 header and what follows.
    case ipv4(ByteRange)
    /// An IPv6 header and what follows.
    case ipv6(ByteRange)
    /// The payload of an IP packet.
    case transport(Packet)
    /// Nothing: this is the answer.
    case done(Decoded)

    /// The answer that the frame cannot be read.
    @inline(__always)
    static func undecodable(_ reason: UndecodableReason) -> Layer { .done(.undecodable(reason)) }

    /// The answer that the frame is nothing for us.
    @inline(__always)
    static func other(_ content: OtherContent) -> Layer { .done(.other(content)) }
}
