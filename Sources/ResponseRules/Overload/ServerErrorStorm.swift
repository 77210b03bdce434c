internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Many 5xx, or many 6xx, from one server in a short time.
struct ServerErrorStorm: Examiner {
    private static let declaration = RuleDeclaration(
        "server-error-storm",
        .overload,
        .warning,
        .operational,
        .server,
        tier: .next,
        title: "burst of server or global failures",
        sources: ["RFC 3261 §21.5", "RFC 6076 §4.8"],
        parameters: [
            .number("window_s", 60, in: 1...3600, "the span in which they are counted"),
            .number("min", 20, in: 1...100_000, "how many make a burst"),
            .number("ratio", 0.10, in: 0...1, "the share of the server's final responses that they have to exceed"),
        ],
        explanation: """
            A server failed far more requests than it does in ordinary times. 5xx says that the server itself cannot \
            go on, 6xx that nobody anywhere will take the call; in numbers both mean that something broke.
            """,
        silence: """
            For few failures, as at night; for copies of a response; and for what a proxy only passes on from a server \
            behind it that is seen as well.
            """,
        advice: """
            Look at the server at the moment of the onset: its trunks and routes for 503 and 504, its log for 500, and \
            what changed just before.
            """,
        example: ["A>P 200 requests in a minute", "P>A 500 to 50 of them"]
    )

    let declarations = [ServerErrorStorm.declaration]
    let interest: Interest
    private let least: Int
    private let ratio: Double
    private var storms: StormTable

    init(_ values: RuleValues = RuleValues()) {
        let span = values.span(ServerErrorStorm.declaration, "window_s")
        least = values.count(ServerErrorStorm.declaration, "min")
        ratio = values.number(ServerErrorStorm.declaration, "ratio")
        storms = StormTable(span: span, gathering: least)
        interest = Interest(responses: Array(500..<700), loads: LoadSpans(answers: span))
    }

    var deadline: Int64 { storms.deadline }
    var bounds: [(name: String, value: Int, reached: UInt64)] { [("failing_servers", storms.limit, storms.reached)] }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.observation.completesTransaction, !hops.isRelayed(scene.hop) else { return }
        let code = message.start.statusCode
        let server = scene.sighting.flow.source
        let key = reporter.servers.key(reporter.servers.key(server.address), code < 600 ? 5 : 6)
        let answers = reporter.servers.answers(of: server.address, at: scene.now)
        let failures = code < 600 ? answers.serverFailures : answers.globalFailures
        let share = Double(failures) / Double(max(1, answers.all))
        storms.note(StormEvent(scene, client: scene.sighting.flow.destination.address, kind: code), of: key)
        if storms.isOpen(key) {
            if share < ratio / 2, let storm = storms.end(key) { report(storm, &reporter) }
        } else if failures >= least, share > ratio {
            storms.begin(key, scene.hop, against: server, at: scene.now)
        }
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.due(at: now) { report(storm, &reporter) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.finish() { report(storm, &reporter) }
    }

    private func report(_ storm: Storm, _ reporter: inout Reporter) {
        reporter.report(storm, .warning) {
            "\(storm.count) failures in \(storm.seconds): \(storm.kindsInWords); clients \(storm.clientsInWords)"
        }
    }
}
