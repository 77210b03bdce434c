/// Why a frame could not be read; the raw value is the name under which reports count it.
///
/// The list is closed, so the key set of a report is bounded. Four answers are kept apart: *cut* and *short* (the bytes
/// at hand end too early), a header that contradicts itself, a kind of header we do not know, and a limit of ours.
package enum UndecodableReason: String, CaseIterable, Sendable {
    /// The capture's link type is not one we read.
    case linkType = "link_type"
    /// The frame ends inside its link header.
    case linkShort = "link_short"
    /// A link header states a length that its own fields do not fit in.
    case linkHeader = "link_header"
    /// A link header of a version that we do not know.
    case linkVersion = "link_version"
    /// A piece of an IEEE 802.11 frame; these are not put together.
    case wirelessFragment = "wireless_fragment"
    /// An IEEE 802.11 frame with several packets in it; these are not taken apart.
    case wirelessAggregate = "wireless_aggregate"
    /// More VLAN tags than `VLANTag.limit`.
    case vlanDepth = "vlan_depth"
    /// The frame ends inside an MPLS label stack, or with it.
    case mplsShort = "mpls_short"
    /// More MPLS labels than `MPLS.limit`.
    case mplsDepth = "mpls_depth"
    /// The frame, or the tunnel around it, ends inside the IP header.
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
    /// The GRE header is longer than its packet, or states a length that is.
    case greHeader = "gre_header"
    /// The captured bytes end inside the GRE header.
    case greCut = "gre_cut"
    /// A GRE header of an unknown version, or with the source routes of RFC 1701.
    case greVersion = "gre_version"
    /// The ERSPAN header is longer than its packet.
    case erspanHeader = "erspan_header"
    /// The captured bytes end inside the ERSPAN header.
    case erspanCut = "erspan_cut"
    /// An ERSPAN header of an unknown version.
    case erspanVersion = "erspan_version"
    /// The authentication header is longer than its packet, or too short for its own fields.
    case authentication = "authentication_header"
    /// The captured bytes end inside the authentication header.
    case authenticationCut = "authentication_cut"
    /// A GTP-U header, its extensions included, is longer than its message, or an extension has no length.
    case gtpHeader = "gtp_header"
    /// The captured bytes end inside the GTP-U header.
    case gtpCut = "gtp_cut"
    /// More GTP-U extension headers than `GTPU.limit`.
    case gtpDepth = "gtp_depth"
    /// The GENEVE header is longer than its datagram.
    case geneveHeader = "geneve_header"
    /// The captured bytes end inside the GENEVE header.
    case geneveCut = "geneve_cut"
    /// The L2TP header is longer than its message.
    case l2tpHeader = "l2tp_header"
    /// The captured bytes end inside the L2TP header.
    case l2tpCut = "l2tp_cut"
    /// The packet is shorter than the SCTP header.
    case sctpHeader = "sctp_header"
    /// The captured bytes end inside the SCTP header or that of its first chunk.
    case sctpCut = "sctp_cut"
    /// No chunk stands behind the SCTP header, or its length is wrong.
    case sctpChunk = "sctp_chunk"
    /// More layers inside each other than `PacketDecoder.layerLimit`.
    case tunnelDepth = "tunnel_depth"
}
