/// What a frame turned out to be.
///
/// All byte ranges are offsets into the span that was decoded: nothing is copied, and nothing is valid longer than it.
package enum Decoded: Sendable {
    /// A UDP datagram.
    case datagram(Datagram)
    /// A TCP segment.
    case segment(Segment)
    /// An SCTP packet.
    case chunks(SCTPPacket)
    /// An ICMP error about a packet of UDP, TCP or SCTP.
    case quote(Quote)
    /// A piece of an IP packet, to be put together with others before its transport can be read.
    case fragment(Fragment)
    /// Read as far as needed and nothing that carries SIP.
    case other(OtherContent)
    /// Something that cannot be read; the reason says at which layer and why.
    case undecodable(UndecodableReason)
}

/// Content that is understood and that is not for us.
package enum OtherContent: Hashable, Sendable {
    /// A link-layer payload with this EtherType, such as ARP.
    case etherType(UInt16)
    /// An IEEE 802.2 LLC frame that does not carry an EtherType, such as spanning tree.
    case llc
    /// A PPP frame with this protocol number, such as link control.
    case pppProtocol(UInt16)
    /// A frame of a BSD loopback with this protocol family.
    case protocolFamily(UInt32)
    /// A frame of a Linux cooked capture with this ARPHRD_ hardware type, whose protocol field is no EtherType.
    case hardware(UInt16)
    /// An MPLS payload that is neither IP nor, as far as can be told, an Ethernet frame with IP.
    case mpls
    /// An IEEE 802.11 frame without data, such as a beacon; its type and subtype in six bits.
    case wireless(UInt8)
    /// An IEEE 802.11 frame that is encrypted.
    case protectedWireless
    /// A mirrored frame of another kind than Ethernet: the frame type of ERSPAN.
    case mirrored(UInt8)
    /// A mobile telephone's payload in GTP-U that is no IP packet.
    case mobilePayload
    /// An IP packet with this protocol number, such as IGMP, or ESP that is encrypted.
    case ipProtocol(UInt8)
}
