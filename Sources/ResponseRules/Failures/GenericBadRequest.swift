internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A server whose 400s do not say what was wrong.
struct GenericBadRequest: Examiner {
    private static let declaration = RuleDeclaration(
        "generic-bad-request",
        .failures,
        .notice,
        .should,
        .server,
        tier: .next,
        title: "400 that does not say why",
        sources: ["RFC 3261 §21.4.1"],
        parameters: [
            .number("ratio", 0.5, in: 0...1, "the share of a server's 400s without a reason that has to be exceeded"),
            .number("min", 5, in: 1...100_000, "how many without a reason it takes"),
        ],
        explanation: """
            The reason phrase of a 400 should name the syntax problem in more detail, as "Missing Call-ID header \
            field" does. Without it, and without Warning, Reason or a body, nobody learns what to mend.
            """,
        silence: """
            For copies, for a 400 that a proxy passed on, where the capture cut the header section, and for servers \
            that give a reason as a rule.
            """,
        advice: """
            Ask the owner of the server what it objects to. Where no decode issue was found in the requests either, \
            the code is probably a mapping of some other failure.
            """,
        example: ["A>P INVITE six times", "P>A 400 Bad Request each time"]
    )

    /// What the kinds of events stand for: what was found wrong in the request.
    private enum Kind {
        static let unseen: UInt16 = 0
        static let sound: UInt16 = 1
        static let faulty: UInt16 = 2
    }

    /// How long a finding is held back, to tell of all that comes in one go, in nanoseconds.
    private static let hold: Int64 = 60_000_000_000
    /// Longer than any capture.
    private static let ever = Int64.max / 4

    let declarations = [GenericBadRequest.declaration]
    let interest = Interest(responses: [400])
    private let least: Int
    private let ratio: Double
    private var counts: RecentTable<(all: Int, generic: Int)> = RecentTable(limit: 4_096)
    private var storms: StormTable

    init(_ values: RuleValues = RuleValues()) {
        least = values.count(GenericBadRequest.declaration, "min")
        ratio = values.number(GenericBadRequest.declaration, "ratio")
        storms = StormTable(span: GenericBadRequest.ever, gathering: least, hold: GenericBadRequest.hold)
    }

    var deadline: Int64 { storms.deadline }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("servers_with_bad_requests", counts.limit, counts.evictions &+ storms.reached)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.observation.completesTransaction, message.hasWholeHeaderSection, !hops.isRelayed(scene.hop) else {
            return
        }
        let isGeneric = saysNothing(message, bytes)
        let flow = scene.sighting.flow
        let key = reporter.servers.key(flow.source.address)
        let holds = counts.update(key, at: scene.now, or: (0, 0)) { [least, ratio] count in
            count.all += 1
            if isGeneric { count.generic += 1 }
            return count.generic >= least && Double(count.generic) / Double(count.all) > ratio
        }
        guard isGeneric else { return }
        let traits = scene.hop.traits
        let kind = !scene.hop.hasRequest ? Kind.unseen : traits.contains(.malformed) ? Kind.faulty : Kind.sound
        storms.note(StormEvent(scene, client: flow.destination.address, kind: kind), of: key)
        if holds, !storms.isOpen(key) { storms.begin(key, scene.hop, against: flow.source, at: scene.now) }
    }

    private func saysNothing(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        let phrase = bytes.trimmed(message.start.reasonPhrase)
        guard phrase.isEmpty || bytes.equals("bad request", in: phrase) else { return false }
        return !message.headers.has(.warning) && !message.headers.has(.reason) && message.body.isEmpty
            && message.contentLength ?? 0 == 0
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.due(at: now) { report(storm, &reporter) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.finish() { report(storm, &reporter) }
    }

    /// Reports a server, unless it has given reasons meanwhile.
    private mutating func report(_ storm: Storm, _ reporter: inout Reporter) {
        let count = counts[storm.key] ?? (storm.count, storm.count)
        guard Double(count.generic) / Double(count.all) > ratio else {
            storms.forget(storm.key)
            return
        }
        reporter.report(storm, .notice) {
            let (sound, faulty) = (storm.kinds[Kind.sound] ?? 0, storm.kinds[Kind.faulty] ?? 0)
            return "\(count.generic) of \(count.all) 400s give no reason; of the requests \(faulty) had decode issues"
                + " and \(sound) none; clients \(storm.clientsInWords)"
        }
    }
}
