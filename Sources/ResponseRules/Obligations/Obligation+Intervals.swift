internal import RuleEvaluation
internal import SIPCatalogue

extension Obligation {
    /// How long something has to last at least.
    static let intervals: [Obligation] = [
        Obligation(
            "session-interval-without-min-se",
            tier: .next,
            of: [422],
            sources: ["RFC 4028 §6", "RFC 4028 §5", "RFC 4028 §8.1", "RFC 4028 §9"],
            explanation: """
                A 422 says that the session interval is too short, and Min-SE has to say what is long enough: 90 \
                seconds at least. Without a value that can be used the caller cannot try again.
                """,
            silence: "In answer to a method other than INVITE and UPDATE.",
            advice: "Compare with Session-Expires of the request; ask the owner of the server or proxy for Min-SE.",
            example: "A>P INVITE Session-Expires: 60"
        ),
        Obligation(
            "interval-too-brief-without-min-expires",
            tier: .next,
            of: [423],
            sources: [
                "RFC 3261 §21.4.17", "RFC 3261 §10.2.8", "RFC 3261 §10.3", "RFC 3261 §20.23", "RFC 6665 §4.2.1.1",
                "RFC 3903 §6",
            ],
            explanation: """
                A 423 says that the lifetime is too short, and Min-Expires has to say in seconds what is long enough. \
                Without a value that can be read the client cannot tell what to ask for.
                """,
            silence: "In answer to a method other than REGISTER, SUBSCRIBE and PUBLISH.",
            advice: "Compare with the lifetime that was asked for; ask the owner of the server to add Min-Expires.",
            example: "A>P REGISTER Expires: 60"
        ),
    ]
}
