internal import RuleEvaluation
internal import SIPCatalogue

extension Obligation {
    /// What a client needs to prove who it is, or to agree on how.
    static let challenges: [Obligation] = [
        Obligation(
            "unauthorized-without-challenge",
            tier: .core,
            of: [401],
            to: .everyMethod,
            sources: ["RFC 3261 §21.4.2", "RFC 3261 §20.44", "RFC 3261 §22.2", "RFC 8760 §2"],
            explanation: challengeExplanation,
            advice: "Look at the registrar or user agent server that sent it; a proxy challenges with 407.",
            example: "A>P REGISTER"
        ),
        Obligation(
            "proxy-auth-without-challenge",
            tier: .core,
            of: [407],
            to: .everyMethod,
            sources: ["RFC 3261 §21.4.8", "RFC 3261 §20.27", "RFC 3261 §22.3"],
            explanation: challengeExplanation,
            silence: "A 407 gathered from several branches may carry WWW-Authenticate as well.",
            advice: "Look at the proxy that sent it; a user agent server or registrar challenges with 401.",
            example: "A>P INVITE"
        ),
        Obligation(
            "security-agreement-without-security-server",
            tier: .next,
            of: [494],
            sources: ["RFC 3329 §2.3.1", "RFC 3329 §2.4"],
            explanation: """
                A 494 asks for a security agreement, and Security-Server lists the mechanisms to choose from. Without \
                the list the client has nothing to agree on.
                """,
            advice: "Look at the first hop, such as the P-CSCF, and at the Security-Client that it was offered.",
            example: "A>P REGISTER Require: sec-agree"
        ),
    ]

    private static let challengeExplanation = """
        The code asks the client to come back with credentials, and only the challenge says for which realm and with \
        which nonce. Without one that can be answered the client cannot go on.
        """
}
