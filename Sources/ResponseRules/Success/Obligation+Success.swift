internal import RuleEvaluation
internal import SIPCatalogue

extension Obligation {
    /// Where to send what follows.
    static let success: [Obligation] = [
        Obligation(
            "invite-success-without-contact",
            .success,
            tier: .core,
            of: Array(200..<300),
            to: .remoteTarget,
            title: "2xx to INVITE has no Contact",
            sources: [
                "RFC 3261 §12.1.1", "RFC 3261 §13.3.1.4", "RFC 3261 §20", "RFC 3311 §7", "RFC 6665 §4.4.1",
                "RFC 3515 §2.2",
            ],
            explanation: """
                The Contact of a 2xx to INVITE, UPDATE, SUBSCRIBE or REFER is the URI to which the client sends ACK, \
                BYE and all that follows. Without it they go to the address that was called, if anywhere.
                """,
            silence: "For a REFER inside a dialog, and where Refer-Sub: false says that no dialog is opened.",
            advice: "Look at the answering user agent, or at an element on the way that removes header fields.",
            example: "A>P INVITE"
        )
    ]
}
