internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A response other than 100 whose To has no tag.
struct ToTagMissing: ResponseRule {
    let declaration = RuleDeclaration(
        "to-tag-missing",
        .matching,
        .error,
        .must,
        .message,
        tier: .core,
        title: "no To tag in a response other than 100",
        sources: ["RFC 3261 §8.2.6.2", "RFC 3261 §12.1.1", "RFC 3261 §19.3"],
        explanation: """
            The To tag names the answering side of the dialog. Without it the client cannot tell answers of several \
            devices apart, and what it sends inside the dialog may find no owner.
            """,
        silence: """
            For a 100, and for a response without any To. Where From has no tag and the branch no magic cookie, as \
            RFC 2543 had it, the finding is a notice.
            """,
        advice: "Look at the element that made the response; a proxy that answers for itself has to add a tag as well.",
        example: ["A>P INVITE", "P>A 180 To: <sip:b@x>"]
    )
    let codes = JudgedCodes.every
    let trigger = Trigger.noToTag

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard message.to.tag.isEmpty, message.start.statusCode != 100, message.hasWholeHeaderSection else { return nil }
        guard let value = message.headers.value(of: .to, bytes), !value.isEmpty else { return nil }
        // What breaks the grammar in front of a tag may hide it.
        guard message.to.isWellFormed || !namesTag(bytes, value) else { return nil }
        let isOld = message.from.tag.isEmpty && message.from.isWellFormed && !message.topmostVia.hasMagicCookie(bytes)
        return isOld ? .notice : .error
    }

    private func namesTag(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        (range.lower..<range.upper).contains { bytes.equals("tag=", in: ByteRange($0, min($0 &+ 4, range.upper))) }
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String {
        let value = message.headers.value(of: .to, bytes) ?? .empty
        return "\(bytes.text(of: message.start.statusText)) with To: \(bytes.text(of: value))"
    }
}
