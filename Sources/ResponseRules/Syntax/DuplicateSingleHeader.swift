internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A header field of which one is allowed and that stands there twice.
struct DuplicateSingleHeader: ResponseRule {
    let declaration = RuleDeclaration(
        "duplicate-single-header",
        .syntax,
        .error,
        .must,
        .message,
        tier: .next,
        title: "one-value header field occurs twice",
        sources: ["RFC 3261 §7.3.1", "RFC 3261 §20"],
        explanation: """
            One element reads the first, the next one the last, and so they take the response for different things. \
            Where both say the same nothing goes wrong yet, and the finding is a notice.
            """,
        silence: "For header fields that are lists, such as Via, Contact and Record-Route.",
        advice: "Look for an element on the way that adds the field without taking the old one out.",
        example: ["A>P INVITE", "P>A 200 with two different To lines"]
    )
    let codes = JudgedCodes.every
    let trigger = Trigger.repeatedField

    /// The fields of which one is allowed, as far as a second one misleads.
    private static let single: [HeaderName] = [
        .from, .to, .callID, .cSeq, .contentLength, .contentType, .maxForwards, .retryAfter, .rSeq, .minExpires,
        .minSE, .sessionExpires,
    ]

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        let end = DuplicateSingleHeader.end(message)
        var severity: Severity?
        for name in DuplicateSingleHeader.single {
            guard let other = DuplicateSingleHeader.second(name, message, bytes, before: end) else { continue }
            guard other.isEqual else { return .error }
            severity = .notice
        }
        return severity
    }

    /// Where the last field begins that the snap length may have cut.
    private static func end(_ message: borrowing SIPMessage) -> Int {
        let last = message.headers.count - 1
        return message.hasWholeHeaderSection || last < 0 ? .max : message.headers[last].nameText.lower
    }

    /// The first value of `name` and the one behind it that differs, or the second one where all are equal.
    private static func second(
        _ name: HeaderName,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        before end: Int
    ) -> (first: ByteRange, other: ByteRange, isEqual: Bool)? {
        var first: ByteRange?
        var found: (first: ByteRange, other: ByteRange, isEqual: Bool)?
        message.headers.forEachValue(of: name, bytes) { value in
            guard value.lower < end else { return }
            guard let first else { return first = value }
            let isEqual = bytes.bytes(of: first, equal: value, in: bytes)
            if found == nil || found?.isEqual == true && !isEqual { found = (first, value, isEqual) }
        }
        return found
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let end = DuplicateSingleHeader.end(message)
        let pairs = DuplicateSingleHeader.single.compactMap { name in
            DuplicateSingleHeader.second(name, message, bytes, before: end).map { (name: name, values: $0) }
        }
        guard let pair = pairs.first(where: { !$0.values.isEqual }) ?? pairs.first else { return "" }
        let start = message.extent.lower
        let places = [pair.values.first, pair.values.other].map { value in
            "\(bytes.text(of: value)) at byte \(value.lower - start)"
        }
        return "\(pair.name.canonical) twice: \(places.joined(separator: ", ")); the first is used"
    }
}
