internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// An ACK for a provisional response: nothing else was answered, and nothing final shows up soon.
struct AckToProvisional: Examiner {
    private static let rule = RuleDeclaration(
        "ack-to-provisional",
        .provisional,
        .error,
        .must,
        .transaction,
        tier: .core,
        title: "ACK sent for a 1xx",
        sources: ["RFC 3261 §17.1.1.3", "RFC 3261 §13.2.2.4", "RFC 3262 §4"],
        parameters: [.number("settle_ms", 1_000, in: 0...10_000, "how long a final response may come behind its ACK")],
        explanation: """
            Only final responses to INVITE are acknowledged with ACK, reliable provisional ones with PRACK. A server \
            that takes such an ACK for that of its final response stops to repeat it.
            """,
        silence: """
            Where no 1xx was seen on the hop; where a final response shows up within a second, which the capture had \
            behind its ACK, or a BYE of the dialog is accepted; and for an ACK of another branch and To tag.
            """,
        advice: "Look at the client that sent it; where a final response is missing, at the capture.",
        example: ["A>P INVITE", "P>A 180", "A>P ACK", "P>A 486 [2 s]"]
    )

    /// An ACK that waits for the response that it may be for.
    private struct Waiting {
        let invite: HopID
        let frame: FrameReference
        let time: CaptureTime
        let hasSameBranch: Bool
        let isLossy: Bool
    }

    let declarations = [AckToProvisional.rule]
    let interest = Interest(symptoms: [.strayACK])
    private let settle: Int64
    private var waiting = Deadlines<Waiting>(limit: 4_096)

    init(_ values: RuleValues = RuleValues()) { settle = values.span(AckToProvisional.rule, "settle_ms") }

    var deadline: Int64 { waiting.next }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("acks_without_final", waiting.limit, waiting.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard !message.start.isResponse, let number = message.cSeq.number else { return }
        let hasSameBranch = !scene.hop.id.isNone
        let invite = hasSameBranch ? scene.hop : self.invite(scene, number, hops)
        guard let invite, invite.hasRequest, invite.provisionalCode > 0, invite.finalCode == 0 else { return }
        waiting.wait(
            Waiting(
                invite: invite.id,
                frame: scene.sighting.frame,
                time: scene.sighting.time,
                hasSameBranch: hasSameBranch,
                isLossy: scene.isLossy
            ),
            until: scene.now + settle
        )
    }

    /// The INVITE with the CSeq number `number` on the hop of an ACK with a branch of its own, with a 1xx of its tag.
    private func invite(_ scene: borrowing Scene, _ number: UInt32, _ hops: borrowing HopTable) -> Hop? {
        let (flow, fromTag, toTag) = (scene.sighting.flow, scene.fromTag, scene.toTag)
        guard toTag != 0 else { return nil }
        return hops.first(inCallOf: scene.hop) { hop in
            hop.method == .invite && hop.cSeq == number && hop.fromTag == fromTag
                && (hop.firstEarlyTag == toTag || hop.secondEarlyTag == toTag)
                && hop.flow.source.address == flow.source.address
                && hop.flow.destination.address == flow.destination.address
                && hop.flow.transport == flow.transport
        }
    }

    /// Whether a BYE of its dialog was taken although nothing final was seen: then the capture missed the answer.
    private func wasAnswered(_ invite: Hop, _ hops: borrowing HopTable) -> Bool {
        hops.first(inCallOf: invite) { hop in
            hop.method == .bye && hop.finalCode / 100 == 2
                && (hop.fromTag == invite.fromTag || hop.toTag == invite.fromTag)
        } != nil
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let ack = waiting.due(at: now) {
            guard let hop = hops[ack.invite], hop.finalCode == 0, !wasAnswered(hop, hops) else { continue }
            let isLossy = ack.isLossy || reporter.isLossy(at: now)
            reporter.report(
                0,
                Severity.error.lowered(if: isLossy),
                confidence: .likely,
                of: hop,
                at: ack.time,
                against: hop.flow.source,
                evidence: isLossy ? .lossy : .whole,
                related: [hop.provisionalFrame, ack.frame]
            ) {
                let since = SpanText.of(max(0, ack.time.nanoseconds(since: hop.provisionalTime)))
                let branch = ack.hasSameBranch ? "the branch of the INVITE" : "the To tag of a 1xx"
                return "ACK with \(branch), \(since) after \(hop.provisionalCode) and before any final response"
            }
        }
    }
}
