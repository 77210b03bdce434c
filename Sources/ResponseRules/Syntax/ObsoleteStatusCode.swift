internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A code that only RFC 2543 knew.
struct ObsoleteStatusCode: ResponseRule {
    let declaration = RuleDeclaration(
        "obsolete-status-code",
        .syntax,
        .notice,
        .should,
        .message,
        tier: .next,
        title: "code that only RFC 2543 knew",
        sources: ["RFC 3261 §21", "RFC 2543 §7.4.10", "RFC 2543 §7.4.12"],
        explanation: """
            The code was taken out of SIP in 2002. Clients of today treat it as x00 of its class; that it is sent \
            tells of software of great age.
            """,
        silence: "For every other code.",
        advice: "Find out what answers so, by its Server header field, and whether it can be renewed.",
        example: ["A>P REGISTER", "P>A 409 Conflict"]
    )
    let codes = JudgedCodes.some(ObsoleteStatusCode.numbers)

    /// The codes: those of the catalogue that are obsolete.
    static let numbers = StatusCodes.all.filter { $0.registration == .obsolete }.map(\.number)

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? { .notice }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let line = "\(message.start.statusCode) \(bytes.text(of: message.start.reasonPhrase))"
        for name in [HeaderName.server, .userAgent] {
            if let value = message.headers.value(of: name, bytes) { return "\(line) of \(bytes.text(of: value))" }
        }
        return line
    }
}
