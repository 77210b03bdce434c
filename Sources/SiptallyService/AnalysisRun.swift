internal import AnalysisPipeline
package import CallTracking
package import MessageFiltering
package import PacketCapture
package import RuleEvaluation
package import Tallying

/// One analysis of capture files from front to end: what `siptally analyze` does between its arguments and its report.
package struct AnalysisRun: ~Copyable {
    /// What came out.
    package struct Result: Sendable {
        /// Everything that was counted.
        package let tally: Tally
        /// What is known of each capture, at the place that frames name.
        package let sources: [SourceSummary]
        /// What could not be read, or not to its end.
        package let problems: [CaptureError]
        /// Every bound and how often it was reached.
        package let limits: [LimitReached]
        /// The filter that was in force and what it left out; `nil` where there was none.
        package let filter: FilterUse?
        /// Whether somebody asked to stop before the end.
        package let wasStopped: Bool
    }

    /// How far a run is.
    package struct Progress: Sendable {
        /// Frames taken.
        package let frames: UInt64
        /// Bytes of the inputs read, and how many there are; `nil` where one of them has no size.
        package let consumedByteCount: UInt64
        package let totalByteCount: UInt64?
    }

    private var captures: CaptureSet
    // The same captures, for a first pass that finds out what is selected; `nil` where there is none.
    private var lookAhead: CaptureSet?
    private let filter: CallFilter?
    private let rules: RuleSet
    private let limits: TrackingLimits
    private let recognizesDuplicates: Bool
    private let legs: LegOptions
    private let figures: KPIOptions
    private let onCallEnd: EndedCallReceiver?

    /// Hears of each call that ended, with the names of the captures so far, at the places that frames name.
    package typealias EndedCallReceiver = (_ call: Call, _ outcome: CallOutcome, _ sources: [String]) -> Void

    /// A run over `inputs`, judged by `rules`, that tracks within `limits`; `onCallEnd` hears of each call that ends.
    ///
    /// Where `recognizesDuplicates`, a datagram captured twice is told from one sent again. The legs of a call are told
    /// by what `legs` says, figures count what `figures` says. With a `filter` only what it selects is analysed; one
    /// that needs to look ahead reads every input twice, so that none may be a pipe.
    ///
    /// - Throws: `CaptureError` where the inputs name nothing.
    package init(
        _ inputs: [String],
        order: CaptureSet.Order,
        rules: RuleSet,
        limits: TrackingLimits = TrackingLimits(),
        recognizesDuplicates: Bool = true,
        legs: LegOptions = LegOptions(),
        figures: KPIOptions = KPIOptions(),
        filter: CallFilter? = nil,
        onCallEnd: EndedCallReceiver?
    ) throws(CaptureError) {
        let isReadTwice = filter?.needsLookAhead ?? false
        let lookAhead = isReadTwice ? try CaptureSet(inputs, order: order) : nil
        captures = try CaptureSet(inputs, order: order)
        self.lookAhead = lookAhead
        self.filter = filter
        self.rules = rules
        self.limits = limits
        self.recognizesDuplicates = recognizesDuplicates
        self.legs = legs
        self.figures = figures
        self.onCallEnd = onCallEnd
    }

    /// Reads everything, or until `goOn`, which is asked every so many frames, says no.
    package mutating func run(goOn: (Progress) -> Bool) -> Result {
        let (selection, isWanted) = selection(goOn)
        let pass = filter?.needsLookAhead ?? false ? Pass.second : .only
        let ended = onCallEnd.map { EndedCalls($0) }
        var pipeline = AnalysisPipeline(
            rules: rules,
            limits: limits,
            recognizesDuplicates: recognizesDuplicates,
            legs: legs,
            figures: figures,
            selection: selection,
            onCallEnd: ended.map { ended in { ended.take($0, $1) } }
        )
        let wasRead =
            isWanted
            && AnalysisRun.feed(&captures, to: &pipeline) { frames, captures in
                ended?.learnNames(captures)
                return goOn(AnalysisRun.progress(frames, captures, pass))
            }
        ended?.learnNames(captures)
        let outcome = pipeline.finish()
        return Result(
            tally: outcome.tally,
            sources: captures.summaries,
            problems: captures.problems,
            limits: outcome.limits,
            filter: outcome.selection?.use,
            wasStopped: !wasRead
        )
    }

    /// What is selected, after a first pass where one is needed, and whether that was not stopped.
    private mutating func selection(_ goOn: (Progress) -> Bool) -> (CallSelection?, isWanted: Bool) {
        guard let filter else { return (nil, true) }
        let selection = CallSelection(filter)
        guard selection.isLookingAhead, var captures = lookAhead.take() else { return (selection, true) }
        // Nothing is tracked in this pass.
        var limits = TrackingLimits()
        (limits.calls, limits.transactions, limits.rememberedCallIDs) = (16, 16, 64)
        var pipeline = AnalysisPipeline(rules: rules, limits: limits, selection: selection)
        let wasRead = AnalysisRun.feed(&captures, to: &pipeline) { frames, captures in
            goOn(AnalysisRun.progress(frames, captures, .first))
        }
        return (pipeline.finish().selection?.lookedAhead(), wasRead)
    }
}
