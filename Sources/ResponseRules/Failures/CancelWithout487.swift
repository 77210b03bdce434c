internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// An INVITE whose CANCEL was accepted and that never gets its final response.
struct CancelWithout487: Examiner {
    private static let rule = RuleDeclaration(
        "cancel-without-487",
        .failures,
        .warning,
        .should,
        .transaction,
        tier: .next,
        title: "cancelled INVITE never finished",
        sources: ["RFC 3261 §9.2", "RFC 3261 §9.1"],
        parameters: [.number("wait_s", 32, in: 1...150, "how long a final response is waited for")],
        explanation: """
            A server that accepts a CANCEL answers the INVITE at once with 487. Without that the client keeps the \
            transaction for another 32 seconds and then takes it as cancelled, whatever the callee still does.
            """,
        silence: """
            Where the CANCEL was refused; where any final response to the INVITE comes in time, or an ACK says that one \
            was missed; where the INVITE was not seen; and for clients of RFC 2543, which know no 487.
            """,
        advice: "Look whether the server answers the INVITE that it cancels; of a proxy, whether it cancels branches.",
        example: ["A>P INVITE", "P>A 180", "A>P CANCEL", "P>A 200 to CANCEL"]
    )

    /// A cancelled INVITE.
    private struct Cancelled {
        let frame: FrameReference
        let time: CaptureTime
        let isLossy: Bool
        /// The INVITE as it was when its time was over.
        var ended: Hop?
    }

    private static let limit = 4_096

    let declarations = [CancelWithout487.rule]
    let interest = Interest(symptoms: [.answersCancel], endings: true)
    private let wait: Int64
    private var cancelled: [HopID: Cancelled] = [:]
    private var waiting = Deadlines<HopID>(limit: CancelWithout487.limit)

    init(_ values: RuleValues = RuleValues()) { wait = values.span(CancelWithout487.rule, "wait_s") }

    var deadline: Int64 { waiting.next }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("cancelled_invites", waiting.limit, waiting.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let cancel = scene.hop
        guard message.start.isResponse, message.start.statusCode == 200, cancel.method == .cancel, cancel.hasRequest
        else { return }
        let invite = hops.first(inCallOf: cancel) { hop in
            hop.method == .invite && hop.hasRequest && hop.finalCode == 0 && cancel.cancels(hop)
        }
        guard let invite, invite.traits.contains(.magicCookie), cancelled[invite.id] == nil else { return }
        let count = waiting.count
        waiting.wait(invite.id, until: scene.now + wait)
        guard waiting.count > count else { return }
        cancelled[invite.id] = Cancelled(
            frame: scene.sighting.frame,
            time: scene.sighting.time,
            isLossy: scene.isLossy
        )
    }

    mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        guard end.transaction.state == .calling, end.transaction.wasCancelled, !end.transaction.hasAck else { return }
        cancelled[end.hop.id]?.ended = end.hop
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let id = waiting.due(at: now) {
            guard let entry = cancelled.removeValue(forKey: id), let hop = hops[id] ?? entry.ended,
                isOpen(hop, hops)
            else { continue }
            let isLossy = entry.isLossy || reporter.isLossy(at: now)
            reporter.report(
                0,
                Severity.warning.lowered(if: isLossy),
                of: hop,
                at: entry.time,
                evidence: isLossy ? .lossy : .whole,
                related: [entry.frame]
            ) {
                let last = hop.provisionalCode == 0 ? "nothing" : "\(hop.provisionalCode)"
                return "CANCEL answered 200, no final response within \(SpanText.of(wait)) of it; \(last) before"
            }
        }
    }

    /// Whether no final response came, not even when the INVITE itself was forgotten.
    private func isOpen(_ invite: Hop, _ hops: borrowing HopTable) -> Bool {
        guard invite.finalCode == 0, !invite.hasAck else { return false }
        return hops.first(inCallOf: invite) { hop in
            hop.method == .invite && hop.cSeq == invite.cSeq && hop.finalCode != 0 && !hop.hasRequest
                && hop.flow.destination.address == invite.flow.destination.address
        } == nil
    }
}
