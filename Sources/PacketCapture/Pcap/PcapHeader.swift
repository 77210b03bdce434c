internal import NetworkTypes
internal import WireBytes

/// The header of a classic pcap file (draft-ietf-opsawg-pcap §4), which says how its records are written.
///
///     magic (4) | major version (2) | minor version (2) | reserved (8) | snap length (4) | link type (2 of 4)
///
/// The snap length is not used: what stands in the file is taken, however long.
struct PcapHeader: Hashable {
    /// How many bytes it has.
    static let byteCount = 24

    let linkType: LinkType
    /// How many bytes stand before the bytes of a frame.
    let recordHeadByteCount: Int
    private let isBigEndian: Bool
    private let fractionUnit: Int64
    private let lengths: Lengths

    /// Which of a record's two lengths is the captured one.
    private enum Lengths {
        /// The first.
        case inOrder
        /// The second, as tcpdump before libpcap 0.4 wrote it.
        case swapped
        /// The lesser one: the version in which it changed was written either way.
        case either
    }

    /// The magic numbers of the variants that libpcap reads; the one with longer records is that of Kuznetzov's patch.
    private enum Magic {
        static let microseconds: UInt32 = 0xA1B2_C3D4
        static let nanoseconds: UInt32 = 0xA1B2_3C4D
        static let longRecords: UInt32 = 0xA1B2_CD34
        static let all = [microseconds, nanoseconds, longRecords]
    }

    /// The first four bytes of every variant, in both byte orders.
    static let magics: [[UInt8]] = Magic.all.flatMap { magic -> [[UInt8]] in
        let octets = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: magic >> $0) }
        return [octets, octets.reversed()]
    }

    /// Reads the header at the start of `bytes`, which hold all of it and begin with one of ``magics``.
    ///
    /// - Throws: `Damage.pcapVersion` where nobody knows how records of that version are written.
    init(_ bytes: RawSpan) throws(Damage) {
        let magic = bytes.uint32(at: 0) ?? 0
        isBigEndian = Magic.all.contains(magic)
        let numbers = CaptureNumbers(areBigEndian: isBigEndian)
        let (major, minor) = (numbers.uint16(bytes, at: 4), numbers.uint16(bytes, at: 6))
        switch (major, minor) {
        // 543.0 is what tcpdump of DG/UX wrote.
        case (2, 0...2), (543, 0): lengths = .swapped
        case (2, 3): lengths = .either
        case (2, 4): lengths = .inOrder
        default: throw .pcapVersion(major: major, minor: minor)
        }
        // What stands above 16 bits tells of the checksum at the end of each frame.
        linkType = LinkType(stored: UInt16(truncatingIfNeeded: numbers.uint32(bytes, at: 20)))
        let variant = isBigEndian ? magic : magic.byteSwapped
        fractionUnit = variant == Magic.nanoseconds ? 1 : 1000
        recordHeadByteCount = variant == Magic.longRecords ? 24 : 16
    }

    /// What the head of a record says: seconds, a fraction of one, and the two lengths, in 32 bits each.
    @inline(__always)
    func record(_ head: RawSpan) -> (time: CaptureTime, captured: UInt32, onWire: UInt32) {
        let numbers = CaptureNumbers(areBigEndian: isBigEndian)
        let seconds = Int64(numbers.uint32(head, at: 0))
        let fraction = Int64(numbers.uint32(head, at: 4))
        let (first, second) = (numbers.uint32(head, at: 8), numbers.uint32(head, at: 12))
        let isSwapped = lengths == .swapped || lengths == .either && first > second
        // Both factors have 32 bits and the units at most 30, so that nothing here exceeds 63.
        let time = CaptureTime(nanoseconds: seconds &* 1_000_000_000 &+ fraction &* fractionUnit)
        return isSwapped ? (time, second, first) : (time, first, second)
    }
}
