internal import AnalysisPipeline
package import CallTracking
package import NetworkTypes
internal import ResponseRules
package import RuleEvaluation
package import Tallying
package import TestSupport
internal import WireBytes

/// What the whole line, from frame to tally, makes of frames.
package struct Analysed {
    /// Everything that was counted.
    package let tally: Tally
    /// The calls that ended, or stood open at the end, with their outcomes.
    package let calls: [(call: Call, outcome: CallOutcome)]
    /// Every bound, and how often it was reached.
    package let limits: [LimitReached]
    /// What is said of each rule, in the order in which findings name them.
    package let rules: [RuleDeclaration]

    /// That the groups of frames do not sum up to their number.
    package struct FramesUnaccounted: Error {
        /// The groups.
        package let frames: FrameCounts
    }

    /// Analyses `frames`, and lets `pause` pass behind the last of them.
    ///
    /// - Throws: `FramesUnaccounted` where a frame is in no group or in several.
    package init(
        _ frames: [SampleFrame],
        linkType: LinkType = .ethernet,
        rules: RuleSet = RuleCatalogue.standard,
        limits: TrackingLimits = TrackingLimits(),
        legs: LegOptions = LegOptions(),
        pause: Duration = .zero
    ) throws {
        let ended = EndedCalls()
        var pipeline = AnalysisPipeline(rules: rules, limits: limits, legs: legs) { ended.list.append(($0, $1)) }
        for (index, sample) in frames.enumerated() {
            let frame = Frame(
                source: 0,
                number: UInt64(index + 1),
                time: sample.time,
                linkType: linkType,
                wireByteCount: sample.wireByteCount ?? sample.bytes.count
            )
            sample.bytes.withRawSpan { pipeline.take(frame, $0) }
            guard pipeline.frames.isComplete else { throw FramesUnaccounted(frames: pipeline.frames) }
        }
        for second in 0..<pause.components.seconds {
            guard let last = frames.last else { break }
            pipeline.advance(to: last.time.adding(nanoseconds: (second + 1) * 1_000_000_000))
        }
        let outcome = pipeline.finish()
        self.limits = outcome.limits
        tally = outcome.tally
        calls = ended.list
        self.rules = rules.declarations
        guard tally.frames.isComplete else { throw FramesUnaccounted(frames: tally.frames) }
    }

    /// Analyses the frames of `trace`.
    ///
    /// - Throws: `FramesUnaccounted` where a frame is in no group or in several.
    package init(_ trace: SIPTrace, rules: RuleSet = RuleCatalogue.standard, pause: Duration = .zero) throws {
        try self.init(trace.frames, rules: rules, pause: pause)
    }

    /// Findings by rule, of whatever severity.
    package var findings: [String: UInt64] {
        tally.findings.groups.reduce(into: [:]) { counts, group in
            counts[rules[group.key.rule].identifier, default: 0] += group.value.count
        }
    }

    /// The findings of one rule with one severity.
    package func group(_ rule: String, _ severity: Severity) -> FindingGroup? {
        tally.findings.groups.first {
            rules[$0.key.rule].identifier == rule && $0.key.severity == severity
        }?.value
    }

    /// What the first finding of `rule` says it saw.
    package func detail(_ rule: String, _ severity: Severity) -> String? {
        group(rule, severity)?.examples.first?.occurrence.detail
    }

    /// Collects calls as they end.
    private final class EndedCalls {
        var list: [(call: Call, outcome: CallOutcome)] = []
    }
}
