internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// To tags that change where one has to be kept.
extension ResponseMatching {
    static let toTagChanged = RuleDeclaration(
        "to-tag-changed",
        .matching,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "To tag changes where it must be kept",
        sources: ["RFC 3261 §8.2.6.2", "RFC 3261 §12.2.2", "RFC 3261 §9.2"],
        explanation: """
            Inside a dialog a response has the To tag of its request, and a user agent server gives all its responses \
            to one request the same To tag. Another tag is that of another dialog, which the client does not have.
            """,
        silence: """
            For several tags in responses to an INVITE, which a fork gives, for failures of a proxy, and for responses \
            of which it is not known that one user agent server made them.
            """,
        advice: "Look at the element that answers: it may make a new tag for each response, or have lost its dialog.",
        example: ["A>P BYE To tag=t1", "P>A 200 To tag=t2"]
    )

    /// Whether a response with another To tag than the request, or than an earlier response, must not have it.
    func judgeToTag(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) -> Bool {
        guard !message.to.tag.isEmpty else { return false }
        let earlier: String
        if scene.symptoms.contains(.otherToTag) {
            earlier = "the request has another"
        } else if isOfOneServer(message, bytes, scene, hops) {
            earlier = "an earlier response of the same user agent server has another"
        } else {
            return false
        }
        let code = bytes.text(of: message.start.statusText)
        let tag = bytes.text(of: message.to.tag)
        report(.toTag, .error, message, bytes, scene, of: scene.hop, &reporter) {
            "\(code) with To tag \(tag), \(earlier)"
        }
        return true
    }

    /// Whether the earlier response with another tag came from the same user agent server as this one.
    private func isOfOneServer(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable
    ) -> Bool {
        let (hop, symptoms) = (scene.hop, scene.symptoms)
        if case .invite = hop.method {
            // A 2xx may come from another branch of a fork, and a failure from a proxy.
            return message.start.statusCode >= 300 && hop.firstEarlyTag != 0 && hop.secondEarlyTag == 0
                && hop.isAtOwnContact && hop.branchCount == 0 && hop.firstEarlyTag != hops.tag(message.to.tag, bytes)
                && !symptoms.contains(.afterFinal)
        }
        if hop.server != 0, let value = message.headers.value(of: .server, bytes), hops.tag(value, bytes) == hop.server
        {
            return true
        }
        guard hop.branchCount == 1 else { return false }
        // A failure that did not come from below is the proxy's own, with its own tag.
        let tag = hops.tag(message.to.tag, bytes)
        var isFromBelow = message.start.statusCode < 400
        hops.forEachBranch(of: hop) { if $0.finalTag == tag || $0.firstEarlyTag == tag { isFromBelow = true } }
        return isFromBelow
    }
}
