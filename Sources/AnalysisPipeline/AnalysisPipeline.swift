package import CallTracking
package import MessageFiltering
package import NetworkTypes
internal import PacketDecoding
package import RuleEvaluation
internal import SIPMessages
internal import StreamReassembly
package import Tallying
internal import WireBytes

/// The whole line as one value: frames in, a tally out.
///
/// Two verbs drive it: take a frame, let time pass; a third ends it. The same frames give the same tally, whoever
/// brings them. Nothing here reads a clock, a file or a network.
package struct AnalysisPipeline: ~Copyable {
    let packets = PacketDecoder()
    var fragments = FragmentTable()
    private(set) var streams = TCPStreams()
    private(set) var associations = AssociationTable()
    private var flows = SIPFlows()
    private(set) var contents = StreamContents()
    var analysis: MessageAnalysis
    /// How often, in capture time, what waits is looked through: every second.
    private static let sweepNanoseconds: UInt64 = 1_000_000_000
    /// The time of the frame at which that was done last, in nanoseconds.
    private var lastSweep = Int64.min
    /// Frames of which the snap length cut some bytes.
    private(set) var cutFrames: UInt64 = 0
    /// Whether only what was captured in some time is analysed.
    private let hasWindow: Bool

    /// A pipeline that judges by `rules`.
    ///
    /// - Parameters:
    ///   - rules: the rules, made once by a caller that needs many pipelines.
    ///   - limits: how much tracking may hold.
    ///   - recognizesDuplicates: whether a datagram captured twice is told from one sent again.
    ///   - legs: what the legs of a call are told by.
    ///   - figures: what figures count.
    ///   - selection: what says which messages are analysed; without it all are.
    ///   - onCallEnd: called with each call when it ends, with its words; without it no words are kept.
    package init(
        rules: RuleSet,
        limits: TrackingLimits = TrackingLimits(),
        recognizesDuplicates: Bool = true,
        legs: LegOptions = LegOptions(),
        figures: KPIOptions = KPIOptions(),
        selection: CallSelection? = nil,
        onCallEnd: ((Call, CallOutcome) -> Void)? = nil
    ) {
        analysis = MessageAnalysis(
            tracker: CallTracker(
                limits: limits,
                keepsText: onCallEnd != nil,
                recognizesDuplicates: recognizesDuplicates,
                legs: legs,
                ineffectiveCodes: figures.ineffective
            ),
            rules: rules,
            figures: figures
        )
        hasWindow = selection?.hasWindow ?? false
        analysis.selection = selection
        analysis.forEachEndedCall(onCallEnd)
    }

    /// Takes the next frame, whose captured bytes are `bytes`.
    package mutating func take(_ frame: Frame, _ bytes: RawSpan) {
        // Taken as a number without a sign, a step back is a long one as well.
        let step = UInt64(bitPattern: frame.time.nanoseconds &- lastSweep)
        if step >= AnalysisPipeline.sweepNanoseconds { sweep(at: frame.time) }
        if frame.wireByteCount > bytes.byteCount { cutFrames &+= 1 }
        analysis.tally.takeFrame(at: frame.time)
        analysis.advance(to: frame.time)
        if hasWindow { noteWindow(at: frame.time) }
        take(packets.decode(bytes, linkType: frame.linkType), bytes, frame)
    }

    /// Lets `time` pass without a frame, so that what waits for nothing more is ended.
    package mutating func advance(to time: CaptureTime) {
        sweep(at: time)
        analysis.advance(to: time)
    }

    /// Says whether what is beside the messages counts at `time`.
    private mutating func noteWindow(at time: CaptureTime) {
        let isOutside = !(analysis.selection?.isInWindow(time) ?? true)
        analysis.isOutsideWindow = isOutside
        contents.isOutsideWindow = isOutside
    }

    /// Gives up what has waited too long for other frames, whatever traffic it is that brings the time.
    private mutating func sweep(at time: CaptureTime) {
        lastSweep = time.nanoseconds
        fragments.advance(to: time)
        associations.advance(to: time)
        Transports.advance(&streams, to: time, &contents, &analysis)
        analysis.note(wireCounts)
    }

    /// What was counted so far of what the capture did not bring.
    private var wireCounts: WireCounts {
        var counts = WireCounts()
        counts.segments = streams.segmentCount
        counts.holes = streams.holeCount
        counts.latestHole = streams.latestHole.map { hole in
            WireCounts.Hole(flow: hole.flow, frame: FrameReference(packed: hole.frame), time: hole.time)
        }
        return counts
    }

    /// Ends the analysis, as no frame follows.
    ///
    /// What the time of the last frame has ended is ended, and every call that is still open is handed, as it stands,
    /// to the receiver of ended calls.
    package consuming func finish() -> Outcome {
        // Said a second time, since a time that leaps ahead is believed only then.
        if let end = analysis.tally.end { advance(to: end) }
        analysis.close()
        var tally = analysis.tally
        tally.frames = frames
        tally.encrypted = contents.secured.table
        tally.unreadable = contents.unreadable
        tally.captureIssues = captureIssues
        // Last, as tables that count the open calls have bounds as well.
        return Outcome(tally: tally, limits: limits, selection: analysis.selection)
    }

    /// Takes what a frame or a reassembled packet turned out to be; the result says whether it was SIP.
    @discardableResult
    mutating func take(
        _ decoded: Decoded,
        _ bytes: RawSpan,
        _ frame: Frame,
        first: FrameReference? = nil
    ) -> Bool {
        switch decoded {
        case .datagram(let datagram):
            return Transports.take(datagram, bytes, frame, first: first, &flows, &contents, &analysis)
        case .segment(let segment):
            return Transports.take(segment, bytes, frame, &streams, &flows, &contents, &analysis)
        case .chunks(let packet): return Transports.take(packet, bytes, frame, &associations, &flows, &analysis)
        case .quote(let quote): Transports.take(quote, bytes, flows, &analysis)
        case .fragment(let fragment): take(fragment, bytes, frame, Nesting())
        case .other: analysis.tally.frames.other &+= 1
        case .undecodable(let reason): analysis.tally.frames.addUndecodable(reason.rawValue)
        }
        return false
    }
}
