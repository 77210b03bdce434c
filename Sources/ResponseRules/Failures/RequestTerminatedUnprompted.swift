internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// A 487 to INVITE although nothing that was seen terminated the request.
///
/// It is held back until what prompted it, if anything did, can no longer show up behind it.
struct RequestTerminatedUnprompted: Examiner {
    private static let rule = RuleDeclaration(
        "request-terminated-unprompted",
        .failures,
        .warning,
        .operational,
        .transaction,
        tier: .next,
        title: "487 without anything that terminated the request",
        sources: ["RFC 3261 §21.4.25", "RFC 3261 §13.3.1", "RFC 3261 §15.1.2", "RFC 3261 §16.7", "RFC 3261 §16.8"],
        parameters: [
            .number("timer_c_s", 180, in: 1...86_400, "how long a proxy waits for a callee"),
            .number("tol_ms", 500, in: 0...10_000, "by how much a timer may be early"),
        ],
        explanation: """
            A 487 says that the request was terminated by a CANCEL or a BYE, or because its time ran out. Here nothing \
            of that was seen, so the caller is told that it gave up a call that it did not give up.
            """,
        silence: """
            Behind a CANCEL with the branch of the INVITE, a BYE in its dialog, a 2xx or 6xx on another branch; once the \
            Expires of the INVITE or Timer C ran out; and where a hop behind this one has the 487, which is judged there.
            """,
        advice: "Look for a timer of its own at the server that sent it, and for the code that fits what happened.",
        example: ["A>P INVITE", "P>A 180", "P>A 487"]
    )

    /// A 487 that waits for what may have prompted it.
    private struct Waiting {
        let hop: HopID
        let isLossy: Bool
    }

    /// How long packets may overtake each other, in nanoseconds.
    private static let reorder: Int64 = 250_000_000

    let declarations = [RequestTerminatedUnprompted.rule]
    let interest = Interest(responses: [487])
    private let timerC: Int64
    private let tolerance: Int64
    private var waiting = Deadlines<Waiting>(limit: 4_096)

    init(_ values: RuleValues = RuleValues()) {
        timerC = values.span(RequestTerminatedUnprompted.rule, "timer_c_s")
        tolerance = values.span(RequestTerminatedUnprompted.rule, "tol_ms")
    }

    var deadline: Int64 { waiting.next }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("terminated_invites", waiting.limit, waiting.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard message.start.isResponse, hop.method == .invite, hop.hasRequest, hop.finalCode == 487, scene.seesSender,
            !isPrompted(hop, hops)
        else { return }
        let until = scene.now + RequestTerminatedUnprompted.reorder
        waiting.wait(Waiting(hop: hop.id, isLossy: scene.isLossy), until: until)
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let response = waiting.due(at: now) { settle(response, hops, &reporter) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let response = waiting.due(at: .max) { settle(response, hops, &reporter) }
    }

    private func settle(_ response: Waiting, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        guard let hop = hops[response.hop], !isPrompted(hop, hops) else { return }
        reporter.report(
            0,
            Severity.warning.lowered(if: response.isLossy),
            confidence: .likely,
            of: hop,
            at: hop.finalTime,
            evidence: response.isLossy ? .lossy : .whole,
            related: [hop.finalFrame]
        ) {
            "487 \(SpanText.of(hop.finalTime.nanoseconds(since: hop.time))) after the INVITE, without CANCEL or BYE"
        }
    }

    /// Whether anything was seen that explains the 487, or it is to be judged on a hop behind this one.
    private func isPrompted(_ hop: Hop, _ hops: borrowing HopTable) -> Bool {
        if isOutOfTime(hop, hops) { return true }
        return hops.first(inCallOf: hop) { other in
            other.cancels(hop) || other.releases(hop) || other.endsBranches(of: hop) || other.delivers(to: hop)
        } != nil
    }

    /// Whether the Expires of the INVITE or Timer C ran out, from where it was first seen.
    private func isOutOfTime(_ hop: Hop, _ hops: borrowing HopTable) -> Bool {
        var first = hop
        while let above = hops[first.upstream], above.id != hop.id { first = above }
        let elapsed = hop.finalTime.nanoseconds(since: first.time)
        let expiry = Int64(hop.expires) * 1_000_000_000
        return elapsed >= timerC - tolerance || hop.expires < .max && elapsed >= expiry - tolerance
    }
}

extension Hop {
    /// Whether it is the CANCEL of `invite`, with which it shares hop, branch and CSeq number.
    func cancels(_ invite: Hop) -> Bool {
        method == .cancel && topVia == invite.topVia && cSeq == invite.cSeq
            && flow.destination.address == invite.flow.destination.address
    }

    /// Whether it is a BYE of a dialog of `invite`, of either side.
    fileprivate func releases(_ invite: Hop) -> Bool {
        guard method == .bye else { return false }
        let tags = [invite.toTag, invite.firstEarlyTag, invite.secondEarlyTag]
        return fromTag == invite.fromTag && tags.contains(toTag) || toTag == invite.fromTag && tags.contains(fromTag)
    }

    /// Whether it is another branch of the same INVITE and was answered in a way that ends the others.
    fileprivate func endsBranches(of invite: Hop) -> Bool {
        guard method == .invite, finalCode / 100 == 2 || finalCode / 100 == 6 else { return false }
        if !invite.upstream.isNone { return upstream == invite.upstream }
        return cSeq == invite.cSeq && fromTag == invite.fromTag
            && flow.source.address == invite.flow.source.address
    }

    /// Whether it is a branch of `invite` that brought the 487.
    fileprivate func delivers(to invite: Hop) -> Bool { upstream == invite.id && finalCode == 487 }
}
