internal import RuleEvaluation

/// What is said of the rule.
extension OverlapDialing {
    static let declaration = RuleDeclaration(
        "overlap-dialing",
        .failures,
        .notice,
        .operational,
        .call,
        tier: .next,
        title: "Digit-by-digit dialling",
        sources: ["RFC 3261 §21.4.22", "RFC 3578 §3"],
        parameters: [.number("gap_s", 15, in: 1...300, "how soon after a 484 the longer number has to come")],
        explanation: """
            Each INVITE of the run has the number of the one before with more digits, and each was answered 484 until \
            the number was whole. That is one attempt of a caller who dials, most often behind an ISDN or analogue \
            gateway; the 484s are no failures.
            """,
        silence: """
            When a number is dialled again as it was, when the longer one does not begin with the shorter, when it \
            comes late, and until an answer other than 484 has come.
            """,
        advice: """
            Nothing is broken. Where the load or the delay matters, let the gateway collect digits before it sends an \
            INVITE, or give it a dial plan.
            """,
        example: [
            "A>P INVITE 12", "P>A 484", "A>P INVITE 123", "P>A 484", "A>P INVITE 1234", "P>A 180",
        ]
    )
}
