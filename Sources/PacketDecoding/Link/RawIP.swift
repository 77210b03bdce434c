internal import NetworkTypes
internal import WireBytes

/// Frames without a link header: an IP packet whose first four bits say which version it is (LINKTYPE_RAW).
enum RawIP {
    /// Names the IP version at the start of `range`.
    @inline(__always)
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard !range.isEmpty else { return answer.end(as: .undecodable(.ipShort)) }
        switch bytes.octet(at: range.lower) &>> 4 {
        case 4: return .ipv4(range)
        case 6: return .ipv6(range)
        default: return answer.end(as: .undecodable(.ipVersion))
        }
    }
}

/// The numbers under which some systems wrote their own DLT_RAW into files instead of LINKTYPE_RAW.
extension LinkType {
    /// DLT_RAW of most systems.
    static var rawOfBSD: LinkType { LinkType(rawValue: 12) }
    /// DLT_RAW of OpenBSD.
    static var rawOfOpenBSD: LinkType { LinkType(rawValue: 14) }
}
