internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 503 that does not say when to come back.
///
/// The header is a MAY, so this is a rule of operation: without it (or with one that cannot be read) the client has to
/// act as on a 500 and comes back when it likes, and that is how retry storms begin. To a client that announced
/// overload control in its Via (RFC 7339), load is fed back another way, and the rule gives a notice.
struct UnavailableWithoutRetryAfter: ResponseRule {
    let declaration = RuleDeclaration(
        "unavailable-without-retry-after",
        .overload,
        .warning,
        .operational,
        .message,
        tier: .core,
        title: "503 without Retry-After",
        sources: ["RFC 3261 §21.5.4", "RFC 3261 §20.33"],
        explanation: """
            A 503 says that the server is overloaded or in maintenance, and Retry-After for how long. Without it the \
            client has to act as on a 500 and may try again at once, which keeps an overloaded server overloaded.
            """,
        silence: "Where the capture cut the message before the end of its header section.",
        advice: """
            Ask the server's owner to send Retry-After under overload. Where 503 means that one call found no route or \
            no free circuit, another code says so without shutting the whole server out.
            """,
        example: ["A>P INVITE", "P>A 503 without Retry-After"]
    )
    let codes = JudgedCodes.some([503])

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard message.hasWholeHeaderSection, readable(message, bytes) == nil else { return nil }
        return message.topmostVia.hasOverloadControl ? .notice : .warning
    }

    private func readable(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> RetryAfter? {
        message.headers.value(of: .retryAfter, bytes).flatMap { RetryAfter.read(bytes, $0) }
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let method = bytes.text(of: message.methodText)
        let subject = "503 to \(method.isEmpty ? "a request" : method)"
        guard let value = message.headers.value(of: .retryAfter, bytes) else { return "\(subject) without Retry-After" }
        return "\(subject) with a Retry-After that cannot be read: \(bytes.text(of: value))"
    }
}
