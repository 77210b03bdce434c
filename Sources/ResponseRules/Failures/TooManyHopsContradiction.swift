internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A Max-Forwards that was not spent, or was and did not count: a 483 with hops left, a request sent on with none left
/// or with as many as it came with.
///
/// What lies behind the hop farthest from the caller is not seen; there the number that arrived is taken for what was
/// left. Across a linked hop the number has to go down by the proxy's own step.
struct TooManyHopsContradiction: Examiner {
    private static let rule = RuleDeclaration(
        "too-many-hops-contradiction",
        .failures,
        .warning,
        .must,
        .transaction,
        tier: .next,
        title: "483 with hops left, or Max-Forwards not counted down",
        sources: ["RFC 3261 §16.3", "RFC 3261 §16.6", "RFC 3261 §8.1.1.6", "RFC 3261 §21.4.21"],
        parameters: [
            .number("slack", 0, in: 0...70, "hops that may lie behind the server that answered 483")
        ],
        explanation: """
            Each proxy takes one from Max-Forwards and answers 483 where nothing is left, which ends loops. A 483 to a \
            request that still had hops names a loop that is not there, and a proxy that does not count lets real \
            loops run.
            """,
        silence: """
            Where the request has no Max-Forwards or was not seen, where the server that answered had sent it on, and \
            across a back-to-back user agent, which may begin to count anew.
            """,
        advice: """
            Look at the server that answered or did not count: a limit of its own, a loop detection that answers 483 \
            in place of 482, or a header manipulation that sets Max-Forwards.
            """,
        example: ["A>P OPTIONS with Max-Forwards: 70", "P>A 483"]
    )
    let declarations = [rule]
    let interest = Interest(responses: [483], symptoms: .linked)
    private let slack: Int

    init(_ values: RuleValues = RuleValues()) {
        slack = values.count(TooManyHopsContradiction.rule, "slack")
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.hasRequest, hop.maxForwards != .max else { return }
        if message.start.statusCode == 483 {
            guard hop.branchCount == 0, Int(hop.maxForwards) > slack else { return }
            reporter.report(0, .warning, message, bytes, scene, related: [hop.frame]) {
                "483 to a request with Max-Forwards: \(hop.maxForwards)"
            }
        } else if !message.start.isResponse, scene.observation.isFirst {
            takeOnward(hop, hops, &reporter)
        }
    }

    /// Compares a request with the one that its proxy received.
    private func takeOnward(_ hop: Hop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        guard let above = hops[hop.upstream], above.hasRequest, above.maxForwards != .max else { return }
        let (came, went) = (above.maxForwards, hop.maxForwards)
        guard came == 0 || went >= came else { return }
        reporter.report(0, .warning, of: above, at: hop.time, evidence: .whole, related: [hop.frame]) {
            came == 0
                ? "sent on to \(hop.flow.destination) although it came with Max-Forwards: 0"
                : "came with Max-Forwards: \(came) and went on to \(hop.flow.destination) with \(went)"
        }
    }
}
