internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// A request that nobody answers until its client gives up.
struct UnansweredRequest: Examiner {
    private static let rule = RuleDeclaration(
        "unanswered-request",
        .completeness,
        .error,
        .operational,
        .transaction,
        tier: .core,
        title: "no response at all",
        sources: ["RFC 3261 §17.1.1.2", "RFC 3261 §17.1.2.2", "RFC 3261 §8.1.3.1"],
        parameters: [.number("min_copies", 3, in: 1...10, "copies of the request over UDP")],
        explanation: """
            The client sent its request again until its timer ran out after 32 seconds (Timer B or F), and nothing came \
            back: the server, or the path to it, is dead. Whoever called heard nothing for that long.
            """,
        silence: """
            Where the capture ends earlier; where the client gave up after fewer than three copies, or closed its \
            connection; and where an ACK says that there was an answer. A notice only, where nothing that is sent to \
            the client was seen for ten minutes: then the answer may have passed unseen.
            """,
        advice: """
            Look whether the server is up and whether the path lets requests through; a server that answers others may \
            drop this client or method. Let clients try another server.
            """,
        example: [
            "A>P OPTIONS", "A>P OPTIONS [500 ms]", "A>P OPTIONS [1.5 s]", "A>P OPTIONS [3.5 s]", "A>P OPTIONS [31.5 s]",
        ]
    )

    let declarations = [UnansweredRequest.rule]
    let interest = Interest(endings: true)
    private let least: Int

    init(_ values: RuleValues = RuleValues()) { least = values.count(UnansweredRequest.rule, "min_copies") }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {}

    mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        let hop = end.hop
        let repeats = end.transaction.request
        let state = end.transaction.state
        let isSilent = state == .calling || state == .trying
        guard isSilent, hop.hasRequest, !end.transaction.hasAck, !hop.hasAck,
            hop.flow.transport.isReliable ? !end.wasClosed : Int(repeats.count) >= least
        else { return }
        let (seesClient, answers) = (end.seesClient, end.server.answers)
        let evidence: Evidence = !seesClient ? .oneSided : end.isLossy ? .lossy : .whole
        reporter.report(
            0,
            seesClient ? Severity.error.lowered(if: end.isLossy) : .notice,
            confidence: seesClient ? .certain : .likely,
            of: hop,
            evidence: evidence
        ) {
            var text = seesClient ? "no answer within 32 s" : "no answer seen within 32 s"
            let count = Int(repeats.count)
            if count > 0 {
                text += ", sent again \(SpanText.times(count)), the last time after \(SpanText.of(repeats.span))"
            }
            return text + (answers == 0 ? "; no answer of that server was seen" : "; it answered \(answers) others")
        }
    }
}
