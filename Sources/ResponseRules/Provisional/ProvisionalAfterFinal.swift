internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// A provisional response, other than a copy of an earlier one, that a server sends behind its final one.
struct ProvisionalAfterFinal: Examiner {
    private static let rule = RuleDeclaration(
        "provisional-after-final",
        .provisional,
        .error,
        .must,
        .transaction,
        tier: .core,
        title: "1xx after the final response",
        sources: ["RFC 3261 §17.2.1", "RFC 3261 §13.2.2.4", "RFC 3261 §16.7"],
        parameters: [.number("reorder_ms", 250, in: 0...10_000, "how long packets may overtake each other")],
        explanation: """
            The final response ends what a server has to say of a request. A provisional one behind it finds no \
            transaction at the client, or lets a proxy or a display believe that the call still goes on.
            """,
        silence: """
            For a copy of a provisional response sent before, which the network may have held back; over UDP within a \
            quarter of a second, as packets overtake each other; and milder, as a notice, for another branch of an \
            INVITE that was answered.
            """,
        advice: "Look at the server that sent it; of a proxy, whether it passes on what comes after it answered.",
        example: ["A>P INVITE", "P>A 486", "P>A 180 [900 ms]"]
    )

    let declarations = [ProvisionalAfterFinal.rule]
    let interest = Interest(symptoms: [.afterFinal])
    private let reorder: Int64

    init(_ values: RuleValues = RuleValues()) { reorder = values.span(ProvisionalAfterFinal.rule, "reorder_ms") }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard message.start.isResponse, message.start.responseClass == 1 else { return }
        let hop = scene.hop
        let gap = scene.sighting.time.nanoseconds(since: hop.finalTime)
        guard gap > (scene.sighting.flow.transport.isReliable ? .min : reorder) else { return }
        let isAnswered = hop.method == .invite && (200..<300).contains(hop.finalCode)
        let tag = scene.toTag
        let isOtherBranch = isAnswered && tag != 0 && tag != hop.finalTag
        let code = message.start.statusCode
        reporter.report(0, isOtherBranch ? .notice : .error, message, bytes, scene, related: [hop.finalFrame]) {
            let text = "\(code) \(SpanText.of(max(0, gap))) after \(hop.finalCode)"
            return isOtherBranch ? text + ", from another branch" : text
        }
    }
}
