internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Requests that go round: many 482 and 483 from one server, or one request that comes by again and again.
struct LoopStorm: Examiner {
    private static let declaration = RuleDeclaration(
        "loop-storm",
        .failures,
        .warning,
        .operational,
        .server,
        tier: .next,
        title: "requests go round in a loop",
        sources: ["RFC 3261 §8.2.2.2", "RFC 3261 §16.3", "RFC 5393 §4"],
        parameters: [
            .number("min", 10, in: 1...100_000, "how many requests refused with 482 or 483 it takes"),
            .number("window_s", 60, in: 1...3600, "the span in which they are counted"),
            .number("spiral", 8, in: 6...32, "how often one request has to come by a host"),
        ],
        explanation: """
            Servers that send requests to each other in a circle multiply them, with a fork at each turn without \
            bound, until Max-Forwards runs out. 482 says that a loop was found, 483 that there were too many hops.
            """,
        silence: """
            For few of them, as when somebody traces a path with small values of Max-Forwards; for copies and mirror \
            copies; and for one request that comes by less often than set, which is lawful with a changed Request-URI.
            """,
        advice: """
            Compare the routes of the hosts that are named: each sends to the next. Where the requests are called \
            merged there is no loop: one request was forked upstream and its branches met again.
            """,
        example: ["P>B INVITE Max-Forwards: 70", "B>P INVITE 69", "P>B INVITE 68", "B>P 483 at last"]
    )

    /// What the kinds of events stand for, beside the codes.
    private enum Kind {
        static let spiral: UInt16 = 1
        static let merged: UInt16 = 2
    }

    private static let longestPath = 70

    let declarations = [LoopStorm.declaration]
    let interest = Interest(responses: [482, 483], symptoms: .manyPasses)
    private let least: Int
    private let spiral: Int
    private var storms: StormTable
    /// Requests that were counted, by server, and those that went round.
    private var counted: RecentTable<Bool> = RecentTable(limit: 8_192)
    private var round: RecentTable<UInt64> = RecentTable(limit: 4_096)
    /// What is told of the first request that went round at a server.
    private var paths: RecentTable<String> = RecentTable(limit: 256)

    init(_ values: RuleValues = RuleValues()) {
        least = values.count(LoopStorm.declaration, "min")
        spiral = values.count(LoopStorm.declaration, "spiral")
        storms = StormTable(span: values.span(LoopStorm.declaration, "window_s"), gathering: least)
    }

