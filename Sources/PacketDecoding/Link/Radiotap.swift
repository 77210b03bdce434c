internal import WireBytes

/// The header that capturing drivers put before IEEE 802.11 frames (radiotap.org); its numbers are little-endian.
///
///     0         1     2        4         8
///     | version | pad | length | present | more of `present` while its top bit is set, then the fields …
///
/// Of the fields only the flags matter, and of these only whether the frame is padded behind its header: a frame check
/// sequence at the end needs no care, since the IP packet inside says where it ends.
enum Radiotap {
    private static let byteCount = 8

    /// Reads the header at the start of `range` and the frame behind it.
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard range.count >= byteCount, let number = bytes.uint16(at: range.lower &+ 2) else {
            return answer.end(as: .undecodable(.linkShort))
        }
        let length = Int(number.byteSwapped)
        guard bytes.octet(at: range.lower) == 0, length >= byteCount else {
            return answer.end(as: .undecodable(.linkHeader))
        }
        guard length <= range.count else { return answer.end(as: .undecodable(.linkShort)) }
        let header = ByteRange(range.lower, range.lower &+ length)
        let frame = ByteRange(header.upper, range.upper)
        return Wireless.read(bytes, frame, isPadded: flags(bytes, header) & 0x20 != 0, &answer)
    }

    /// The flags field, zero where the header has none.
    private static func flags(_ bytes: RawSpan, _ header: ByteRange) -> UInt8 {
        guard let present = bytes.uint32(at: header.lower &+ 4)?.byteSwapped, present & 2 != 0 else { return 0 }
        var offset = header.lower &+ 4
        while offset < header.upper, let word = bytes.uint32(at: offset)?.byteSwapped {
            offset &+= 4
            guard word & 0x8000_0000 != 0 else { break }
        }
        // The time of the radio's clock stands before them, eight bytes at a multiple of eight.
        if present & 1 != 0 { offset = header.lower &+ ((offset &- header.lower &+ 7) & ~7) &+ 8 }
        return offset < header.upper ? bytes.octet(at: offset) : 0
    }
}
