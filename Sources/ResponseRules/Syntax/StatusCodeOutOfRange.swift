internal import RuleEvaluation
internal import SIPMessages
internal import WireBytes

/// A status code outside the classes 1xx to 6xx, of which a client cannot tell what it means.
struct StatusCodeOutOfRange: ResponseRule {
    let declaration = RuleDeclaration(
        "status-code-out-of-range",
        .syntax,
        .error,
        .must,
        .message,
        tier: .core,
        title: "status code outside 100 to 699",
        sources: ["RFC 3261 §7.2", "RFC 3261 §21"],
        explanation: """
            A status code is three digits from 100 to 699. Whatever else is sent belongs to no class, so a client can \
            neither understand it nor fall back to x00 of its class.
            """,
        silence: "On a stream whose framing was lost, where the line may be part of a body.",
        advice: "Ask the owner of the element that answers so to send a code of the registry.",
        example: ["A>P INVITE", "P>A 700 Foo"]
    )
    let codes = JudgedCodes.outOfRange

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        hop.isInSync && !isPerhapsCut(message) ? .error : nil
    }

    /// Whether the snap length may have cut the start line itself.
    private func isPerhapsCut(_ message: borrowing SIPMessage) -> Bool {
        message.issues.contains(.cut) && message.headers.count == 0
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        "status code \(bytes.text(of: message.start.statusText))"
    }
}
