internal import RuleEvaluation
internal import SIPMessages
internal import WireBytes

/// A 505 to a request of SIP/2.0, or a response that is not of SIP/2.0 itself.
struct VersionRejected: ResponseRule {
    let declaration = RuleDeclaration(
        "version-rejected-for-2-0",
        .syntax,
        .warning,
        .operational,
        .transaction,
        tier: .next,
        title: "SIP/2.0 refused, or answered in another version",
        sources: ["RFC 3261 §21.5.6", "RFC 3261 §7.1", "RFC 3261 §7.2"],
        explanation: """
            There is no version but SIP/2.0. A 505 to a request of that version says that its start line was damaged \
            on the way or misread; a response of another version may be thrown away by its client.
            """,
        silence: "Where the request was not seen, or where it was of another version itself and is refused for that.",
        advice: "Compare the start lines of both on each hop; look at elements that rewrite the Request-URI.",
        example: ["A>P INVITE sip:x SIP/2.0", "P>A 505 Version Not Supported"]
    )
    let codes = JudgedCodes.every
    let trigger = Trigger.issueOrCode(.version, 505)

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard let request = hop.request, hop.isInSync else { return nil }
        if message.issues.contains(.version) { return .warning }
        return message.start.statusCode == 505 && request.contains(.isVersion2) ? .warning : nil
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        guard message.issues.contains(.version) else { return "505 to a request of SIP/2.0" }
        let line = message.start.line
        return "answered in \(bytes.text(of: ByteRange(line.lower, bytes.offset(of: 0x20, in: line))))"
    }
}
