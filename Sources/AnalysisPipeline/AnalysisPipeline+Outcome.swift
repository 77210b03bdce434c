package import MessageFiltering
internal import NetworkTypes
internal import StreamReassembly
package import Tallying

/// What the line says at its end, and of what it took so far.
extension AnalysisPipeline {
    /// What came out.
    package struct Outcome: Sendable {
        /// Everything that was counted; calls that were open count as they stood.
        package let tally: Tally
        /// Every bound that the traffic can reach: its name, its value and how often it was reached.
        package let limits: [LimitReached]
        /// What said which messages were analysed, with what it found out; `nil` where all were.
        package let selection: CallSelection?
    }

    /// What was wrong with what the capture holds, by name.
    var captureIssues: [String: UInt64] {
        let counts = fragments.issueCounts + streams.issueCounts + associations.issueCounts
        let waiting = fragments.waiting.frames + streams.waiting.frames + associations.waiting.frames
        return Dictionary(
            uniqueKeysWithValues: (counts.map { ($0.name, $0.count) }
                + [("frames_incomplete_at_end", UInt64(waiting)), ("frames_cut", cutFrames)])
                .filter { $0.1 > 0 }
        )
    }

    /// Where every frame went so far.
    package var frames: FrameCounts {
        var frames = analysis.tally.frames
        for reason in LossReason.allCases {
            let lost = fragments.lost[reason] &+ streams.lost[reason] &+ associations.lost[reason]
            if lost > 0 { frames.loseHeld(lost, reason.name) }
        }
        frames.releaseHeld(streams.framesFoundOther &+ associations.framesFoundOther)
        return frames
    }

    /// Every bound that the traffic can reach.
    var limits: [LimitReached] {
        let reassembly = (fragments.limitUse + streams.limitUse + associations.limitUse).map {
            LimitReached(name: $0.name, value: UInt64(clamping: $0.value), reached: $0.reached)
        }
        return reassembly + contents.limits + analysis.limits
    }
}
