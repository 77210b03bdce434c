internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Many requests towards one server have to be sent again to be heard.
struct ExcessiveRequestRetransmission: Examiner {
    private static let declaration = RuleDeclaration(
        "excessive-request-retransmission",
        .completeness,
        .warning,
        .operational,
        .server,
        tier: .next,
        title: "requests have to be repeated to be heard",
        sources: ["RFC 3261 §17.1.1.2", "RFC 3261 §17.1.2.2"],
        parameters: [
            .number("window_s", 60, in: 1...3600, "the span in which transactions are counted"),
            .number("ratio", 0.05, in: 0...1, "the share of them with copies that has to be exceeded"),
            .number("min", 20, in: 1...100_000, "how many with copies it takes"),
        ],
        explanation: """
            Clients send a request again when nothing came back for half a second. Where many have to, packets are \
            lost on the way to the server or back, or the server is too slow to say so much as 100.
            """,
        silence: """
            For copies that a mirror port makes, and over TCP, where nothing is sent again. While the capture itself \
            loses packets it is a notice.
            """,
        advice: """
            Compare a capture next to the server: if the first copies arrive there it is slow, otherwise the network \
            loses them. Copies at equal gaps come from a client without the timers of RFC 3261.
            """,
        example: ["A>P 100 requests in a minute", "A>P 30 of them sent again"]
    )

    /// What the kinds of events stand for: how often a request was sent, from twice on, and how its copies follow.
    private enum Kind {
        static let most: UInt16 = 11
        static let even: UInt16 = 100
        static let uneven: UInt16 = 101
    }

    let declarations = [ExcessiveRequestRetransmission.declaration]
    let interest: Interest
    private let least: Int
    private let ratio: Double
    private var storms: StormTable
    /// The gap between the first two copies of a request.
    private var gaps: RecentTable<Int64> = RecentTable(limit: 4_096)

    init(_ values: RuleValues = RuleValues()) {
        let declaration = ExcessiveRequestRetransmission.declaration
        let span = values.span(declaration, "window_s")
        least = values.count(declaration, "min")
        ratio = values.number(declaration, "ratio")
        // The copies after the second are gathered as well.
        storms = StormTable(span: span, gathering: 4 * least)
        interest = Interest(symptoms: .copy, loads: LoadSpans(requests: span))
    }

    var deadline: Int64 { storms.deadline }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("unheard_servers", storms.limit, storms.reached), ("request_gaps", gaps.limit, gaps.evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let copy = scene.observation
        guard !message.start.isResponse, copy.isRetransmission, copy.copyNumber > 1 else { return }
        let flow = scene.sighting.flow
        let key = reporter.servers.key(flow.destination.address)
        let kind = UInt16(clamping: copy.copyNumber)
        if kind <= Kind.most {
            let event = StormEvent(scene, client: flow.source.address, kind: kind, isAside: !copy.isFirstRepeat)
            storms.note(event, of: key)
        }
        noteGap(scene, key)
        guard copy.isFirstRepeat else { return }
        let requests = reporter.servers.requests(to: flow.destination.address, at: scene.now)
        let share = Double(requests.repeated) / Double(max(1, requests.begun))
        if storms.isOpen(key) {
            if share < ratio / 2, let storm = storms.end(key) { report(storm, scene.isLossy, &reporter) }
        } else if requests.repeated >= least, share > ratio {
            storms.begin(key, scene.hop, against: flow.destination, at: scene.now)
        }
    }

    /// Tells from its third copy whether a client has gaps that grow, as the timers have, or equal ones.
    private mutating func noteGap(_ scene: borrowing Scene, _ key: UInt64) {
        let copy = scene.observation
        let request = scene.hop.id.number
        if copy.copyNumber == 2 { gaps.set(request, copy.sinceFirst, at: scene.now) }
        guard copy.copyNumber == 3, let first = gaps.remove(request) else { return }
        let isEven = (copy.sinceFirst &- first &- first).magnitude <= UInt64(max(0, first) / 4)
        let client = scene.sighting.flow.source.address
        let kind = isEven ? Kind.even : Kind.uneven
        storms.note(StormEvent(scene, client: client, kind: kind, isAside: true), of: key)
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.due(at: now) { report(storm, reporter.lossyUntil > storm.onset, &reporter) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.finish() { report(storm, reporter.lossyUntil > storm.onset, &reporter) }
    }

    private func report(_ storm: Storm, _ isLossy: Bool, _ reporter: inout Reporter) {
        reporter.report(storm, isLossy ? .notice : .warning, evidence: isLossy ? .lossy : .whole) {
            let (even, uneven) = (storm.kinds[Kind.even] ?? 0, storm.kinds[Kind.uneven] ?? 0)
            let gaps = even > uneven ? "; the gaps are equal, so no timer of RFC 3261 made them" : ""
            return "\(storm.count) requests sent again in \(storm.seconds): \(histogram(storm))"
                + "; clients \(storm.clientsInWords)" + gaps
        }
    }

    /// How many were sent how often: each number stands for those that were sent at least so often.
    private func histogram(_ storm: Storm) -> String {
        (2...Kind.most).compactMap { times in
            let count = (storm.kinds[times] ?? 0) - (times < Kind.most ? storm.kinds[times + 1] ?? 0 : 0)
            guard count > 0 else { return nil }
            return "\(count) sent \(times)\(times == Kind.most ? " or more" : "") times"
        }.joined(separator: ", ")
    }
}
