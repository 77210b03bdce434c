internal import RuleEvaluation
internal import SIPCatalogue

extension Obligation {
    /// Where else to go.
    static let redirection: [Obligation] = [
        Obligation(
            "redirect-without-contact",
            .redirection,
            tier: .core,
            of: [302, 300, 301, 305],
            lesser: (.body, .notice),
            title: "3xx without Contact",
            sources: [
                "RFC 3261 §8.1.3.4", "RFC 3261 §13.3.1.2", "RFC 3261 §21.3.1", "RFC 3261 §21.3.2", "RFC 3261 §21.3.3",
                "RFC 3261 §21.3.4",
            ],
            explanation: """
                A redirection says in Contact where to go instead. Without a URI there the client has nowhere to go, \
                and the call fails. The body of a 300 may list the choices for a person to read.
                """,
            silence: "In answer to a CANCEL.",
            advice: "Look at the routing table of the redirecting element: usually a route without a target.",
            example: "A>P INVITE"
        ),
        Obligation(
            "alternative-service-without-body",
            .redirection,
            tier: .next,
            of: [380],
            or: [.contact],
            basis: .operational,
            title: "380 with nothing in it",
            sources: ["RFC 3261 §21.3.5"],
            explanation: """
                A 380 describes other services in its body, in IMS networks that the call is an emergency. With \
                neither a body nor a Contact the client learns nothing and can only give up.
                """,
            advice: "Ask the owner of the answering element, often a P-CSCF, for the body or another code.",
            example: "A>P INVITE"
        ),
    ]
}
