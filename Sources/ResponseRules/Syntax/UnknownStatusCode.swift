internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A code of a valid class that the registry does not have, and that is neither obsolete nor borrowed from HTTP.
///
/// Clients treat it as x00 of its class (RFC 3261 §8.1.3.2), so nothing breaks; but nobody reads from it what was
/// meant.
struct UnknownStatusCode: ResponseRule {
    let declaration = RuleDeclaration(
        "unknown-status-code",
        .syntax,
        .notice,
        .operational,
        .message,
        tier: .core,
        title: "status code that is not registered",
        sources: ["RFC 3261 §8.1.3.2"],
        explanation: """
            The code is in range and no row of the catalogue. A client has to treat it as x00 of its class, an unknown \
            1xx as 183, so whatever finer meaning the sender had in mind is lost.
            """,
        silence: "For codes that only RFC 2543 knew and for codes of HTTP, which are matters of their own.",
        advice: "Find out what the sender means by it, and whether a registered code says the same.",
        example: ["A>P INVITE", "P>A 499 Closed"]
    )
    let codes = JudgedCodes.some(
        (100..<700).filter { StatusCodes.row(for: $0) == nil && !HTTPStatusCodes.numbers.contains($0) }
    )

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? { .notice }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        message.start.responseClass == 1 ? "treated as 183" : "treated as \(message.start.responseClass)00 of its class"
    }
}

/// Codes that HTTP defines and SIP does not (RFC 9110 §15, RFC 4918, RFC 6585 and others).
enum HTTPStatusCodes {
    static let numbers: Set<UInt16> = [
        101, 102, 103, 201, 203, 205, 206, 207, 208, 226, 304, 306, 307, 308, 426, 431, 451, 506, 507, 508, 510, 511,
    ]
}
