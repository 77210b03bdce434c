internal import NetworkTypes

/// What a reader knows of the frame at hand beside its bytes.
struct FrameFacts: Hashable {
    var time: CaptureTime
    var linkType: LinkType
    /// Bytes on the wire, never below those at hand.
    var wireByteCount: Int
}

/// How many frames a file says were lost while it was written.
struct FrameDrops: Hashable {
    var kernel: UInt64 = 0
    var interface: UInt64 = 0
}

extension FrameDrops {
    /// Adds `other`, stopping at the largest number.
    mutating func add(_ other: FrameDrops) {
        kernel = FrameDrops.sum(kernel, other.kernel)
        interface = FrameDrops.sum(interface, other.interface)
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

/// The frames of one capture, one at a time: the frame at hand stays where it is until the next is asked for.
protocol FrameReader: AnyObject {
    /// The name of the format in reports: `pcap` or `pcapng`.
    var format: String { get }
    /// The frame at hand; meaningless before the first and after the last.
    var facts: FrameFacts { get }
    /// What the file itself says was lost, as far as it was read.
    var drops: FrameDrops { get }

    /// Moves on to the next frame; false at the end.
    ///
    /// - Throws: `ReadFailure` where the bytes make no sense or the source fails. No more is asked for after that.
    func advance() throws(ReadFailure) -> Bool

    /// Lends the bytes of the frame at hand.
    func withBytes(_ body: (RawSpan) -> Void)
}

extension CaptureTime {
    /// The moment `seconds` and `nanoseconds` after 1970, or the end of time where that lies beyond it.
    init(seconds: Int64, nanoseconds: Int64) {
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let start = CaptureTime(nanoseconds: overflow ? (seconds < 0 ? .min : .max) : whole)
        self = start.adding(nanoseconds: nanoseconds)
    }
}
