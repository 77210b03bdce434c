internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// An INVITE that is sent again although a provisional response has stopped Timer A.
///
/// One late copy alone may mean one lost packet: it is held back for as long as the next one may take.
struct InviteRetransmittedAfterProvisional: Examiner {
    private static let rule = RuleDeclaration(
        "invite-retransmitted-after-provisional",
        .provisional,
        .warning,
        .should,
        .transaction,
        tier: .core,
        title: "INVITE sent again after a 1xx",
        sources: ["RFC 3261 §17.1.1.2"],
        parameters: [
            .number("grace_ms", 300, in: 0...10_000, "how long a 1xx may be underway"),
            .number("min_copies", 1, in: 1...10, "late copies before they are reported"),
        ],
        explanation: """
            A provisional response stops the client from sending its INVITE again. Copies behind it say that the \
            response does not reach the client, or that the client does not heed it; each is work for the server.
            """,
        silence: """
            For copies within 300 ms, which may have met the response underway, and for those of a mirror port. One late \
            copy alone is a notice.
            """,
        advice: """
            Gaps that double say that the 1xx does not arrive: look for loss, for a NAT, and where the Via sends \
            responses. Equal gaps are a fault of the client.
            """,
        example: ["A>P INVITE", "P>A 100 [30 ms]", "A>P INVITE [1.5 s]", "A>P INVITE [3.5 s]"]
    )

    /// An INVITE with late copies.
    private struct Late {
        var hop: Hop
        var count = 0
        var latest = CaptureTime.distantPast
        var frame = FrameReference(packed: 0)
        var spacing: Repeats.Spacing?
        var isReported = false
        var isLossy = false
    }

    private static let limit = 1_024

    let declarations = [InviteRetransmittedAfterProvisional.rule]
    let interest = Interest(symptoms: [.copy])
    private let grace: Int64
    private let least: Int
    private var late: [HopID: Late] = [:]
    private var waiting = Deadlines<HopID>(limit: InviteRetransmittedAfterProvisional.limit)

    init(_ values: RuleValues = RuleValues()) {
        grace = values.span(InviteRetransmittedAfterProvisional.rule, "grace_ms")
        least = values.count(InviteRetransmittedAfterProvisional.rule, "min_copies")
    }

    var deadline: Int64 { waiting.next }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("invites_with_late_copies", waiting.limit, waiting.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard !message.start.isResponse, message.method == .invite, scene.observation.sinceProvisional > grace,
            !scene.hop.id.isNone
        else { return }
        let (hop, id) = (scene.hop, scene.hop.id)
        if late[id] == nil {
            // The copy after this one comes, doubled, as long after it as all before it took, and T1.
            let longest: Int64 = 32_000_000_000
            let next = min(2 * min(scene.observation.sinceFirst, longest) + 1_000_000_000, longest)
            waiting.wait(id, until: scene.now + next)
            guard late.count < waiting.count else { return }
        }
        var entry = late[id] ?? Late(hop: hop)
        entry.count += 1
        entry.latest = scene.sighting.time
        entry.frame = scene.sighting.frame
        entry.spacing = scene.request.spacing(isInvite: true)
        entry.isLossy = scene.isLossy
        if entry.count >= max(2, least), !entry.isReported {
            entry.isReported = true
            report(entry, .warning, &reporter)
        }
        late[id] = entry
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let id = waiting.due(at: now) { settle(id, &reporter) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let id = waiting.due(at: .max) { settle(id, &reporter) }
    }

    private mutating func settle(_ id: HopID, _ reporter: inout Reporter) {
        guard let entry = late.removeValue(forKey: id), !entry.isReported, entry.count >= least else { return }
        report(entry, entry.count > 1 ? .warning : .notice, &reporter)
    }

    private func report(_ entry: Late, _ severity: Severity, _ reporter: inout Reporter) {
        let hop = entry.hop
        reporter.report(
            0,
            severity,
            of: hop,
            at: entry.latest,
            against: hop.flow.source,
            evidence: entry.isLossy ? .lossy : .whole,
            related: [hop.provisionalFrame, entry.frame]
        ) {
            let since = SpanText.of(max(0, entry.latest.nanoseconds(since: hop.provisionalTime)))
            let copies = "sent again \(SpanText.times(entry.count)), the last \(since) after \(hop.provisionalCode)"
            return "\(copies); \(cause(entry))"
        }
    }

    private func cause(_ entry: Late) -> String {
        switch entry.spacing {
        case .even: "in equal gaps, as a faulty client does"
        case .timers where entry.count > 1: "in gaps that double: the 1xx does not reach the client"
        case .burst, .irregular, .timers, nil: "the 1xx may have been lost on its way to the client"
        }
    }
}
