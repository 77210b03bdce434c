internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A code that HTTP defines and SIP does not, or one that both define with the phrase of HTTP.
struct HTTPOnlyStatusCode: ResponseRule {
    let declaration = RuleDeclaration(
        "http-only-status-code",
        .syntax,
        .warning,
        .should,
        .message,
        tier: .next,
        title: "HTTP code carried into SIP",
        sources: ["RFC 3261 §21"],
        explanation: """
            SIP took some codes of HTTP and should not be sent the others; where both use a number, its meaning in SIP \
            is another. The client acts on x00 of the class, or on what the number means in SIP.
            """,
        silence: "For 303, 409 and 411, which RFC 2543 had, and for a shared number with any other phrase.",
        advice: "Look for a web platform behind the server whose answers are passed on as they are.",
        example: ["A>P INVITE", "P>A 429 Too Many Requests"]
    )
    let codes = JudgedCodes.some(
        HTTPOnlyStatusCode.numbers.sorted() + HTTPOnlyStatusCode.phrases.map(\.code)
    )

    /// Codes that HTTP defines and SIP does not (RFC 9110 §15, RFC 4918, RFC 6585 and others).
    static let numbers: Set<UInt16> = [
        101, 102, 103, 201, 203, 205, 206, 207, 208, 226, 304, 306, 307, 308, 426, 431, 451, 506, 507, 508, 510, 511,
    ]

    /// How the phrases of HTTP begin for codes that both define.
    private static let phrases: [(code: UInt16, start: StaticString)] = [
        (417, "expectation"), (421, "misdirected"), (423, "locked"), (424, "failed dependency"), (425, "too early"),
        (428, "precondition required"), (429, "too many"),
    ]

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        let code = message.start.statusCode
        guard !HTTPOnlyStatusCode.numbers.contains(code) else { return .warning }
        let phrase = bytes.trimmed(message.start.reasonPhrase)
        for (shared, start) in HTTPOnlyStatusCode.phrases where shared == code {
            let end = min(phrase.upper, phrase.lower &+ start.utf8CodeUnitCount)
            return bytes.equals(start, in: ByteRange(phrase.lower, end)) ? .warning : nil
        }
        return nil
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let code = message.start.statusCode
        let phrase = "\(code) \(bytes.text(of: message.start.reasonPhrase))"
        guard let known = StatusCodes.reasonPhrase(for: code) else { return "\(phrase) is a code of HTTP" }
        return "\(phrase) is HTTP's; in SIP \(code) is \(known)"
    }
}
