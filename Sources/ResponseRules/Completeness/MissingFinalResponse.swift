internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// A request in progress that never gets its final response.
struct MissingFinalResponse: Examiner {
    let declarations = [
        RuleDeclaration(
            "missing-final-response",
            .completeness,
            .error,
            .must,
            .transaction,
            tier: .core,
            title: "1xx but never a final response",
            sources: ["RFC 3261 §16.6", "RFC 3261 §17.1.2.2", "RFC 3261 §13.3.1.1"],
            explanation: """
                A provisional response promises a final one. An INVITE was silent for 200 seconds after its last 1xx, \
                longer than Timer C lets a proxy wait; any other request for all of the 32 seconds that its client \
                waits. The call hangs, and so does what was reserved for it.
                """,
            silence: """
                As long as provisional responses go on to come, copies too; where the INVITE was cancelled or an ACK \
                says that a final response was missed; and where the capture ends earlier.
                """,
            advice: """
                Look at the server, and at the hop behind it: a proxy has to answer 408 when its Timer C runs out. A \
                server that makes callers wait repeats its 1xx every minute.
                """,
            example: ["A>P INVITE", "P>A 100", "P>A 180"]
        )
    ]
    let interest = Interest(endings: true)

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {}

    mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        let hop = end.hop
        guard end.transaction.state == .proceeding, hop.hasRequest, hop.finalCode == 0, end.seesClient,
            !end.transaction.wasCancelled, !end.transaction.hasAck, !hop.hasAck
        else { return }
        reporter.report(
            0,
            Severity.error.lowered(if: end.isLossy),
            of: hop,
            at: hop.provisionalTime,
            evidence: end.isLossy ? .lossy : .whole,
            related: [hop.provisionalFrame]
        ) {
            let since = SpanText.of(hop.provisionalTime.nanoseconds(since: hop.time))
            let silence = hop.method == .invite ? "silent for 200 s since" : "no final response within 32 s"
            return "\(hop.provisionalCode) after \(since), \(silence)"
        }
    }
}
