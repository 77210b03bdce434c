internal import RuleEvaluation

/// What is said of the rules about queued calls.
extension QueuedCalls {
    static let progress = RuleDeclaration(
        "queued-progress",
        .provisional,
        .notice,
        .operational,
        .call,
        tier: .next,
        title: "Queue information given by 182",
        sources: ["RFC 3261 §21.1.4"],
        explanation: """
            The callee is busy for the moment and the call waits in a queue. The phrase may say how many calls wait \
            and for how long.
            """,
        silence: "An equal phrase within a second is a copy. Of phrases in other languages numbers alone are read.",
        advice: "Nothing is wrong. Where many calls wait for long, the service needs more people or lines.",
        example: ["A>P INVITE", "P>A 182", "P>A 182 [30 s]", "P>A 200 [60 s]"]
    )

    static let stalled = RuleDeclaration(
        "queued-stalled",
        .provisional,
        .warning,
        .operational,
        .call,
        tier: .next,
        title: "Queued call that leads nowhere",
        sources: ["RFC 3261 §21.1.4", "RFC 3261 §13.3.1.1"],
        parameters: [
            .number("stall_s", 120, in: 10...3600, "longest silence behind a 182"),
            .number("abandon_ratio", 0.5, in: 0...1, "part of the queued calls of a server that callers may give up"),
            .number("min_calls", 10, in: 1...10_000, "least number of queued calls that ended"),
        ],
        explanation: """
            A call was queued and nothing followed, or its place in the queue went back, or most callers in the queue \
            of this server gave up. A server that keeps a call waiting has to say so every minute.
            """,
        silence: """
            Where the INVITE was not seen, and where a CANCEL or any further response came. While the capture loses \
            packets a silence is a notice.
            """,
        advice:
            "Look at the queue on the server that sent the 182: at its length and at what becomes of a call in it.",
        example: ["A>P INVITE", "P>A 182", "A>P CANCEL [300 s]", "P>A 487"]
    )
}
