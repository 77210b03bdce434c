internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Via values that are not those of the request.
extension ResponseMatching {
    static let viaAltered = RuleDeclaration(
        "via-altered",
        .matching,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "Via values are not those of the request",
        sources: ["RFC 3261 §8.2.6.2", "RFC 3261 §16.7", "RFC 3261 §18.2.1", "RFC 3581 §4"],
        explanation: """
            A response copies all Via values of its request in their order, and each element on the way back takes off \
            its own. With a value too many or too few, or with another branch, the response does not find its way, or \
            the client throws it away.
            """,
        silence: """
            Where the request was not seen on the same hop, for received and rport on the topmost value, and where one \
            value has another host and every branch is the same, as a gateway of a NAT leaves it. A 100 with the Via \
            of the hop below is a matter of its own.
            """,
        advice: "A value too many at the top is that of the sender, who did not take it off before passing it on.",
        example: ["A>P INVITE Via: A", "P>A 180 Via: P, A"]
    )

    /// Whether a response with the topmost Via of its request has other values below.
    func judgeVias(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) -> Bool {
        guard areOther(message, bytes, than: scene.hop, hops) else { return false }
        reportVias(message, bytes, scene, of: scene.hop, &reporter)
        return true
    }

    /// Whether a response with another topmost Via is for the request of `hop`, from the same client to the same
    /// server; `isOnlyOne` says that there is no other such.
    func judgeVias(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        of hop: Hop,
        isOnlyOne: Bool,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) -> Bool {
        let stack = hops.viaStack(of: message, bytes)
        let hasOneMore = stack.belowTop == hop.viaStack
        // Of a client that forks the request of another branch may have been missed.
        let isLossy = scene.isLossy
        let mayBeAnother = !isOnlyOne || stack.count == Int(hop.viaCount) && (hop.finalCode != 0 || isLossy)
        guard hasOneMore || !mayBeAnother else { return false }
        guard areOther(message, bytes, than: hop, hops) else { return true }
        var isOfBelow = false
        if message.start.statusCode == 100 {
            hops.forEachBranch(of: hop) { if $0.viaStack == stack.whole { isOfBelow = true } }
        }
        if !isOfBelow { reportVias(message, bytes, scene, of: hop, &reporter) }
        return true
    }

    /// Whether a branch is another than in the request of `hop`, or the hosts of two values are.
    private func areOther(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        than hop: Hop,
        _ hops: borrowing HopTable
    ) -> Bool {
        let details = hops.viaDetails(of: message, bytes)
        return details.branches != hop.vias.branches || details.differentHosts(from: hop.vias) > 1
            || hops.viaStack(of: message, bytes).count != Int(hop.viaCount)
    }

    private func reportVias(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        of hop: Hop,
        _ reporter: inout Reporter
    ) {
        report(.vias, .error, message, bytes, scene, of: hop, &reporter) {
            var values: [String] = []
            message.headers.forEachVia(bytes) { values.append(bytes.text(of: $0.extent)) }
            let count = hop.viaCount == 1 ? "1 Via value" : "\(hop.viaCount) Via values"
            return "\(count) in the request, \(values.count) in the response: " + values.joined(separator: ", ")
        }
    }
}
