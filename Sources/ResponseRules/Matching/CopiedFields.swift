internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// What a response has to copy: CSeq, Call-ID and From (RFC 3261 §8.2.6.2).
extension ResponseMatching {
    static let cSeqMismatch = RuleDeclaration(
        "cseq-mismatch",
        .matching,
        .error,
        .must,
        .transaction,
        tier: .core,
        title: "CSeq is not that of the request",
        sources: ["RFC 3261 §8.2.6.2", "RFC 3261 §17.1.3", "RFC 3261 §20.16"],
        explanation: """
            A response copies the CSeq of its request, number and method. The topmost Via says which request it is for \
            and the CSeq says something else, so the client cannot match it and waits on; a response whose CSeq names \
            ACK answers what nobody may answer.
            """,
        silence: """
            Where the request was not seen, where the client used the branch for several requests, and between INVITE \
            and CANCEL, which share the branch.
            """,
        advice: "Look at the element that made the response; a number that stays behind is often one kept per dialog.",
        example: ["A>P INVITE CSeq: 2 INVITE", "P>A 200 CSeq: 1 INVITE"]
    )

    static let dialogIDsAltered = RuleDeclaration(
        "dialog-ids-altered",
        .matching,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "Call-ID or From tag is not that of the request",
        sources: ["RFC 3261 §8.2.6.2"],
        explanation: """
            A response copies Call-ID and From of its request. The topmost Via says which request it is for, but its \
            Call-ID or From tag is another, was added or was taken away, so what it begins or ends is not the client's \
            dialog.
            """,
        silence: """
            Where the request was not seen, where the client used the branch for several requests, and where only the \
            URI or the display name of From was rewritten.
            """,
        advice: "Look for an element on the way that rewrites Call-ID or tags in one direction only.",
        example: ["A>P INVITE From tag=f1", "P>A 486 From tag=f9"]
    )

    /// What the CSeq of a response and of the request of `hop` are.
    static func numbers(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: Hop) -> String {
        let written = message.headers.value(of: .cSeq, bytes) ?? .empty
        let method = hop.method?.name ?? "another method"
        return "CSeq \(bytes.text(of: written)) in the \(bytes.text(of: message.start.statusText)), "
            + "\(hop.cSeq) \(method) in the request"
    }

    /// Reports a response to the request of the scene's hop, or of `other`, that differs from it in `symptoms`; `false`
    /// where it says nothing about that.
    func judgeIDs(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ symptoms: Symptoms,
        of other: Hop? = nil,
        _ reporter: inout Reporter
    ) -> Bool {
        // A field that is missing altogether is another matter.
        guard !message.callID.isEmpty, message.headers.has(.from) else { return true }
        let own = scene.hop
        let hop = other ?? own
        let code = bytes.text(of: message.start.statusText)
        report(.ids, .error, message, bytes, scene, of: hop, &reporter) {
            if symptoms.contains(.otherCallID) {
                return "\(code) with the topmost Via of the request and another Call-ID"
            }
            let tag = bytes.text(of: message.from.tag)
            if tag.isEmpty { return "\(code) without the From tag of the request" }
            return "\(code) with From tag \(tag), " + (hop.fromTag == 0 ? "the request has none" : "not the request's")
        }
        return true
    }
}
