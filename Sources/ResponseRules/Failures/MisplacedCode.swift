internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A code in answer to a method that it must not answer: which those are is what the catalogue says of the code.
struct MisplacedCode: ResponseRule {
    let declaration: RuleDeclaration
    let codes: JudgedCodes
    /// A method that another rule is about, whatever the catalogue says.
    private let spared: Method?

    private init(_ codes: [UInt16], sparing spared: Method? = nil, _ declaration: RuleDeclaration) {
        self.codes = .some(codes)
        self.spared = spared
        self.declaration = declaration
    }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        // An INVITE in small letters is meant as one, and what cannot be read is nothing.
        guard message.isAnswerToOther(bytes) else { return nil }
        if let spared, message.isAnswer(to: spared) { return nil }
        return Obligation.answers(message.start.statusCode, message.method) ? nil : declaration.severity
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        "\(message.start.statusCode) to \(bytes.text(of: message.methodText))"
    }

    /// The rule on provisional responses.
    static let provisional = MisplacedCode(
        Array(101..<200),
        RuleDeclaration(
            "provisional-to-non-invite",
            .provisional,
            .error,
            .must,
            .transaction,
            tier: .core,
            title: "1xx other than 100 to a non-INVITE",
            sources: ["RFC 4320 §4.1", "RFC 3261 §8.2.6.1"],
            explanation: """
                Only an INVITE waits for a person, so only an INVITE has progress to tell of. To any other request a \
                provisional response other than 100 must not be sent; it delays the client and tells it nothing.
                """,
            silence: "For a 100, and where the method in CSeq cannot be read.",
            advice: "Ask the owner of the answering element to send the final response at once instead.",
            example: ["A>P REGISTER", "P>A 183"]
        )
    )

    /// The rules on failures.
    static let failures = [
        MisplacedCode(
            [408],
            RuleDeclaration(
                "request-timeout-to-non-invite",
                .failures,
                .error,
                .must,
                .transaction,
                tier: .core,
                title: "408 to a non-INVITE",
                sources: ["RFC 4320 §4.2"],
                explanation: """
                    A 408 to a request other than INVITE comes when the client has given up by itself, as its Timer F \
                    runs out at the same time. It says nothing new, and a proxy may take its sender for dead.
                    """,
                silence: "For a 408 to an INVITE, and where the method in CSeq cannot be read.",
                advice: "Ask the owner of the proxy or server to let such a request time out in silence.",
                example: ["A>P OPTIONS", "P>A 408 [32 s]"]
            )
        ),
        MisplacedCode(
            [487],
            sparing: .ack,
            RuleDeclaration(
                "cancel-answered-487",
                .failures,
                .error,
                .must,
                .message,
                tier: .core,
                title: "487 given to the CANCEL itself",
                sources: ["RFC 3261 §9.2", "RFC 3261 §21.4.25"],
                explanation: """
                    A CANCEL is a request of its own and is answered 200; the 487 belongs to the INVITE that it ends. \
                    With the two mixed up the INVITE stays open at the client until it times out.
                    """,
                silence: "For a 487 whose CSeq names INVITE.",
                advice: "Look at CSeq of the 487 and of the 200: the answering element has swapped or joined the two.",
                example: ["A>P INVITE", "A>P CANCEL", "P>A 487 CSeq: 1 CANCEL"]
            )
        ),
        MisplacedCode(
            [401, 407],
            RuleDeclaration(
                "challenge-to-ack-or-cancel",
                .failures,
                .error,
                .must,
                .message,
                tier: .next,
                title: "challenge where none is allowed",
                sources: ["RFC 3261 §22.1"],
                explanation: """
                    A CANCEL or an ACK cannot be sent again with credentials, so neither must be challenged. A CANCEL \
                    that is challenged cancels nothing, and the callee's phone rings on.
                    """,
                silence: "For a challenge to any other method.",
                advice: "Ask the owner of the proxy or server to take the CANCEL of a request that it has taken.",
                example: ["A>P INVITE", "A>P CANCEL", "P>A 407 CSeq: 1 CANCEL"]
            )
        ),
    ]
}
