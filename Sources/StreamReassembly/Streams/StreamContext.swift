package import NetworkTypes

/// What the handling of a segment has at hand beside the stream itself.
struct StreamContext: Sendable {
    /// The limits that hold.
    let limits: ReassemblyLimits
    /// What all streams together have lost and met.
    var ledger = StreamLedger()
    /// The frame that is being taken.
    var frame = FrameMark(number: 0, time: .distantPast, ordinal: 0)
    /// The reassembler's clock.
    var clock = SteadyClock()
    /// Bytes that the receiver got and the capture did not.
    package struct StreamHole: Sendable {
        /// Who sent them to whom.
        package let flow: Flow
        /// The frame at which they were given up, by the number that the caller gave it, and its time.
        package let frame: UInt64
        package let time: CaptureTime
    }

    /// What has come of the segment that is being taken.
    var progress = Progress()
}

/// Which frame brought some bytes.
struct FrameMark: Sendable {
    /// Its number, by which the caller knows it.
    var number: UInt64
    /// Its timestamp.
    var time: CaptureTime
    /// Its place among all that were taken.
    var ordinal: UInt64
}

/// What all streams together have lost and met.
struct StreamLedger: Sendable {
    /// The frames counted as held that have been given up.
    var lost = LostFrames()
    /// The frames counted as held whose stream proved not to be SIP.
    var framesFoundOther: UInt64 = 0
    /// How many gaps were given up, for whatever reason.
    var gaps: UInt64 = 0
    /// How many of them the receiver had acknowledged the bytes of, and the latest of those.
    var holes: UInt64 = 0
    var latestHole: StreamHole?
    /// How many segments brought bytes to streams that are not known to be no SIP.
    var segments: UInt64 = 0
    /// How many segments brought other bytes for a place than those that were there.
    var differingOverlaps: UInt64 = 0
    /// How many segments brought nothing but bytes that were there.
    var repeatedSegments: UInt64 = 0
    /// How many resets were not believed because of their number.
    var ignoredResets: UInt64 = 0
    /// How often `ReassemblyLimits.bytesAhead` was reached.
    var aheadLimitReached: UInt64 = 0
    /// How often `ReassemblyLimits.bytesPending` was reached.
    var pendingLimitReached: UInt64 = 0
}

/// Bytes that the receiver got and the capture did not.
package struct StreamHole: Sendable {
    /// Who sent them to whom.
    package let flow: Flow
    /// The frame at which they were given up, by the number that the caller gave it, and its time.
    package let frame: UInt64
    package let time: CaptureTime
}

/// What has come of the segment that is being taken; it decides how its frame counts.
struct Progress: Sendable {
    /// Messages completed.
    var messages: UInt64 = 0
    /// Keep-alives taken.
    var keepalives: UInt64 = 0
    /// Whether bytes were taken that are neither.
    var hasSkipped = false
    /// Whether bytes of it wait for the rest of their message, and its frame is counted with them.
    var isWaiting = false
    /// Whether bytes of it wait behind a gap, and its frame is counted with them.
    var isAhead = false
    /// Whether its bytes waited and have been given up within the same call.
    var isGivenUp = false
    /// Whether all its bytes were there already.
    var isRepeated = false

    /// How the frame of a segment of a stream with this `verdict` counts.
    ///
    /// A frame that was counted among those that wait is held, whatever else it did, so that it is in one group only.
    func outcome(hasPayload: Bool, verdict: StreamNotes.Verdict) -> SegmentOutcome {
        if isAhead || isGivenUp { return .held }
        if messages > 0 { return .messages(Int(truncatingIfNeeded: messages)) }
        guard hasPayload else { return .empty }
        guard verdict != .notSIP else { return .other }
        if isWaiting || isRepeated { return .held }
        return keepalives > 0 && !hasSkipped ? .keepalive : .other
    }
}
