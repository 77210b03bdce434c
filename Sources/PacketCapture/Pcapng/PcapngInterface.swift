internal import NetworkTypes
internal import WireBytes

/// An interface as its section describes it (draft-ietf-opsawg-pcapng §4.2), and what it says was lost (§4.6).
struct PcapngInterface: Hashable {
    let linkType: LinkType
    /// At most so many bytes of a frame were kept; 0 where there is no limit.
    let snapLength: UInt32
    /// What was lost, by the latest statistics of the interface, which count from its start.
    var drops = FrameDrops()
    private(set) var resolution = TimestampResolution.microseconds
    private(set) var offsetSeconds: Int64 = 0

    /// Reads a description from the body of its block; `nil` where an option runs past it.
    ///
    ///     link type (2) | reserved (2) | snap length (4) | options
    init?(_ body: RawSpan, _ numbers: CaptureNumbers) {
        linkType = LinkType(stored: numbers.uint16(body, at: 0))
        snapLength = numbers.uint32(body, at: 4)
        var resolution = TimestampResolution.microseconds
        var offset: Int64 = 0
        let isSound = numbers.eachOption(body, from: 8) { code, value, length in
            switch (code, length) {
            case (9, 1): resolution = TimestampResolution(option: body.octet(at: value))
            case (14, 8): offset = Int64(bitPattern: numbers.uint64(body, at: value))
            default: break
            }
        }
        guard isSound else { return nil }
        self.resolution = resolution
        offsetSeconds = offset
    }

    /// The moment of a frame whose timestamp is `ticks` on this interface's clock.
    func time(ticks: UInt64) -> CaptureTime { resolution.time(ticks: ticks, offset: offsetSeconds) }

    /// Takes over statistics from the body of their block; false where an option runs past it.
    ///
    ///     interface (4) | timestamp (8) | options: isb_ifdrop (5), isb_osdrop (7), in 64 bits
    mutating func takeStatistics(_ body: RawSpan, _ numbers: CaptureNumbers) -> Bool {
        var drops = drops
        let isSound = numbers.eachOption(body, from: 12) { code, value, length in
            switch (code, length) {
            case (5, 8): drops.interface = numbers.uint64(body, at: value)
            case (7, 8): drops.kernel = numbers.uint64(body, at: value)
            default: break
            }
        }
        self.drops = drops
        return isSound
    }
}
