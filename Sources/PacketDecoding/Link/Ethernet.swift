internal import WireBytes

/// The Ethernet header, DIX or IEEE 802.3, without preamble and without frame check sequence.
///
///     0          6       12     14
///     | receiver | sender | type | payload, padded to 46 bytes …
///
/// A type of 0x0600 and above is an EtherType; up to 1500 it is a length and an IEEE 802.2 header follows.
enum Ethernet {
    private static let byteCount = 14

    /// Reads the header at the start of `range`.
    @inline(__always)
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard range.count >= byteCount, let type = bytes.uint16(at: range.lower &+ 12) else {
            return answer.end(as: .undecodable(.linkShort))
        }
        return .etherType(type, ByteRange(range.lower &+ byteCount, range.upper))
    }
}
