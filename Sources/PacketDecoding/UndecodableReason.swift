/// Why a frame could not be read; the raw value is the name under which reports count it.
///
/// The list is closed, so the key set of a report is bounded. Four answers are kept apart: *cut* and *short* (the bytes
/// at hand end too early), a header that contradicts itself, a kind of header we do not know, and a limit of ours.
package enum UndecodableReason: String, CaseIterable, Sendable {
    /// The capture's link type is not one we read.
    case linkType = "link_type"
    /// The frame ends inside its link header.
    case linkShort = "link_short"
    /// More VLAN tags than `VLANTag.limit`.
    case vlanDepth = "vlan_depth"
    /// The frame ends inside the IP header.
    case ipShort = "ip_short"
    /// The IP version is not the one announced, or is neither 4 nor 6.
    case ipVersion = "ip_version"
    /// The IPv4 header length is below five words.
    case ipHeader = "ip_header"
    /// The IP length field is below the header it contains, or a jumbogram states a length that needs none.
    case ipLength = "ip_length"
    /// A fragment without bytes, or one that is not the last and does not end on a multiple of eight bytes.
    case fragmentLength = "fragment_length"
    /// An IPv6 extension header reaches past its packet, or a reassembled packet holds another fragment header.
    case ipv6Extension = "ipv6_extension"
    /// The captured bytes end inside an IPv6 extension header.
    case ipv6ExtensionCut = "ipv6_extension_cut"
    /// More IPv6 extension headers than `IPv6Extensions.limit`.
    case ipv6ExtensionDepth = "ipv6_extension_depth"
    /// The packet is shorter than a UDP header.
    case udpHeader = "udp_header"
    /// The captured bytes end inside the UDP header.
    case udpCut = "udp_cut"
    /// The UDP length is below the eight bytes of its own header.
    case udpLength = "udp_length"
    /// The packet is shorter than the TCP header, or the data offset is below five words.
    case tcpHeader = "tcp_header"
    /// The captured bytes end inside the TCP header.
    case tcpCut = "tcp_cut"
    /// More layers inside each other than `PacketDecoder.layerLimit`.
    case tunnelDepth = "tunnel_depth"
}
