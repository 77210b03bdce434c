internal import RuleEvaluation

/// What is said of the rule about changes that meet.
extension GlareMishandled {
    static let declaration = RuleDeclaration(
        "glare-mishandled",
        .failures,
        .warning,
        .should,
        .call,
        tier: .next,
        title: "491 retried with the wrong delay, or again and again",
        sources: ["RFC 3261 §14.1", "RFC 3261 §14.2", "RFC 3311 §5.3"],
        parameters: [
            .number("tol_ms", 200, in: 0...2000, "by how much the times may be missed"),
            .number("retry_s", 8, in: 1...600, "time after which a request is a new change and no retry"),
            .number("min", 3, in: 2...100, "least number of 491 in a row"),
        ],
        explanation: """
            Two changes of a session that meet are both refused with 491. The side that began the call then waits for \
            2.1 to 4 seconds and the other for up to 2, so that they do not meet again; who keeps to other times meets \
            again and again, and hold, transfer or a refresh of the session fails.
            """,
        silence: """
            Where a new change comes later than the time to retry. Where the call was not seen to begin, whose Call-ID \
            it is is not known: then only 491 in a row are judged.
            """,
        advice:
            "Look at the timer that the charged side sets after a 491, and at whether it knows that it began the call.",
        example: ["A>P INVITE inside the dialog", "P>A 491", "A>P INVITE inside the dialog [300 ms]"]
    )
}
