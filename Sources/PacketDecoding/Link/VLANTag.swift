internal import WireBytes

/// VLAN tags of IEEE 802.1Q, any number of them up to a limit.
///
///     0          2      4
///     | priority | type | payload …
///       and VLAN
enum VLANTag {
    /// How many tags may stand behind each other; providers use two, and no equipment more than a few.
    static let limit = 8

    private static let byteCount = 4

    /// Whether `type` announces a tag: 802.1Q, 802.1ad, or the 0x9100 of older provider bridges.
    @inline(__always)
    static func isTag(_ type: UInt16) -> Bool { type == 0x8100 || type == 0x88A8 || type == 0x9100 }

    /// Reads the tags from the start of `range`, the first of which has been announced.
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        var offset = range.lower
        for _ in 0..<limit {
            guard range.upper &- offset >= byteCount, let type = bytes.uint16(at: offset &+ 2) else {
                return answer.end(as: .undecodable(.linkShort))
            }
            offset &+= byteCount
            if !isTag(type) { return .etherType(type, ByteRange(offset, range.upper)) }
        }
        return answer.end(as: .undecodable(.vlanDepth))
    }
}
