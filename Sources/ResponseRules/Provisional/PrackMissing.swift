internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation

extension ReliableProvisional {
    static let malformed = RuleDeclaration(
        "reliable-provisional-malformed",
        .provisional,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "RSeq, 100rel and the code do not fit together",
        sources: ["RFC 3262 §3", "RFC 3262 §4"],
        explanation: """
            A reliable provisional response is a 101 to 199 with 100rel in Require and an RSeq above 0, to an INVITE \
            that lists 100rel. Its numbers go up by one, and the second is not sent before the first was acknowledged. \
            Otherwise the client acknowledges nothing, or the wrong response.
            """,
        silence: """
            Where the INVITE was not seen, between the branches of a fork, and for the acknowledgement of the first \
            where the PRACK goes another way or is not seen.
            """,
        advice: "Compare RSeq, Require and the PRACKs; a proxy that drops one of the two header fields does this too.",
        example: ["A>P INVITE Supported: 100rel", "P>A 183 Require: 100rel without RSeq"]
    )

    static let prackMissing = RuleDeclaration(
        "prack-missing",
        .provisional,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "reliable provisional response never acknowledged",
        sources: ["RFC 3262 §3", "RFC 3262 §4"],
        parameters: [.number("wait_s", 32, in: 1...600, "how long its sender waits for the PRACK: 64 times T1")],
        explanation: """
            The client announced 100rel, its peer sent a provisional response reliably and again and again, and no \
            PRACK came for it. After 32 s the server has to give the call up.
            """,
        silence: """
            Where the INVITE was not seen, where nothing is seen that goes to the sender, and where the response was \
            not sent again at least twice, as the PRACK may take another way then.
            """,
        advice: "Look whether the response reaches the client, and whether its PRACK is sent to the right address.",
        example: ["A>B INVITE Supported: 100rel", "B>A 183 RSeq: 5", "B>A 183 RSeq: 5 [31 s]", "B>A 504 [32 s]"]
    )

    /// Decides whether the PRACK that is due did not come.
    mutating func decide(_ due: ReliableSeries.Deadline, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        guard let hop = hops[due.key.hop] else {
            series[due.key] = nil
            return
        }
        guard let response = series[due.key]?.waiting, response.number == due.number, response.isMissed else { return }
        // The client's own hop tells of it, not the one below it too.
        let above = ReliableSeries.Key(hop: hop.upstream, tag: due.key.tag)
        guard series[above]?.waiting?.isMissed != true else { return }
        let isLossy = response.isLossy
        reporter.report(
            1,
            isLossy ? .warning : .error,
            of: hop,
            at: response.time,
            against: hop.flow.source,
            evidence: isLossy ? .lossy : .whole,
            related: [response.frame, response.lastCopy]
        ) {
            let span = Double(response.span / 100_000_000) / 10
            let outcome = hop.finalCode == 0 ? "no final response" : "then \(hop.finalCode)"
            let strays = response.strayPracks == 0 ? "no PRACK" : "\(response.strayPracks) PRACK for something else"
            return "\(response.code) with RSeq \(response.number) sent \(response.copies + 1) times in \(span) s, "
                + "\(strays), \(outcome)"
        }
    }
}

extension ReliableSeries.Unacknowledged {
    /// Whether its PRACK would have been seen.
    fileprivate var isMissed: Bool { copies >= 2 && isVisible }
}
