internal import NetworkTypes
internal import RuleEvaluation
internal import SIPMessages
internal import WireBytes

/// A 402, which RFC 3261 reserves for future use and gives no meaning.
struct ReservedCodeUsed: ResponseRule {
    let declaration = RuleDeclaration(
        "reserved-code-used",
        .syntax,
        .notice,
        .operational,
        .message,
        tier: .next,
        title: "402 on the wire",
        sources: ["RFC 3261 §21.4.3"],
        parameters: [.list("allow_servers", "addresses and networks of servers that use it on purpose")],
        explanation: """
            A 402 is reserved and says nothing that a client could act on. Prepaid platforms send it for an account \
            without money, which only a client made for them understands.
            """,
        silence: "Where the server is listed as one that means it.",
        advice: "Where it is meant, let the client and its people know; else look at the platform that refuses.",
        example: ["A>P INVITE", "P>A 402 Payment Required"]
    )
    let codes = JudgedCodes.some([402])
    private let allowed: AddressList

    init(_ values: RuleValues) { allowed = AddressList(values.list(declaration, "allow_servers")) }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        allowed.contains(hop.flow.source) ? nil : .notice
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let called = URIUser.read(bytes, message.to.uri)
        let line = "402 \(bytes.text(of: message.start.reasonPhrase))"
        return called.isEmpty ? line : "\(line) for \(bytes.text(of: called))"
    }
}
