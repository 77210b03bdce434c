internal import RuleEvaluation

/// What is said of the rules of ``RefusedRequests``.
extension RefusedRequests {
    private static let runLengths = 1...Double(RefusedRequest.longestRun)

    static let identical = RuleDeclaration(
        "identical-retry-after-4xx",
        .failures,
        .warning,
        .should,
        .call,
        tier: .core,
        title: "Same request again after a 4xx",
        sources: ["RFC 3261 §21.4", "RFC 3261 §8.1.3.5"],
        parameters: [
            .number("window_s", 300, in: 1...86_400, "within how long the repeats have to come"),
            .number("min", 2, in: runLengths, "how many repeats there have to be"),
            .number("auto_s", 2, in: 0...300, "how soon a repeat has to come for no person to have made it"),
        ],
        explanation: """
            A 4xx says that this request will not succeed at this server, and a client should not send it there again \
            without a change. This one did: method, Request-URI, parties, body, credentials and the header fields by \
            which a request is negotiated are the same. It loads the server for nothing and delays what the client \
            could do instead.
            """,
        silence: """
            After 401, 407, 408, 480, 486, 487 and 491, after which the same request is lawful or another rule's, \
            after 403, which has a rule of its own, when a Retry-After has run out, at another server, when anything \
            that can be negotiated has changed, and for OPTIONS without a user part, which only ask whether the server \
            is there. A notice where the repeats come as slowly as a person dials.
            """,
        advice: """
            Look at the code: it says what the request has to change. Where a client or gateway repeats on every \
            failure, exclude the 4xx class from its retries or its route list.
            """,
        example: [
            "A>P INVITE [0 ms]", "P>A 488", "A>P INVITE with the same SDP [400 ms]", "P>A 488",
            "A>P INVITE with the same SDP [900 ms]",
        ]
    )

    static let forbidden = RuleDeclaration(
        "forbidden-retried",
        .failures,
        .warning,
        .should,
        .call,
        tier: .next,
        title: "Request repeated after 403",
        sources: ["RFC 3261 §21.4.4"],
        parameters: [
            .number("window_s", 600, in: 1...86_400, "within how long the repeats have to come"),
            .number("min", 3, in: runLengths, "how many repeats there have to be"),
        ],
        explanation: """
            A 403 says that the server understood the request and will not fulfil it; authorization will not help, and \
            the request should not be repeated. This client went on asking, with other credentials or the same. Many \
            servers block such a client sooner or later.
            """,
        silence: """
            When a Retry-After has run out, at another server, for OPTIONS without a user part, and for one retry of a \
            REGISTER with other credentials, as some registrars say 403 where 401 is meant. A request that is \
            challenged and its answer are one try.
            """,
        advice: """
            Compare account, password and permitted addresses with what the provider has on file, and stop the client \
            until they agree.
            """,
        example: [
            "A>P REGISTER", "P>A 403", "A>P REGISTER [10 s]", "P>A 403", "A>P REGISTER [20 s]", "P>A 403",
            "A>P REGISTER [30 s]", "P>A 403",
        ]
    )

    static let serverError = RuleDeclaration(
        "server-error-retried-too-soon",
        .failures,
        .warning,
        .operational,
        .call,
        tier: .next,
        title: "500 repeated at once or before Retry-After",
        sources: ["RFC 3261 §21.5.1", "RFC 3261 §20.33"],
        parameters: [
            .number("min_s", 2, in: 0...300, "how long to wait where no Retry-After says it")
        ],
        explanation: """
            A 500 says that the server met a condition that may be over after several seconds, or after the time in \
            Retry-After. A 503 without Retry-After counts as a 500. This client sent the same request to the same \
            server sooner, which a server in trouble can bear least.
            """,
        silence: """
            At another server, when the request has changed in more than its credentials, and after a 503 with \
            Retry-After, for which another rule stands.
            """,
        advice: """
            Let the client wait for Retry-After, or for a few seconds, or go to another server at once. On the server \
            look at what made it answer 500.
            """,
        example: ["A>P INVITE [0 ms]", "P>A 500", "A>P INVITE [100 ms]"]
    )
}
