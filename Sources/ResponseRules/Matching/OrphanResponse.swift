internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

extension ResponseMatching {
    static let orphanResponse = RuleDeclaration(
        "orphan-response",
        .matching,
        .notice,
        .operational,
        .message,
        tier: .next,
        title: "response to a request never seen",
        sources: ["RFC 3261 §17.1.3", "RFC 3261 §18.1.2"],
        parameters: [
            .number("window_s", 64, in: 1...3600, "how long before the response its request is looked for"),
            .number("invite_window_s", 300, in: 1...3600, "the same for 1xx and 2xx to INVITE"),
            .number("reorder_ms", 250, in: 0...10_000, "how long after the response its request may still be seen"),
        ],
        explanation: """
            A response came for which no request was seen between these hosts, although what is sent to its sender is \
            seen. It may answer a request with a forged source, come by another way than the request, or be much too \
            late. From many senders to one host it is a sign of reflection, and a warning.
            """,
        silence: """
            At the beginning of a capture, where nothing is seen that goes to the sender, where the request was seen \
            lately or in another form, and where a mandatory header field is missing.
            """,
        advice: "Look whether the receiver ever sent such a request, and whether the capture shows both directions.",
        example: ["B>A 200 CSeq: 1 OPTIONS with a branch never seen"]
    )
}

/// Responses without a request that wait until the request can no longer come.
struct OrphanResponses: Sendable {
    /// The most that wait, and the most hosts of which something is counted.
    static let limit = 1_024
    /// From how many hosts within how many nanoseconds such responses to one host are a sign of reflection.
    static let reflectionSources = 20
    static let reflectionSpan: Int64 = 10_000_000_000

    private struct Waiting: Sendable {
        let hop: HopID
        let line: UInt16
        let isLossy: Bool
        let isReflected: Bool
        let count: UInt64
        let callCount: Int
    }

    /// What came from or to one host.
    private struct Tally: Sendable {
        var began: Int64
        var count: UInt64 = 0
        /// The calls that it was of, or the hosts that it came from; up to 64.
        var different: Set<UInt64> = []

        mutating func add(_ key: UInt64) {
            count &+= 1
            if different.count < 64 { different.insert(key) }
        }
    }

    private let windows: (other: Int64, invite: Int64)
    private let reorder: Int64
    private var waiting = Deadlines<Waiting>(limit: limit)
    private var senders: [IPAddress: Tally] = [:]
    private var receivers: [IPAddress: Tally] = [:]
    private var forgotten: UInt64 = 0

    init(_ values: RuleValues) {
        let rule = ResponseMatching.orphanResponse
        windows = (values.span(rule, "window_s"), values.span(rule, "invite_window_s"))
        reorder = values.span(rule, "reorder_ms")
    }

    var deadline: Int64 { waiting.next }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("orphan_responses", waiting.limit, waiting.dropped),
            ("orphan_response_hosts", OrphanResponses.limit, forgotten),
        ]
    }

    /// Takes the first response of a hop whose request was not seen.
    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable
    ) {
        guard scene.observation.beginsTransaction, scene.seesSender else { return }
        let code = message.start.statusCode
        var window = windows.other
        if case .invite = message.cSeq.method, code < 300 { window = windows.invite }
        // What is older than the capture may have asked for it.
        guard scene.now >= window, hops.sinceRequest(like: scene.hop, at: scene.now) > window else { return }
        let (source, destination) = (scene.sighting.flow.source.address, scene.sighting.flow.destination.address)
        let now = scene.now
        makeRoom()
        senders[source, default: Tally(began: now)].add(scene.hop.callKey)
        if let known = receivers[destination], now - known.began > OrphanResponses.reflectionSpan {
            receivers[destination] = nil
        }
        receivers[destination, default: Tally(began: now)].add(source.low ^ source.high)
        waiting.wait(
            Waiting(
                hop: scene.hop.id,
                line: code,
                isLossy: scene.isLossy,
                isReflected: receivers[destination]?.different.count ?? 0 >= OrphanResponses.reflectionSources,
                count: senders[source]?.count ?? 1,
                callCount: senders[source]?.different.count ?? 1
            ),
            until: scene.now &+ reorder
        )
    }

    /// Reports those whose request did not come.
    mutating func advance(to now: Int64, _ rule: Int, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let next = waiting.due(at: now) {
            guard let hop = hops[next.hop], !hop.hasRequest else { continue }
            reporter.report(
                rule,
                next.isReflected ? .warning : .notice,
                confidence: .likely,
                of: hop,
                evidence: next.isLossy ? .lossy : .whole
            ) {
                let calls = next.callCount < 64 ? "\(next.callCount)" : "64 or more"
                return "\(next.line) without a request; number \(next.count) from this sender, of \(calls) Call-IDs"
            }
        }
    }

    /// Forgets the older half of the hosts where there are too many.
    private mutating func makeRoom() {
        forgotten &+= OrphanResponses.halve(&senders)
        forgotten &+= OrphanResponses.halve(&receivers)
    }

    private static func halve(_ tallies: inout [IPAddress: Tally]) -> UInt64 {
        guard tallies.count >= limit else { return 0 }
        let times = tallies.values.map(\.began).sorted()
        let (middle, count) = (times[times.count / 2], tallies.count)
        tallies = tallies.filter { $0.value.began > middle }
        return UInt64(count - tallies.count)
    }
}
