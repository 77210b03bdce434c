internal import WireBytes

/// MPLS label stacks (RFC 3032 §2.1) and what stands under them.
///
///     0                                    4
///     | label, class, bottom of stack, TTL | … as often as needed, then the payload
///
/// No field names the payload. Its first four bits tell IPv4 and IPv6 (RFC 4928 §3); a pseudowire begins with a control
/// word of four bytes whose first four bits are zero (RFC 4385 §3), or at once with the address of an Ethernet frame.
enum MPLS {
    /// How many labels may stand on each other; networks with fast reroute and VPNs use four or five.
    static let limit = 16

    /// Whether an EtherType announces a stack: unicast, or multicast and upstream-assigned (RFC 5332).
    @inline(__always)
    static func isType(_ type: UInt16) -> Bool { type == 0x8847 || type == 0x8848 }

    private static let entryByteCount = 4

    /// Reads the stack at the start of `range` and names what is under it.
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        var offset = range.lower
        for _ in 0..<limit {
            guard range.upper &- offset >= entryByteCount, let entry = bytes.uint32(at: offset) else {
                return answer.end(as: .undecodable(.mplsShort))
            }
            offset &+= entryByteCount
            if entry & 0x100 != 0 { return payload(bytes, ByteRange(offset, range.upper), &answer) }
        }
        return answer.end(as: .undecodable(.mplsDepth))
    }

    /// Names the payload by what it looks like.
    ///
    /// An Ethernet frame is taken for one only where the IP packet in it agrees.
    private static func payload(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard !range.isEmpty else { return answer.end(as: .undecodable(.mplsShort)) }
        let version = bytes.octet(at: range.lower) &>> 4
        let behindControlWord = ByteRange(range.lower &+ 4, range.upper)
        if version == 0, ApparentPacket.isInEthernet(bytes, behindControlWord) { return .ethernet(behindControlWord) }
        // Before IP, since the address that such a frame begins with may have any first bits (RFC 8469 §2).
        if ApparentPacket.isInEthernet(bytes, range) { return .ethernet(range) }
        switch version {
        case 4: return .ipv4(range)
        case 6: return .ipv6(range)
        default: return answer.end(as: .other(.mpls))
        }
    }
}
