package import NetworkTypes

/// What is known of one input: the object `capture.sources[]` of the report, as far as the input was read.
package struct SourceSummary: Hashable, Sendable {
    /// The name as it was given; `standard input` for `-`.
    package var name: String
    /// `pcap` or `pcapng`.
    package var format: String
    /// libpcap's names of the link types, such as `EN10MB`, in the order of their first use; the first 32 of them.
    package var linkTypeNames: [String] = []
    /// How many frames were handed over.
    package var frames: UInt64 = 0
    /// How many bytes these frames had in the capture.
    package var bytes: UInt64 = 0
    /// Whether it ended too early or was damaged, so that something may be missing.
    package var isTruncated = false
    /// The earliest time of a frame, `nil` before the first.
    package var firstTime: CaptureTime?
    /// The latest time of a frame, `nil` before the first.
    package var lastTime: CaptureTime?
    /// How many frames the capturing system lost, as far as the file says.
    package var droppedByKernel: UInt64 = 0
    /// How many frames the interface lost, as far as the file says.
    package var droppedByInterface: UInt64 = 0

    init(name: String, format: String) {
        self.name = name
        self.format = format
    }

    mutating func count(_ facts: FrameFacts, byteCount: Int) {
        frames &+= 1
        bytes &+= UInt64(truncatingIfNeeded: byteCount)
        firstTime = min(firstTime ?? facts.time, facts.time)
        lastTime = max(lastTime ?? facts.time, facts.time)
    }
}
