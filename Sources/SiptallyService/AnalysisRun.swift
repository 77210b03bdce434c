internal import AnalysisPipeline
package import CallTracking
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

    /// After how many frames the caller hears of the progress.
    private static let stride = 4_096

    private var captures: CaptureSet
    private let evaluator: RuleEvaluator
    private let limits: TrackingLimits
    private let recognizesDuplicates: Bool
    private let onCallEnd: EndedCallReceiver?

    /// Hears of each call that ended, with the names of the captures so far, at the places that frames name.
    package typealias EndedCallReceiver = (_ call: Call, _ outcome: CallOutcome, _ sources: [String]) -> Void

    /// Calls that ended since the last look; a run looks at every stride, so that their number is bounded.
    private final class EndedCalls {
        var list: [(Call, CallOutcome)] = []
    }

    /// A run over `inputs`, judged by `rules`; `onCallEnd` hears of each call that ends.
    ///
    /// Where `recognizesDuplicates`, a datagram captured twice is told from one sent again.
    ///
    /// - Throws: `CaptureError` where the inputs name nothing.
    package init(
        _ inputs: [String],
        order: CaptureSet.Order,
        rules: [any ResponseRule],
        recognizesDuplicates: Bool = true,
        onCallEnd: EndedCallReceiver?
    ) throws(CaptureError) {
        try self.init(
            inputs,
            order: order,
            evaluator: RuleEvaluator(rules: rules),
            recognizesDuplicates: recognizesDuplicates,
            onCallEnd: onCallEnd
        )
    }

    /// A run over `inputs`, judged with `evaluator`, that tracks within `limits`.
    ///
    /// - Throws: `CaptureError` where the inputs name nothing.
    package init(
        _ inputs: [String],
        order: CaptureSet.Order,
        evaluator: RuleEvaluator,
        limits: TrackingLimits = TrackingLimits(),
        recognizesDuplicates: Bool = true,
        onCallEnd: EndedCallReceiver?
    ) throws(CaptureError) {
        captures = try CaptureSet(inputs, order: order)
        self.evaluator = evaluator
        self.limits = limits
        self.recognizesDuplicates = recognizesDuplicates
        self.onCallEnd = onCallEnd
    }

    /// Reads everything, or until `goOn`, which is asked every so many frames, says no.
    package mutating func run(goOn: (Progress) -> Bool) -> Result {
        let ended = EndedCalls()
        var pipeline = AnalysisPipeline(
            evaluator: evaluator,
            limits: limits,
            recognizesDuplicates: recognizesDuplicates,
            onCallEnd: onCallEnd == nil ? nil : { ended.list.append(($0, $1)) }
        )
        var frames: UInt64 = 0
        var isWanted = true
        while isWanted {
            var left = AnalysisRun.stride
            let hasMore = captures.forEachFrame { frame, bytes in
                pipeline.take(frame, bytes)
                left &-= 1
                return left > 0
            }
            frames &+= UInt64(AnalysisRun.stride - left)
            hand(over: ended)
            guard hasMore else { break }
            isWanted = goOn(
                Progress(
                    frames: frames,
                    consumedByteCount: captures.consumedByteCount,
                    totalByteCount: captures.totalByteCount
                )
            )
        }
        pipeline.finish()
        hand(over: ended)
        return Result(
            tally: pipeline.tally,
            sources: captures.summaries,
            problems: captures.problems,
            limits: pipeline.limits,
            wasStopped: !isWanted
        )
    }

    private func hand(over ended: EndedCalls) {
        guard let onCallEnd, !ended.list.isEmpty else { return }
        let names = captures.summaries.map(\.name)
        for (call, outcome) in ended.list { onCallEnd(call, outcome, names) }
        ended.list.removeAll(keepingCapacity: true)
    }
}
