internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 183 that says nothing: no body, no phrase of its own, and no header field that would tell of the call.
///
/// A 183 conveys detail in its phrase, in header fields or in its body (RFC 3261 §21.1.5), so any body is one.
struct ProgressWithoutSDP: ResponseRule {
    let declaration = RuleDeclaration(
        "progress-without-sdp",
        .provisional,
        .notice,
        .operational,
        .transaction,
        tier: .next,
        title: "183 with no body and no detail",
        sources: ["RFC 3261 §21.1.5"],
        explanation: """
            A 183 is there to tell how the call goes on, mostly with SDP for early media. One without any of that \
            tells the caller nothing; some clients take it for early media and stop their own ringback.
            """,
        silence: """
            For a reliable 183, as preconditions use, for one with a phrase of its own or with P-Early-Media, Reason, \
            Warning, History-Info or Alert-Info, and where the capture cut the header section.
            """,
        advice: "Where a ringing phone is meant, let the far side send 180; where an announcement is, with its SDP.",
        example: ["A>P INVITE", "P>A 183 without a body"]
    )
    let codes = JudgedCodes.some([183])
    private static let details: [HeaderName] = [.pEarlyMedia, .reason, .warning, .historyInfo, .alertInfo]

    func judge(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ hop: HopFacts) -> Severity? {
        guard message.hasWholeHeaderSection, message.isAnswer(to: .invite), !HeaderUse.hasBody(message) else {
            return nil
        }
        guard bytes.equals("session progress", in: bytes.trimmed(message.start.reasonPhrase)) else { return nil }
        guard !isReliable(message, bytes) else { return nil }
        for name in ProgressWithoutSDP.details where message.headers.has(name) { return nil }
        return .notice
    }

    /// Whether it is sent reliably (RFC 3262 §3), or says so.
    private func isReliable(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        if message.headers.has(.rSeq) { return true }
        var isRequired = false
        message.headers.forEachValue(of: .require, bytes) { value in
            if bytes.text(of: value).lowercased().contains("100rel") { isRequired = true }
        }
        return isRequired
    }

    func evidence(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> String { "183 without a body or any detail" }
}
