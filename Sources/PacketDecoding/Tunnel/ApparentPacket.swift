internal import WireBytes

/// Whether bytes look like an IP packet, for tunnels whose headers do not say what they carry.
///
/// The version, the header length and the total length have to agree with each other and with the bytes at hand. Where
/// the capture may have cut the packet, its protocol has to be a common one besides.
enum ApparentPacket {
    /// The most bytes that may stand behind the packet: the padding of an Ethernet frame and a frame check sequence.
    private static let longestPadding = 50
    private static let ethernetByteCount = 14

    /// Whether `range` begins with an IP packet, behind which there may be padding.
    static func begins(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        guard let length = byteCount(bytes, range) else { return false }
        if length <= range.count { return range.count &- length <= longestPadding }
        let isV4 = bytes.octet(at: range.lower) &>> 4 == 4
        switch bytes.octet(at: range.lower &+ (isV4 ? 9 : 6)) {
        case 0, 1, 4, 6, 17, 41, 44, 47, 50, 51, 58, 132: return true
        default: return false
        }
    }

    /// Whether `range` is an IP packet from its first byte to its last.
    static func fills(_ bytes: RawSpan, _ range: ByteRange) -> Bool { byteCount(bytes, range) == range.count }

    /// Whether `range` begins with an Ethernet frame that holds an IP packet, behind VLAN tags or not.
    static func isInEthernet(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        var offset = range.lower &+ ethernetByteCount
        for _ in 0...VLANTag.limit {
            guard offset < range.upper, let type = bytes.uint16(at: offset &- 2) else { return false }
            let rest = ByteRange(offset, range.upper)
            switch type {
            case 0x0800: return bytes.octet(at: offset) &>> 4 == 4 && begins(bytes, rest)
            case 0x86DD: return bytes.octet(at: offset) &>> 4 == 6 && begins(bytes, rest)
            case _ where VLANTag.isTag(type): offset &+= 4
            default: return false
            }
        }
        return false
    }

    /// How long the packet at the start of `range` says it is, `nil` where its header is none.
    private static func byteCount(_ bytes: RawSpan, _ range: ByteRange) -> Int? {
        let first = bytes.octet(at: range.lower)
        switch first &>> 4 {
        case 4:
            let header = Int(first & 0x0F) &* 4
            guard range.count >= 20, header >= 20, let total = bytes.uint16(at: range.lower &+ 2) else { return nil }
            return total >= header ? Int(total) : nil
        case 6:
            guard range.count >= 40, let payload = bytes.uint16(at: range.lower &+ 4) else { return nil }
            return 40 &+ Int(payload)
        default: return nil
        }
    }
}
