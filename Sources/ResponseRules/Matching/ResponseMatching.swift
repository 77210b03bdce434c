internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Judges what a response copied from its request, and which way it went.
///
/// One response gives one finding of these rules, that which explains the others: a response with another CSeq number
/// is not also one with other Via values. A response whose topmost Via or whose ends are not those of its request
/// begins a hop of its own, so its request is looked for in its call.
struct ResponseMatching: Examiner {
    /// The places of the rules in ``declarations``.
    enum Rule: Int {
        case cSeq, ids, vias, toTag, source, destination, orphan
    }

    let declarations = [
        cSeqMismatch, dialogIDsAltered, viaAltered, toTagChanged, responseWrongSource, responseWrongDestination,
        orphanResponse,
    ]
    let interest = Interest(symptoms: [
        .orphan, .otherCallID, .otherFromTag, .otherCSeq, .otherVias, .otherToTag, .newTag, .otherSource,
        .otherDestination,
    ])
    let aliases: HostAliases
    var orphans: OrphanResponses

    init(_ values: RuleValues = RuleValues()) {
        aliases = HostAliases(values.list(ResponseMatching.responseWrongSource, "aliases"))
        orphans = OrphanResponses(values)
    }

    var deadline: Int64 { orphans.deadline }
    var bounds: [(name: String, value: Int, reached: UInt64)] { orphans.bounds }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard message.start.isResponse, scene.observation.isFirst, message.hasWholeHeaderSection else { return }
        if scene.hop.hasRequest {
            guard scene.hop.traits.contains(.isWhole), !scene.hop.isBranchReused else { return }
            judgeMatched(message, bytes, scene, hops, &reporter)
        } else if !explain(message, bytes, scene, hops, &reporter) {
            orphans.take(message, bytes, scene, hops)
        }
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        orphans.advance(to: now, Rule.orphan.rawValue, hops, &reporter)
    }

    /// Judges a response whose topmost Via is that of its request.
    private func judgeMatched(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let symptoms = scene.symptoms
        let ids = symptoms.intersection([.otherCallID, .otherFromTag])
        // Nothing of it is the request's: it answers another one under the same branch.
        if symptoms.isSuperset(of: [.otherCallID, .otherFromTag, .otherCSeq]) { return }
        if !ids.isEmpty, judgeIDs(message, bytes, scene, ids, &reporter) { return }
        if symptoms.contains(.otherCSeq) {
            let hop = scene.hop
            report(.cSeq, .error, message, bytes, scene, of: hop, &reporter) {
                ResponseMatching.numbers(message, bytes, hop)
            }
            return
        }
        if symptoms.contains(.otherVias), judgeVias(message, bytes, scene, hops, &reporter) { return }
        if !symptoms.isDisjoint(with: [.otherToTag, .newTag]), judgeToTag(message, bytes, scene, hops, &reporter) {
            return
        }
        if !symptoms.isDisjoint(with: [.otherSource, .otherDestination]) {
            judgePorts(message, bytes, scene, &reporter)
        }
    }

    /// Reports for a response of which `hop` is the request's.
    func report(
        _ rule: Rule,
        _ severity: Severity,
        confidence: Confidence = .certain,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        of hop: Hop,
        _ reporter: inout Reporter,
        detail: () -> String
    ) {
        reporter.report(
            rule.rawValue,
            severity,
            confidence: confidence,
            message,
            bytes,
            scene,
            evidence: .whole,
            related: [hop.frame],
            detail: detail
        )
    }
}
