internal import NetworkTypes
internal import WireBytes

/// pcapng files (draft-ietf-opsawg-pcapng): several sections, interfaces and link types in one capture.
///
/// libpcap reads pcapng too, but refuses interfaces that differ in link type and does not tell a frame's interface.
/// Names, decryption secrets, custom and unknown blocks are passed over. A block is
///
///     kind (4) | length of the whole (4) | body, filled up to four bytes | the same length again (4)
final class PcapngReader: FrameReader {
    let format = "pcapng"
    private(set) var facts = FrameFacts(
        time: CaptureTime(nanoseconds: 0),
        linkType: LinkType(rawValue: 0),
        wireByteCount: 0
    )
    private let window: SourceWindow
    private var numbers = CaptureNumbers()
    private var interfaces: [PcapngInterface] = []
    private var dropsOfEarlierSections = FrameDrops()
    /// How many bytes the block at hand has: left behind when the next is asked for.
    private var blockByteCount = 0
    private var frame = ByteRange.empty

    /// The longest block that is believed: a frame of 16 MiB and a megabyte of options.
    static let maximumBlockByteCount: UInt32 = 17 << 20
    /// So many interfaces of a section are kept.
    static let maximumInterfaceCount = 65_536
    /// How a pcapng file begins, and every section in it.
    static let magic: [UInt8] = [0x0A, 0x0D, 0x0D, 0x0A]

    private enum Kind {
        static let section: UInt32 = 0x0A0D_0D0A
        static let interface: UInt32 = 1
        static let obsoletePacket: UInt32 = 2
        static let simplePacket: UInt32 = 3
        static let statistics: UInt32 = 5
        static let enhancedPacket: UInt32 = 6
        static let framed: Set<UInt32> = [obsoletePacket, simplePacket, enhancedPacket]
    }

    /// Reads the first section of the file, whose first bytes are ``magic``.
    init(_ source: ByteSource) throws(ReadFailure) {
        window = SourceWindow(source)
        if try nextBlock() == Kind.section { try readSection() }
    }

    var drops: FrameDrops { interfaces.reduce(into: dropsOfEarlierSections) { $0.add($1.drops) } }

    func withBytes(_ body: (RawSpan) -> Void) { window.withBytes(frame, body) }

    func advance() throws(ReadFailure) -> Bool {
        frame = .empty
        while let kind = try nextBlock() {
            switch kind {
            case Kind.enhancedPacket: return try readPacket()
            case Kind.obsoletePacket: return try readPacket(isObsolete: true)
            case Kind.simplePacket: return try readSimplePacket()
            case Kind.interface: try readInterface()
            case Kind.statistics: try readStatistics()
            case Kind.section: try readSection()
            default: break
            }
        }
        return false
    }
}

// Blocks as such.
extension PcapngReader {
    /// Moves on to the next block, whole and with a length that can be trusted; its kind, or `nil` at the end.
    private func nextBlock() throws(ReadFailure) -> UInt32? {
        window.skip(blockByteCount)
        blockByteCount = 0
        guard try window.require(12) else {
            if window.available == 0 { return nil }
            throw failure(.blockCut)
        }
        let kind = try readByteOrder()
        let length = uint32(at: 4)
        guard length >= 12, length.isMultiple(of: 4), length <= PcapngReader.maximumBlockByteCount else {
            throw failure(.blockLength(length))
        }
        guard try window.require(Int(length)) else {
            throw failure(Kind.framed.contains(kind) ? .frameCut : .blockCut)
        }
        let trailer = uint32(at: Int(length) - 4)
        guard trailer == length else { throw failure(.trailer(length, trailer)) }
        blockByteCount = Int(length)
        return kind
    }

    /// The kind of the block at hand; of a section, takes over the byte order that its first field shows.
    private func readByteOrder() throws(ReadFailure) -> UInt32 {
        let kind = uint32(at: 0)
        guard kind == Kind.section else { return kind }
        switch window.withBytes(ByteRange(8, 12), { $0.uint32(at: 0) }) {
        case 0x1A2B_3C4D?: numbers.areBigEndian = true
        case 0x4D3C_2B1A?: numbers.areBigEndian = false
        default: throw failure(.byteOrder)
        }
        return kind
    }

