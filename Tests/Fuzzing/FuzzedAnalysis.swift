import AnalysisPipeline
import CallTracking
import NetworkTypes
import ReportRendering
import ResponseRules
import RuleEvaluation
import Tallying
import WireBytes

/// A whole analysis of frames that nobody vouches for, and what must hold of its figures whatever they were.
struct FuzzedAnalysis: ~Copyable {
    /// Made once: its tables cost more than an input.
    static let rules = RuleCatalogue.standard
    private static let declarations = rules.declarations
    /// An input holds a few calls, and the memory for more would have to be wiped for each; so small, they overflow as
    /// well.
    static let limits = {
        var limits = TrackingLimits()
        limits.rememberedCallIDs = 64
        limits.calls = 16
        limits.transactions = 16
        limits.legValues = 16
        return limits
    }()
    /// Everything that may tell legs.
    static let legs = LegOptions(header: "X-CID", guesses: true) ?? LegOptions()

    private var pipeline: AnalysisPipeline
    private var frames: UInt64 = 0
    private var time = CaptureTime(nanoseconds: 1_767_225_600_000_000_000)

    /// An analysis by every rule; each call that ends is written in both forms where `writesCalls`.
    init(writesCalls: Bool = false) {
        let (rules, limits, legs) = (FuzzedAnalysis.rules, FuzzedAnalysis.limits, FuzzedAnalysis.legs)
        guard writesCalls else {
            pipeline = AnalysisPipeline(rules: rules, limits: limits, legs: legs)
            return
        }
        pipeline = AnalysisPipeline(rules: rules, limits: limits, legs: legs) { call, outcome in
            let rules = FuzzedAnalysis.declarations
            _ = CallRecord.line(for: call, outcome: outcome, rules: rules, sources: ["fuzz"])
            _ = CallRecord.csvLine(for: call, outcome: outcome, rules: rules, sources: ["fuzz"])
        }
    }

    /// Takes the next frame, `nanoseconds` after the one before it.
    mutating func take(_ bytes: [UInt8], linkType: LinkType = .ethernet, after nanoseconds: Int64 = 20_000_000) {
        frames += 1
        time = time.adding(nanoseconds: nanoseconds)
        let frame = Frame(source: 0, number: frames, time: time, linkType: linkType, wireByteCount: bytes.count)
        bytes.withRawSpan { pipeline.take(frame, $0) }
        demand(pipeline.frames.isComplete, "after frame \(frames) the groups do not sum to the total")
    }

    /// Lets a minute pass, ends what is open and checks the figures; the result is how many messages there were.
    consuming func end(rendering: Bool = false) -> UInt64 {
        pipeline.advance(to: time.adding(nanoseconds: 60_000_000_000))
        let frames = frames
        let outcome = pipeline.finish()
        let tally = outcome.tally
        demand(tally.frames.isComplete, "at the end the groups of frames do not sum to the total")
        demand(tally.frames.total == frames, "\(frames) frames were given and \(tally.frames.total) counted")
        if rendering { FuzzedAnalysis.render(tally, outcome.limits, frames: frames) }
        return tally.messages.total
    }

    private static func render(_ tally: Tally, _ limits: [LimitReached], frames: UInt64) {
        let source = ReportSource(
            name: "fuzz",
            format: "pcap",
            linkTypeNames: ["EN10MB"],
            frames: frames,
            bytes: 0
        )
        let report = Report(
            tally: tally,
            sources: [source],
            rules: FuzzedAnalysis.declarations,
            limits: limits,
            version: "fuzz"
        )
        let page = TextReport.text(report, style: ReportStyle(width: 80))
        let isPlain = page.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
        demand(isPlain, "a control character of the wire is in the report")
        do {
            _ = try JSONReport.text(report)
        } catch {
            fatalError("no JSON: \(error)")
        }
    }
}
