internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// A 300–699 to INVITE without an ACK on its hop by the time that Timer H runs out.
struct AckMissingFailure: Examiner {
    private static let rule = RuleDeclaration(
        "ack-missing-failure",
        .success,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "300–699 to INVITE never acknowledged",
        sources: ["RFC 3261 §17.1.1.2", "RFC 3261 §17.1.1.3", "RFC 3261 §17.2.1"],
        parameters: [.number("min_copies", 2, in: 1...20, "copies of the response over UDP")],
        explanation: """
            A client acknowledges each 300–699 to its INVITE on the same hop and with the same branch. Without that the \
            server repeats it for 32 seconds (Timer H), and keeps the transaction for as long.
            """,
        silence: """
            Where an ACK with the branch of the INVITE was seen, also before the response; where the INVITE was not seen \
            or nothing sent to the server; over UDP where the response was sent again less than twice; and over a \
            connection that was closed meanwhile.
            """,
        advice: """
            Look whether the response reaches the client, and whether its ACK takes the branch of the INVITE: with \
            another one the server does not know it.
            """,
        example: [
            "A>P INVITE", "P>A 486", "P>A 486 [500 ms]", "P>A 486 [1.5 s]", "P>A 486 [3.5 s]", "P>A 486 [31.5 s]",
        ]
    )

    let declarations = [AckMissingFailure.rule]
    let interest = Interest(endings: true)
    private let least: Int

    init(_ values: RuleValues = RuleValues()) { least = values.count(AckMissingFailure.rule, "min_copies") }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {}

    mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        let hop = end.hop
        let copies = Int(end.transaction.response.count)
        guard end.transaction.state == .completed, hop.method == .invite, hop.hasRequest, end.seesServer,
            (300..<700).contains(hop.finalCode),
            hop.flow.transport.isReliable ? !end.wasClosed : copies >= least
        else { return }
        reporter.report(
            0,
            Severity.error.lowered(if: end.isLossy),
            of: hop,
            at: hop.finalTime,
            against: hop.flow.source,
            evidence: end.isLossy ? .lossy : .whole,
            related: [hop.finalFrame]
        ) {
            let count = copies == 0 ? "" : " sent again \(SpanText.times(copies)),"
            let text = "\(hop.finalCode)\(count) without an ACK in 32 s"
            return hop.hasAck ? text + "; one with another branch was seen" : text
        }
    }
}