    /// The number at `offset` of the block at hand.
    private func uint32(at offset: Int) -> UInt32 {
        window.withBytes(ByteRange(offset, offset + 4)) { numbers.uint32($0, at: 0) }
    }

    /// The body of the block at hand, which has room for the `count` bytes that its kind begins with.
    private func body(atLeast count: Int) throws(ReadFailure) -> ByteRange {
        guard blockByteCount - 12 >= count else { throw failure(.blockTooShort(blockByteCount)) }
        return ByteRange(8, blockByteCount - 4)
    }

    private func failure(_ damage: Damage) -> ReadFailure {
        ReadFailure(damage: damage, byteOffset: window.byteOffset)
    }
}

// What stands in them.
extension PcapngReader {
    /// Forgets the interfaces of the section before.
    ///
    ///     byte order (4) | major version (2) | minor version (2) | section length (8) | options
    private func readSection() throws(ReadFailure) {
        let version = try window.withBytes(body(atLeast: 16)) { numbers.uint16($0, at: 4) }
        guard version == 1 else { throw failure(.version(version)) }
        dropsOfEarlierSections = drops
        interfaces.removeAll(keepingCapacity: true)
    }

    private func readInterface() throws(ReadFailure) {
        let body = try body(atLeast: 8)
        guard interfaces.count < PcapngReader.maximumInterfaceCount else {
            throw failure(.interfaces(PcapngReader.maximumInterfaceCount))
        }
        let interface = window.withBytes(body) { PcapngInterface($0, numbers) }
        guard let interface else { throw failure(.option) }
        interfaces.append(interface)
    }

    /// Statistics of an interface that is not described are passed over.
    private func readStatistics() throws(ReadFailure) {
        let body = try body(atLeast: 12)
        let number = Int(uint32(at: body.lower))
        guard number < interfaces.count else { return }
        let isSound = window.withBytes(body) { interfaces[number].takeStatistics($0, numbers) }
        guard isSound else { throw failure(.option) }
    }

    private func readPacket(isObsolete: Bool = false) throws(ReadFailure) -> Bool {
        let body = try body(atLeast: PcapngPacketHead.byteCount)
        let start = body.lower + PcapngPacketHead.byteCount
        let head = window.withBytes(ByteRange(body.lower, start)) {
            PcapngPacketHead($0, numbers, isObsolete: isObsolete)
        }
        guard head.interface < interfaces.count else {
            throw failure(.unknownInterface(head.interface, described: interfaces.count))
        }
        let interface = interfaces[Int(head.interface)]
        try setFrame(ByteRange(start, body.upper), captured: head.captured, onWire: head.onWire)
        facts.linkType = interface.linkType
        facts.time = interface.time(ticks: head.ticks)
        return true
    }

    /// A frame of interface 0, cut at its snap length; it has no time and is given that of the frame before.
    ///
    ///     on the wire (4) | bytes
    private func readSimplePacket() throws(ReadFailure) -> Bool {
        let body = try body(atLeast: 4)
        guard let interface = interfaces.first else { throw failure(.unknownInterface(0, described: 0)) }
        let onWire = uint32(at: body.lower)
        let captured = interface.snapLength == 0 ? onWire : min(onWire, interface.snapLength)
        try setFrame(ByteRange(body.lower + 4, body.upper), captured: captured, onWire: onWire)
        facts.linkType = interface.linkType
        return true
    }

    private func setFrame(_ room: ByteRange, captured: UInt32, onWire: UInt32) throws(ReadFailure) {
        guard Int(captured) <= room.count else { throw failure(.frameOverrun(captured, room: room.count)) }
        frame = ByteRange(room.lower, room.lower + Int(captured))
        facts.wireByteCount = Int(max(onWire, captured))
    }
}
