internal import RuleEvaluation

/// What is said of the rule.
extension RedirectFollowing {
    static let declaration = RuleDeclaration(
        "redirect-not-followed",
        .redirection,
        .notice,
        .should,
        .call,
        tier: .next,
        title: "Client did not try the Contact",
        sources: ["RFC 3261 §8.1.3.4", "RFC 3261 §21.3"],
        parameters: [
            .number("wait_s", 5, in: 1...300, "how long a client may take to follow"),
            .number("choice_wait_s", 60, in: 1...600, "the same after a 300, where a person may choose"),
        ],
        explanation: """
            A 300, 301, 302 or 305 says in its Contact where to try next. This client asked at the old URI again, or \
            sent nothing, so that the call failed although the server had said where it would be taken.
            """,
        silence: """
            When the request went to any of the Contacts, when no Contact is a SIP or tel URI, and, where nothing was \
            sent, unless other calls of this client to the host of a Contact are in the capture, as the new target may \
            lie outside of it.
            """,
        advice: """
            See whether the client follows redirections at all; many gateways have to be told. If it must not, let a \
            proxy in front of it follow them.
            """,
        example: ["A>P INVITE b", "P>A 302 Contact c", "A>P INVITE b"]
    )
}
