package import NetworkTypes

/// A frame for a test capture.
package struct SampleFrame: Hashable, Sendable {
    /// When it was captured.
    package var time: CaptureTime
    /// Its bytes.
    package var bytes: [UInt8]
    /// How many bytes it had on the wire; `nil` for as many as there are.
    package var wireByteCount: Int?

    /// A frame of `bytes`, captured `nanoseconds` after 1970.
    package init(at nanoseconds: Int64, _ bytes: [UInt8], wireByteCount: Int? = nil) {
        time = CaptureTime(nanoseconds: nanoseconds)
        self.bytes = bytes
        self.wireByteCount = wireByteCount
    }
}

/// Which byte of a number comes first in a capture file.
package enum ByteOrder: String, CaseIterable, Sendable {
    case little, big
}

/// The bytes of a file, put together number by number.
package struct ByteBuilder: Sendable {
    /// What was put together so far.
    package private(set) var bytes: [UInt8] = []
    private let order: ByteOrder

    /// Nothing, to be followed by numbers in `order`.
    package init(_ order: ByteOrder) { self.order = order }

    /// Puts `number` at the end, all of its bytes.
    package mutating func put(_ number: some FixedWidthInteger) {
        let shifts = (0..<number.bitWidth / 8).map { $0 * 8 }
        for shift in order == .little ? shifts : shifts.reversed() {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Puts `more` at the end.
    package mutating func put(bytes more: [UInt8]) { bytes += more }
}

/// Builds classic pcap files.
package struct PcapBuilder: Sendable {
    /// The unit of the times in a file.
    package enum Precision: String, CaseIterable, Sendable {
        case microseconds, nanoseconds
        /// Microseconds, and eight more bytes before each frame.
        case longRecords

        fileprivate var magic: UInt32 {
            switch self {
            case .microseconds: 0xA1B2_C3D4
            case .nanoseconds: 0xA1B2_3C4D
            case .longRecords: 0xA1B2_CD34
            }
        }
    }

    /// The file as it stands.
    package var bytes: [UInt8] { builder.bytes }
    private var builder: ByteBuilder
    private let precision: Precision

    private let swapsLengths: Bool

    /// A file of no frames; where `swapsLengths`, as the oldest versions have it, the length on the wire comes first.
    package init(
        order: ByteOrder = .little,
        precision: Precision = .microseconds,
        linkType: LinkType = .ethernet,
        snapLength: UInt32 = 262_144,
        version: (major: UInt16, minor: UInt16) = (2, 4),
        swapsLengths: Bool = false
    ) {
        self.precision = precision
        self.swapsLengths = swapsLengths
        builder = ByteBuilder(order)
        builder.put(precision.magic)
        builder.put(version.major)
        builder.put(version.minor)
        builder.put(0 as UInt64)
        builder.put(snapLength)
        builder.put(UInt32(linkType.rawValue))
    }

    /// Adds `frame`, with its time cut to the precision of the file.
    package mutating func add(_ frame: SampleFrame) {
        let fraction = frame.time.nanoseconds % 1_000_000_000
        builder.put(UInt32(truncatingIfNeeded: frame.time.nanoseconds / 1_000_000_000))
        builder.put(UInt32(precision == .nanoseconds ? fraction : fraction / 1000))
        let lengths = [frame.bytes.count, frame.wireByteCount ?? frame.bytes.count]
        for length in swapsLengths ? lengths.reversed() : lengths { builder.put(UInt32(length)) }
        if precision == .longRecords { builder.put(0 as UInt64) }
        builder.put(bytes: frame.bytes)
    }

    /// Adds bytes that are no record.
    package mutating func add(bytes: [UInt8]) { builder.put(bytes: bytes) }

    /// A file of `frames`, little-endian with microseconds.
    package static func file(_ frames: [SampleFrame], linkType: LinkType = .ethernet) -> [UInt8] {
        var builder = PcapBuilder(linkType: linkType)
        for frame in frames { builder.add(frame) }
        return builder.bytes
    }
}
