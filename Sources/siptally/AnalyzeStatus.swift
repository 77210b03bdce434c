import PacketCapture
import RuleEvaluation
import SiptallyService
import Tallying

/// The exit status that a result asks for; trouble with an input goes before findings.
enum AnalyzeStatus {
    /// The status, or `nil` where all is well; `failOn` is the mildest severity that counts.
    static func of(_ result: AnalysisRun.Result, failOn: Severity?) -> ExitStatus? {
        let unreadable = unreadableLinkFrames(in: result.tally)
        let isUnreadable = unreadable > 0 && unreadable == result.tally.frames.total
        if isUnreadable || result.problems.contains(where: { !$0.isPartial }) { return .unreadable }
        if unreadable > 0 || !result.problems.isEmpty || result.wasStopped { return .partial }
        guard let failOn else { return nil }
        return result.tally.findings.groups.contains { $0.key.severity >= failOn && $0.value.count > 0 }
            ? .finding : nil
    }

    /// How many frames could not be read because of their link type.
    static func unreadableLinkFrames(in tally: Tally) -> UInt64 { tally.frames.undecodable["link_type"] ?? 0 }
}
