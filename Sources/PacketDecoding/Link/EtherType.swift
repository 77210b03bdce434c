internal import WireBytes

/// The two bytes by which a link header says what it carries (IEEE 802 registry "EtherType").
enum EtherType {
    private static let ipv4: UInt16 = 0x0800
    private static let ipv6: UInt16 = 0x86DD
    /// An Ethernet frame inside a tunnel: transparent Ethernet bridging (RFC 1701, RFC 7637 §3.2).
    static let bridging: UInt16 = 0x6558
    /// Below it the number is a length or an LLC marker.
    private static let first: UInt16 = 0x0600

    /// Names the layer at the start of `range`, which `type` announced, behind any VLAN tags.
    @inline(__always)
    static func read(_ bytes: RawSpan, _ type: UInt16, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        switch type {
        case ipv4: .ipv4(range)
        case ipv6: .ipv6(range)
        case _ where VLANTag.isTag(type): VLANTag.read(bytes, range, &answer)
        default: readLess(bytes, type, range, &answer)
        }
    }

    /// What is rarer; apart, so that the common types stay a few instructions.
    @inline(never)
    private static func readLess(_ bytes: RawSpan, _ type: UInt16, _ range: ByteRange, _ answer: inout Decoded) -> Layer
    {
        switch type {
        case PPPoE.sessionType: PPPoE.read(bytes, range, &answer)
        case _ where MPLS.isType(type): MPLS.read(bytes, range, &answer)
        case bridging: .ethernet(range)
        case ..<first: LLC.read(bytes, range, &answer)
        default: answer.end(as: .other(.etherType(type)))
        }
    }
}
