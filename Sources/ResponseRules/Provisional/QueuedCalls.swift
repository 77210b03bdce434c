internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Calls that a server queues with 182, and what becomes of them (RFC 3261 §21.1.4).
struct QueuedCalls: Examiner {
    /// A queued INVITE on a hop.
    struct Entry {
        let server: Endpoint
        /// When its first 182 was seen, and the latest 182 or copy of one.
        let since: Int64
        var latest: Int64
        var latestTime: CaptureTime
        /// What the latest of them said of the queue.
        var position: QueuePosition
        /// What the 182 said, as long as there are few.
        var track: String
        var count = 1
    }

    /// The queued calls of a server that came to an end.
    struct Server {
        var ended = 0
        var abandoned = 0
        var latest: Int64
        /// Those abandoned that were not reported yet, as they are too few.
        var waiting: [Hop] = []
    }

    private static let entryLimit = 4096
    static let serverLimit = 256

    private let stallSpan: Int64
    let abandonRatio: Double
    let leastCalls: Int
    var entries: [HopID: Entry] = [:]
    private var timers = Deadlines<HopID>(limit: QueuedCalls.entryLimit * 2)
    var servers: [Endpoint: Server] = [:]
    private var refused: UInt64 = 0
    var refusedServers: UInt64 = 0

    init(_ values: RuleValues = RuleValues()) {
        let rule = QueuedCalls.stalled
        stallSpan = values.span(rule, "stall_s")
        abandonRatio = values.number(rule, "abandon_ratio")
        leastCalls = values.count(rule, "min_calls")
    }

    var declarations: [RuleDeclaration] { [QueuedCalls.progress, QueuedCalls.stalled] }
    var interest: Interest { Interest(responses: [182, 487], symptoms: .copy) }
    var deadline: Int64 { timers.next }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("queued_calls", QueuedCalls.entryLimit, refused &+ timers.dropped),
            ("servers_that_queue", QueuedCalls.serverLimit, refusedServers),
        ]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard message.start.isResponse, case .invite = scene.hop.method, !scene.observation.isDuplicate else { return }
        let code = message.start.statusCode
        if code == 182 {
            takeQueued(message, bytes, scene, hops, &reporter)
        } else if !entries.isEmpty, code == 487, entries[scene.hop.id] != nil {
            settle(scene.hop.flow.destination, at: scene.now, hops, &reporter)
        }
    }

    private mutating func takeQueued(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (hop, id, now, time) = (scene.hop, scene.hop.id, scene.now, scene.sighting.time)
        let isFirst = scene.observation.isFirst
        // An equal phrase within a second is a copy.
        if !isFirst, let entry = entries[id], now &- entry.latest < 1_000_000_000 { return }
        let phrase = bytes.text(of: message.start.reasonPhrase)
        let position = QueuePosition(phrase)
        if isFirst {
            reporter.report(0, .notice, message, bytes, scene, counting: .call) {
                let place = position.place.map { "; place \($0)" } ?? ""
                let wait = position.wait.map { "; announced wait \($0)" } ?? ""
                let waited = time.nanoseconds(since: hop.time).asSeconds
                return "182 \(phrase)\(place)\(wait)" + (hop.hasRequest ? "; \(waited) after the INVITE" : "")
            }
        }
        guard hop.finalCode == 0 else { return }
        if let entry = entries[id], position.hasGrown(since: entry.position) {
            let earlier = entry.position.place ?? 0
            reporter.report(1, .warning, message, bytes, scene, counting: .call) {
                "place \(position.place ?? 0) in the queue behind place \(earlier); \(entry.track), then \(phrase)"
            }
        }
        keep(hop, position, phrase, at: now, time, hops)
    }

    /// Keeps what the latest 182 for `hop` said, and waits for what follows.
    private mutating func keep(
        _ hop: Hop,
        _ position: QueuePosition,
        _ phrase: String,
        at now: Int64,
        _ time: CaptureTime,
        _ hops: borrowing HopTable
    ) {
        if var entry = entries[hop.id] {
            (entry.latest, entry.latestTime) = (now, time)
            entry.position = position
            entry.count += 1
            if entry.count <= 4 { entry.track += ", \((now &- entry.since).asSeconds): \(phrase.prefix(80))" }
            entries[hop.id] = entry
        } else {
            guard makeRoom(hops) else { return }
            entries[hop.id] = Entry(
                server: hop.flow.destination,
                since: now,
                latest: now,
                latestTime: time,
                position: position,
                track: "182 \(phrase.prefix(80))"
            )
        }
        timers.wait(hop.id, until: now &+ stallSpan &+ 1)
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let id = timers.due(at: now) {
            guard let entry = entries[id] else { continue }
            guard let hop = hops[id] else {
                entries[id] = nil
                continue
            }
            guard hop.finalCode == 0 else {
                settle(entry.server, at: now, hops, &reporter)
                continue
            }
            guard now &- entry.latest > stallSpan else { continue }
            judgeStall(entry, hop, at: now, hops, &reporter)
        }
    }

    private func judgeStall(
        _ entry: Entry,
        _ hop: Hop,
        at now: Int64,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        // Another provisional response shows that it goes on, and a CANCEL leaves the rest to its 487.
        guard hop.hasRequest, hop.provisionalTime <= entry.latestTime else { return }
        if let cancel = cancel(of: hop, hops), cancel.time.nanoseconds(since: entry.latestTime) <= stallSpan { return }
        let isLossy = reporter.isLossy(at: now)
        reporter.report(
            1,
            isLossy ? .notice : .warning,
            of: hop,
            at: entry.latestTime,
            counting: .call,
            evidence: isLossy ? .lossy : .whole,
            related: [hop.provisionalFrame]
        ) { "nothing more for \(stallSpan.asSeconds) after \(entry.track)" }
    }

    /// Whether there is room for an entry, or can be made by forgetting those that came to an end.
    private mutating func makeRoom(_ hops: borrowing HopTable) -> Bool {
        if entries.count < QueuedCalls.entryLimit { return true }
        for (id, _) in entries where hops[id].map({ $0.finalCode != 0 }) ?? true { entries[id] = nil }
        if entries.count < QueuedCalls.entryLimit { return true }
        refused &+= 1
        return false
    }
}
