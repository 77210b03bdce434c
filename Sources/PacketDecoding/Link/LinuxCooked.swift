internal import WireBytes

/// The header that Linux gives the frames of its `any` device in place of the real one.
///
///     version 1   0           2          4                6         14         16
///                 | direction | hardware | address length | address | protocol | payload …
///
///     version 2   0          2          4           8          10          11               12        20
///                 | protocol | reserved | interface | hardware | direction | address length | address | payload …
///
/// The protocol is an EtherType, or a small number that stands for a frame without one (LINKTYPE_LINUX_SLL, _SLL2).
enum LinuxCooked {
    /// The protocol of an IEEE 802.2 frame: ETH_P_802_2.
    private static let llc: UInt16 = 0x0004

    /// Reads a version 1 header at the start of `range`.
    @inline(__always)
    static func readVersion1(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard range.count >= 16, let hardware = bytes.uint16(at: range.lower &+ 2),
            let type = bytes.uint16(at: range.lower &+ 14)
        else { return answer.end(as: .undecodable(.linkShort)) }
        return payload(type, on: hardware, ByteRange(range.lower &+ 16, range.upper), &answer)
    }

    /// Reads a version 2 header at the start of `range`.
    @inline(__always)
    static func readVersion2(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard range.count >= 20, let type = bytes.uint16(at: range.lower),
            let hardware = bytes.uint16(at: range.lower &+ 8)
        else { return answer.end(as: .undecodable(.linkShort)) }
        return payload(type, on: hardware, ByteRange(range.lower &+ 20, range.upper), &answer)
    }

    @inline(__always)
    private static func payload(
        _ type: UInt16,
        on hardware: UInt16,
        _ range: ByteRange,
        _ answer: inout Decoded
    ) -> Layer {
        switch hardware {
        // Netlink, and 802.11 with its own headers: there the protocol field means something else or nothing.
        case 824, 801...803: answer.end(as: .other(.hardware(hardware)))
        default: type >= 0x0600 || type == llc ? .etherType(type, range) : answer.end(as: .other(.etherType(type)))
        }
    }
}
