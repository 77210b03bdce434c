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
        parameters: [.list("extra_codes", "codes that are known here although nobody registered them")],
        explanation: """
            The code is in range and no row of the catalogue. A client has to treat it as x00 of its class, an unknown \
            1xx as 183, so whatever finer meaning the sender had in mind is lost.
            """,
        silence: "For codes that only RFC 2543 knew and for codes of HTTP, which are matters of their own.",
        advice: "Find out what the sender means by it, and whether a registered code says the same.",
        example: ["A>P INVITE", "P>A 499 Closed"]
    )
    let codes: JudgedCodes

    init(_ values: RuleValues) {
        let known = Set(values.list(declaration, "extra_codes").compactMap { UInt16($0) })
        codes = .some(
            (100..<700).filter { code in
                !StatusCodes.isListed(code) && !HTTPOnlyStatusCode.numbers.contains(code) && !known.contains(code)
            }
        )
    }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? { .notice }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        message.start.responseClass == 1 ? "treated as 183" : "treated as \(message.start.responseClass)00 of its class"
    }
}
