internal import RuleEvaluation
internal import SIPCatalogue

extension Obligation {
    /// When to come back.
    ///
    /// Retry-After is a MAY, so this is a rule of operation: without it (or with one that cannot be read) the client
    /// has to act as on a 500 and comes back when it likes, and that is how retry storms begin. To a client that
    /// announced overload control in its Via (RFC 7339), load is fed back another way, and the rule gives a notice.
    static let overload = Obligation(
        "unavailable-without-retry-after",
        .overload,
        tier: .core,
        of: [503],
        lesser: (.overloadControl, .notice),
        sources: ["RFC 3261 §21.5.4", "RFC 3261 §20.33"],
        parameters: [
            .number("window_s", 60, in: 1...86_400, "the time within which several of a server make a burst"),
            .number("min", 5, in: 2...100, "how many make a burst"),
        ],
        explanation: """
            A 503 says that the server is overloaded or in maintenance, and Retry-After for how long. Without it the \
            client has to act as on a 500 and may try again at once, which keeps an overloaded server overloaded.
            """,
        advice: """
            Ask the server's owner to send Retry-After under overload. Where 503 means that one call found no route \
            or no free circuit, another code says so without shutting the whole server out.
            """,
        example: "A>P INVITE"
    )
}