    var deadline: Int64 { storms.deadline }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("looping_servers", storms.limit, storms.reached),
            ("looping_requests", round.limit, round.evictions &+ counted.evictions),
        ]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.observation.isFirst else { return }
        let request = reporter.servers.key(scene.hop.callKey, UInt64(scene.hop.cSeq))
        if message.start.isResponse {
            guard scene.observation.completesTransaction else { return }
            takeRefusal(message, bytes, scene, hops, request, &reporter)
        } else {
            takePass(scene, hops, request, &reporter)
        }
    }

    /// Counts a request that was refused, once for each server that says so or passes it on.
    private mutating func takeRefusal(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ request: UInt64,
        _ reporter: inout Reporter
    ) {
        let (client, server) = (scene.sighting.flow.destination, scene.sighting.flow.source)
        let code = message.start.statusCode
        if let storm = round[request] {
            // It is told with its loop already.
            storms.note(StormEvent(scene, client: client.address, kind: code, isAside: true), of: storm)
            return
        }
        let key = reporter.servers.key(server.address)
        let mark = reporter.servers.key(key, request)
        guard counted[mark] == nil, !isTold(scene.hop, hops, reporter) else { return }
        counted.set(mark, true, at: scene.now)
        let hop = scene.hop
        let isMerged = code == 482 && LoopStorm.isMerged(message, bytes, hop, hops)
        let event = StormEvent(scene, client: client.address, kind: isMerged ? Kind.merged : code)
        let count = storms.note(event, of: key)
        if count >= least, !storms.isOpen(key) { storms.begin(key, scene.hop, against: server, at: scene.now) }
    }

    /// Whether the response came from a server below that has a storm of its own.
    private func isTold(_ hop: Hop, _ hops: borrowing HopTable, _ reporter: borrowing Reporter) -> Bool {
        guard hops.isRelayed(hop) else { return false }
        var found = false
        hops.forEachBranch(of: hop) {
            if storms.isOpen(reporter.servers.key($0.flow.destination.address)) { found = true }
        }
        return found
    }

    /// Whether a request that was refused with 482 reached the server on two ways, neither of which goes through it
    /// (RFC 3261 §8.2.2.2).
    private static func isMerged(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ hop: Hop,
        _ hops: borrowing HopTable
    ) -> Bool {
        guard hop.hasRequest, hop.toTag == 0 else { return false }
        let name = Array("\(hop.flow.destination.address)".utf8)
        var goesThrough = false
        message.headers.forEachVia(bytes) { via in
            let host = ByteRange(via.sentBy.lower, min(via.sentBy.upper, via.sentBy.lower + name.count))
            if bytes.equals(name, in: host) { goesThrough = true }
        }
        guard !goesThrough else { return false }
        var above: Set<HopID> = []
        var id = hop.upstream
        while let upper = hops[id], above.count < longestPath {
            above.insert(id)
            id = upper.upstream
        }
        let other = hops.first(inCallOf: hop) {
            LoopStorm.isSameRequest($0, hop) && $0.flow.destination.address == hop.flow.destination.address
                && $0.viaStack != hop.viaStack && !above.contains($0.id)
        }
        return other != nil
    }

    private static func isSameRequest(_ one: Hop, _ other: Hop) -> Bool {
        one.hasRequest && one.cSeq == other.cSeq && one.fromTag == other.fromTag && one.method == other.method
    }

    /// Counts how often a request came by the host that it goes to, with less Max-Forwards each time.
    private mutating func takePass(
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ request: UInt64,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.maxForwards != .max, round[request] == nil else { return }
        let host = hop.flow.destination
        var (series, path) = ([hop.maxForwards], [host.address])
        hops.forEach(inCallOf: hop) { earlier in
            guard LoopStorm.isSameRequest(earlier, hop) else { return }
            path.append(earlier.flow.destination.address)
            let isAtHost = earlier.flow.destination.address == host.address && earlier.viaStack != hop.viaStack
            guard isAtHost, earlier.maxForwards != .max, let last = series.last else { return }
            if earlier.maxForwards > last { series.append(earlier.maxForwards) }
        }
        guard series.count >= spiral else { return }
        let key = reporter.servers.key(host.address)
        round.set(request, key, at: scene.now)
        storms.note(StormEvent(scene, client: hop.flow.source.address, kind: Kind.spiral), of: key)
        guard !storms.isOpen(key) else { return }
        let hosts = path.reversed().prefix(6).map(\.description).joined(separator: " > ")
        let numbers = series.reversed().map(String.init).joined(separator: ", ")
        paths.set(key, "one came by \(series.count) times with Max-Forwards \(numbers), by \(hosts)", at: scene.now)
        storms.begin(key, hop, against: host, at: scene.now)
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.due(at: now) { report(storm, &reporter) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.finish() { report(storm, &reporter) }
    }

    private mutating func report(_ storm: Storm, _ reporter: inout Reporter) {
        let path = paths.remove(storm.key)
        reporter.report(storm, .warning) {
            var parts: [String] = []
            if let count = storm.kinds[Kind.spiral] { parts.append("\(count) went round") }
            if let path { parts.append(path) }
            for code: UInt16 in [482, 483] {
                if let count = storm.kinds[code] { parts.append("\(code) × \(count)") }
            }
            if let count = storm.kinds[Kind.merged] { parts.append("482 × \(count) for merged requests") }
            return "\(storm.count) requests in \(storm.seconds): " + parts.joined(separator: "; ")
        }
    }
}
