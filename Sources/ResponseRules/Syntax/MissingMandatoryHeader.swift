internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A response without Via, From, To, Call-ID or CSeq, or with one of them empty: its receiver cannot place it.
///
/// Over a stream Content-Length is mandatory too where a body has to be told from the next message.
struct MissingMandatoryHeader: ResponseRule {
    let declaration = RuleDeclaration(
        "missing-mandatory-header",
        .syntax,
        .error,
        .must,
        .message,
        tier: .core,
        title: "mandatory header field missing",
        sources: ["RFC 3261 §8.2.6.2", "RFC 3261 §20", "RFC 3261 §18.3"],
        explanation: """
            A response copies Via, From, To, Call-ID and CSeq from its request. Without one of them the client cannot \
            match it to a transaction and throws it away, as if nothing had been answered.
            """,
        silence: "Where the capture cut the message before the end of its header section.",
        advice: "Look at the element that made the response, or at one that rewrites headers on the way.",
        example: ["A>P INVITE", "P>A 200 OK without CSeq"]
    )
    let codes = JudgedCodes.every
    let trigger = Trigger.issueOrStream(.missingHeader)
    private static let mandatory: [HeaderName] = [.via, .from, .to, .callID, .cSeq]

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard message.hasWholeHeaderSection, hop.isInSync else { return nil }
        if message.issues.contains(.missingHeader) { return .error }
        return hop.isStream && needsLength(message) ? .error : nil
    }

    /// Whether a body is announced on a stream and nothing says where it ends.
    private func needsLength(_ message: borrowing SIPMessage) -> Bool {
        !message.headers.has(.contentLength) && message.headers.has(.contentType)
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        var missing: [String] = []
        for name in MissingMandatoryHeader.mandatory {
            guard let value = message.headers.value(of: name, bytes) else {
                missing.append(name.canonical)
                continue
            }
            if value.isEmpty { missing.append("\(name.canonical) (empty)") }
        }
        if missing.isEmpty { missing.append(HeaderName.contentLength.canonical) }
        return "without " + missing.joined(separator: ", ")
    }
}
