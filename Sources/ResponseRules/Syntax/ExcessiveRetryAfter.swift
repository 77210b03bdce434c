internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A Retry-After so long that it looks like a fault.
struct ExcessiveRetryAfter: ResponseRule {
    let declaration = RuleDeclaration(
        "excessive-retry-after",
        .syntax,
        .warning,
        .operational,
        .message,
        tier: .next,
        title: "Retry-After so long that it looks like a fault",
        sources: ["RFC 3261 §20.33", "RFC 3261 §21.5.4"],
        parameters: [
            .number("max_s", 3600, in: 0...4_294_967_295, "the most seconds on a 5xx"),
            .number("max_user_s", 86_400, in: 0...4_294_967_295, "the most seconds on a 4xx or 6xx"),
        ],
        explanation: """
            Clients that keep to the value stay away until it has passed: after a 5xx from the server, after a 4xx or \
            6xx from the callee. So long an overload is none; such a value is mostly a unit that was mistaken.
            """,
        silence: "For a value that cannot be read, and on a 4xx or 6xx up to a day, as a person may be away for one.",
        advice: "Ask the server's owner whether the value is meant, and whether it is in seconds.",
        example: ["A>P INVITE", "P>A 503 Retry-After: 864000"]
    )
    let codes = JudgedCodes.some(Array(400..<700))
    private let limit: Int
    private let userLimit: Int

    init(_ values: RuleValues) {
        limit = values.count(declaration, "max_s")
        userLimit = values.count(declaration, "max_user_s")
    }

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard let seconds = seconds(message, bytes) else { return nil }
        return seconds > (message.start.responseClass == 5 ? limit : userLimit) ? .warning : nil
    }

    private func seconds(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Int? {
        guard message.hasWholeHeaderSection, let value = message.headers.value(of: .retryAfter, bytes) else {
            return nil
        }
        return RetryAfter.read(bytes, value).map { Int($0.seconds) }
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let seconds = seconds(message, bytes) ?? 0
        let hours = seconds / 3600
        let length = hours < 48 ? "\(hours) h \(seconds / 60 % 60) min" : "\(hours / 24) days"
        return "\(message.start.statusCode) with Retry-After of \(seconds) s, which is \(length)"
    }
}
