/// Reasons why frames could not be read or were given up, in words.
enum FrameReasons {
    /// A count with the words for a reason.
    static func phrase(_ count: UInt64, of reason: String) -> String {
        let several: String? =
            switch reason {
            case "wireless_fragment": "pieces of a wireless frame"
            case "wireless_aggregate": "wireless frames with several packets"
            case "tcp_segment_cut": "TCP segments cut by the snap length"
            case "sctp_piece_cut": "pieces of SCTP messages cut by the snap length"
            default: nil
            }
        let one = words(for: reason)
        return Figures.count(count, one, several ?? one)
    }

    /// The words for a reason of the report's `undecodable` and `lost`; one that is not known here reads as it is.
    static func words(for reason: String) -> String {
        switch reason {
        case "link_type": "unknown link type"
        case "link_short": "cut in the link header"
        case "link_header": "wrong link header"
        case "link_version": "unknown link version"
        case "wireless_fragment": "piece of a wireless frame"
        case "wireless_aggregate": "wireless frame with several packets"
        case "mpls_short": "cut in the MPLS labels"
        case "mpls_depth": "too many MPLS labels"
        case "vlan_depth": "too many VLAN tags"
        case "ip_short": "cut in the IP header"
        case "ip_version": "wrong IP version"
        case "ip_header", "ip_length": "wrong IP length"
        case "fragment_length": "wrong fragment length"
        case "ipv6_extension": "wrong IPv6 extension header"
        case "ipv6_extension_cut": "cut in an IPv6 extension header"
        case "ipv6_extension_depth": "too many IPv6 extension headers"
        case "udp_header", "udp_length": "wrong UDP length"
        case "udp_cut": "cut in the UDP header"
        case "tcp_header": "wrong TCP header"
        case "tcp_cut": "cut in the TCP header"
        case "gre_header": "wrong GRE header"
        case "gre_cut": "cut in the GRE header"
        case "gre_version": "unknown GRE version"
        case "erspan_header": "wrong ERSPAN header"
        case "erspan_cut": "cut in the ERSPAN header"
        case "erspan_version": "unknown ERSPAN version"
        case "authentication_header": "wrong authentication header"
        case "authentication_cut": "cut in the authentication header"
        case "gtp_header": "wrong GTP-U header"
        case "gtp_cut": "cut in the GTP-U header"
        case "gtp_depth": "too many GTP-U extension headers"
        case "geneve_header": "wrong GENEVE header"
        case "geneve_cut": "cut in the GENEVE header"
        case "l2tp_header": "wrong L2TP header"
        case "l2tp_cut": "cut in the L2TP header"
        case "sctp_header", "sctp_chunk": "wrong SCTP length"
        case "sctp_cut": "cut in the SCTP header"
        case "tcp_segment_cut": "TCP segment cut by the snap length"
        case "sctp_piece_cut": "piece of an SCTP message cut by the snap length"
        case "tunnel_depth": "too many layers"
        default: reason.replacing("_", with: " ")
        }
    }
}

/// What did not fit together on the wire, in words.
enum CaptureIssueWords {
    /// A count with the words for a name of the report's `issues`; one that is not known here reads as it is, and `nil`
    /// is said of those that have a sentence elsewhere.
    static func phrase(_ count: UInt64, of issue: String) -> String? {
        let (one, many): (String, String) =
            switch issue {
            case "tcp_gaps": ("gap in a TCP stream", "gaps in TCP streams")
            case "tcp_repeated": ("repeated TCP segment", "repeated TCP segments")
            case "tcp_overlaps_differing":
                ("TCP segment with other bytes than before", "TCP segments with other bytes than before")
            case "tcp_resets_ignored": ("TCP reset out of place", "TCP resets out of place")
            case "sctp_repeated": ("repeated SCTP chunk", "repeated SCTP chunks")
            case "fragments_repeated": ("repeated fragment", "repeated fragments")
            case "fragment_overlaps_differing":
                ("fragment with other bytes than before", "fragments with other bytes than before")
            case "packets_incomplete_at_end": ("packet not whole at the end", "packets not whole at the end")
            case "streams_incomplete_at_end":
                ("TCP stream that ends within a message", "TCP streams that end within a message")
            case "associations_incomplete_at_end":
                ("SCTP association that ends within a message", "SCTP associations that end within a message")
            case "frames_incomplete_at_end", "frames_cut", "later_fragments_missing": ("", "")
            default: (issue.replacing("_", with: " "), issue.replacing("_", with: " "))
            }
        return one.isEmpty ? nil : Figures.count(count, one, many)
    }
}
