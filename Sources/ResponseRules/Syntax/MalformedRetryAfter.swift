internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A Retry-After that is no number of seconds: an HTTP date, a negative number, text, or more than 2³²−1.
struct MalformedRetryAfter: ResponseRule {
    let declaration = RuleDeclaration(
        "malformed-retry-after",
        .syntax,
        .warning,
        .must,
        .message,
        tier: .next,
        title: "Retry-After cannot be read",
        sources: ["RFC 3261 §20.33", "RFC 3261 §25.1"],
        explanation: """
            In SIP Retry-After is a number of seconds, with an optional comment and parameters; a date, as HTTP allows, \
            is not. A client that cannot read it acts as if it were absent and comes back when it likes.
            """,
        silence: "Where the capture cut the message before the end of its header section.",
        advice: "Ask the owner of the server to send a plain number of seconds.",
        example: ["A>P INVITE", "P>A 503 Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"]
    )
    let codes = JudgedCodes.every
    let trigger = Trigger.issue(.retryAfter)

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        message.issues.contains(.retryAfter) && message.hasWholeHeaderSection ? .warning : nil
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        "Retry-After: \(bytes.text(of: message.headers.value(of: .retryAfter, bytes) ?? .empty))"
    }
}
