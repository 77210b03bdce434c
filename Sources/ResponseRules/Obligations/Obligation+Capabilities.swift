internal import RuleEvaluation
internal import SIPCatalogue

extension Obligation {
    /// What the server could do instead.
    static let capabilities: [Obligation] = [
        Obligation(
            "method-not-allowed-without-allow",
            tier: .core,
            of: [405],
            sources: ["RFC 3261 §21.4.6", "RFC 3261 §8.2.1", "RFC 3261 §20.5"],
            explanation: """
                A 405 has to list the methods that are allowed for the address. Without the list the client knows \
                that it must change the method and not to which.
                """,
            advice: "Ask the owner of the answering element to add Allow; an empty one is allowed, none is not.",
            example: "A>P PUBLISH"
        ),
        Obligation(
            "unsupported-media-without-accept",
            tier: .core,
            of: [415],
            title: "415 without any Accept header",
            sources: ["RFC 3261 §21.4.13", "RFC 3261 §8.2.3"],
            explanation: """
                A 415 has to say with Accept, Accept-Encoding or Accept-Language, whichever was the trouble, what is \
                understood. Without any of them the client can only leave the body out or give up.
                """,
            silence: "One of the three is enough, and an empty one says that nothing is accepted.",
            advice: "Compare with Content-Type of the request; ask the owner to list what the element understands.",
            example: "A>P MESSAGE Content-Type: text/html"
        ),
        Obligation(
            "bad-extension-without-unsupported",
            tier: .core,
            of: [420],
            to: .everyMethod,
            sources: ["RFC 3261 §21.4.15", "RFC 3261 §8.2.2.3", "RFC 3261 §16.3", "RFC 3261 §20.40"],
            explanation: """
                A 420 has to name the extensions it does not understand. Without Unsupported the client cannot tell \
                which option tag of its Require or Proxy-Require to leave out.
                """,
            advice: "Compare with Require and Proxy-Require of the request; ask the owner to list what is refused.",
            example: "A>P INVITE Require: foo"
        ),
        Obligation(
            "extension-required-without-require",
            tier: .core,
            of: [421],
            sources: ["RFC 3261 §21.4.16", "RFC 3261 §8.2.2.3"],
            explanation: """
                A 421 refuses the request because the client does not support something, and Require has to name \
                what. Without it no client can add what is missed.
                """,
            advice: "Compare with Supported of the request; ask the owner which extension the element wants.",
            example: "A>P INVITE"
        ),
        Obligation(
            "bad-info-without-recv-info",
            tier: .next,
            of: [469],
            sources: ["RFC 6086 §4.2.2", "RFC 6086 §5"],
            explanation: """
                A 469 refuses the package of an INFO and has to list in Recv-Info those that are taken. Without the \
                list the sender cannot tell whether any INFO is welcome.
                """,
            silence: "In answer to another method than INFO. An empty Recv-Info says that no package is taken.",
            advice: "Compare with Info-Package of the request; ask the owner of the server to add Recv-Info.",
            example: "A>P INFO Info-Package: foo"
        ),
        Obligation(
            "bad-event-without-allow-events",
            tier: .next,
            of: [489],
            lesser: (.publish, .warning),
            sources: ["RFC 6665 §8.3.2", "RFC 6665 §8.2.2", "RFC 6665 §4.2.1", "RFC 3903 §6"],
            explanation: """
                A 489 refuses an event package and has to list in Allow-Events those that are known. Without the list \
                the client can only try one after the other. To a PUBLISH the list is less strictly asked for.
                """,
            silence: "In answer to a method other than SUBSCRIBE, NOTIFY and PUBLISH.",
            advice: "Compare with Event of the request; ask the owner of the notifier to add Allow-Events.",
            example: "A>P SUBSCRIBE Event: foo"
        ),
    ]
}
