internal import WireBytes

/// IEEE 802.11 data frames (IEEE 802.11-2020 §9.3.2.1); numbers are little-endian.
///
///     0               2          4                    22         24          30    32   36
///     | frame control | duration | three addresses     | sequence | address 4 | QoS | HT | IEEE 802.2 header …
///
/// The fourth address stands there on links between access points, QoS in frames of that kind, HT where the order bit
/// is set in one. A protected frame cannot be read without its keys.
enum Wireless {
    private static let shortestByteCount = 24
    private static let addressByteCount = 6
    private static let subframeByteCount = 14

    /// Reads the frame in `range`; `isPadded` says that its header was filled up to a multiple of four bytes.
    static func read(_ bytes: RawSpan, _ range: ByteRange, isPadded: Bool = false, _ answer: inout Decoded) -> Layer {
        guard range.count >= 2, let control = bytes.uint16(at: range.lower) else {
            return answer.end(as: .undecodable(.linkShort))
        }
        let kind = UInt8(truncatingIfNeeded: control &>> 8)
        guard kind & 3 == 0 else { return answer.end(as: .undecodable(.linkVersion)) }
        // Data frames are of type 2; those with this bit in their subtype hold none.
        guard kind & 0x0C == 0x08, kind & 0x40 == 0 else { return answer.end(as: .other(.wireless(kind &>> 2))) }
        guard control & 0x40 == 0 else { return answer.end(as: .other(.protectedWireless)) }
        let hasQoS = kind & 0x80 != 0
        let plain = shortestByteCount &+ (control & 3 == 3 ? addressByteCount : 0)
        let length = plain &+ (hasQoS ? control & 0x80 != 0 ? 6 : 2 : 0)
        let start = range.lower &+ (isPadded ? (length &+ 3) & ~3 : length)
        guard start < range.upper else { return answer.end(as: .undecodable(.linkShort)) }
        // Pieces of a frame, which stations make where the air is bad, are not put together.
        let isPiece = control & 0x04 != 0 || bytes.octet(at: range.lower &+ 22) & 0x0F != 0
        guard !isPiece else { return answer.end(as: .undecodable(.wirelessFragment)) }
        let payload = ByteRange(start, range.upper)
        let isAggregate = hasQoS && bytes.octet(at: range.lower &+ plain) & 0x80 != 0
        return isAggregate ? aggregate(bytes, payload, &answer) : LLC.read(bytes, payload, &answer)
    }

    /// Reads the one subframe of an A-MSDU (§9.3.2.2.2); several, which would be several packets, are not taken apart.
    ///
    ///     0          6        12       14
    ///     | receiver | sender | length | IEEE 802.2 header … filled up to a multiple of four where another follows
    private static func aggregate(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard range.count > subframeByteCount, let length = bytes.uint16(at: range.lower &+ 12) else {
            return answer.end(as: .undecodable(.linkShort))
        }
        let start = range.lower &+ subframeByteCount
        let end = start &+ Int(length)
        // What is left may be padding and a frame check sequence, and is too short for another subframe.
        guard range.upper &- end < subframeByteCount else { return answer.end(as: .undecodable(.wirelessAggregate)) }
        return LLC.read(bytes, ByteRange(start, min(end, range.upper)), &answer)
    }
}
