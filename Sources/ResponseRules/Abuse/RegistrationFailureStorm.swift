internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// Registrations fail in number at one registrar, or far more phones than usual register anew.
struct RegistrationFailureStorm: Examiner {
    private static let declaration = RuleDeclaration(
        "registration-failure-storm",
        .abuse,
        .warning,
        .operational,
        .server,
        tier: .next,
        title: "registrations fail in number",
        sources: ["RFC 3261 §10.3", "RFC 6076 §4.2"],
        parameters: [
            .number("window_s", 300, in: 1...86_400, "the span in which attempts are counted"),
            .number("min", 20, in: 1...100_000, "how many failed attempts it takes"),
            .number("ratio", 0.2, in: 0...1, "the share of all attempts that they have to exceed"),
            .number("flood", 5, in: 2...1000, "how many times the usual number of first registrations is a flood"),
        ],
        explanation: """
            An attempt is a REGISTER with those that follow its challenges. Where many of them are refused, or not \
            answered, phones cannot be reached any more, as after a change of passwords or with a broken database. Far \
            more first registrations than usual mean that a network or a registrar was away.
            """,
        silence: """
            For challenges that are met, for 423, for copies, for sources that are known to scan, for timeouts where \
            the way back to the client is not seen, and for what a proxy passes on.
            """,
        advice: """
            Look at the registrar's log for the code that is named: 403 points to credentials or rights, 5xx and \
            silence to the registrar itself or its database.
            """,
        example: ["A>P REGISTER of 100 phones in 5 min", "P>A 403 to 40 of them"]
    )

    /// What the kinds of events stand for, beside the codes.
    private enum Kind {
        static let timeout: UInt16 = 0
        static let loop: UInt16 = 1
        static let initial: UInt16 = 2
    }

    /// How many first registrations there were in each of the spans since a registrar was first seen.
    private struct Norm: Sendable {
        var begin: Int64
        var current = 0
        var spans = 0
        var sum = 0
    }

    /// How many spans it takes to know what is usual.
    private static let fewestSpans = 3

    let declarations = [RegistrationFailureStorm.declaration]
    let interest = Interest(requests: [.register], responses: Interest.everyFailure, endings: true)
    private let least: Int
    private let ratio: Double
    private let flood: Double
    private var attempts: SlidingCounts
    private var storms: StormTable
    private var floods: StormTable
    private var norms: RecentTable<Norm> = RecentTable(limit: 1_024)

    init(_ values: RuleValues = RuleValues()) {
        let declaration = RegistrationFailureStorm.declaration
        let span = values.span(declaration, "window_s")
        least = values.count(declaration, "min")
        ratio = values.number(declaration, "ratio")
        flood = values.number(declaration, "flood")
        attempts = SlidingCounts(span: span)
        storms = StormTable(span: span, gathering: least)
        floods = StormTable(span: span, gathering: least)
    }

    var deadline: Int64 { min(storms.deadline, floods.deadline) }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("registration_attempts", attempts.eventLimit, attempts.forgotten),
            ("failing_registrars", storms.limit, storms.reached &+ floods.reached &+ norms.evictions),
        ]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard case .register = message.method else { return }
        guard message.start.isResponse else {
            if scene.observation.bringsRequest { takeAttempt(scene, hops, &reporter) }
            return
        }
        guard scene.observation.completesTransaction, scene.hop.hasRequest, !hops.isRelayed(scene.hop) else { return }
        let flow = scene.sighting.flow
        let code = message.start.statusCode
        let tries = RegistrationFailureStorm.challenges(of: scene.hop, hops)
        let kind: UInt16
        switch code {
        // Challenge after challenge is a failure, once: see the rule about it.
        case 401, 407:
            guard tries == 3 else { return }
            kind = Kind.loop
        case 402, 423: return
        default:
            guard tries < 3 else { return }
            kind = code
        }
        let event = StormEvent(scene, client: flow.destination.address, kind: kind)
        takeFailure(event, scene.hop, flow.source, at: scene.now, &reporter)
    }

    mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        let hop = end.hop
        guard case .register = hop.method else { return }
        guard end.transaction.isOver, hop.hasRequest, hop.finalCode == 0, hop.branchCount == 0, end.seesClient else {
            return
        }
        let event = StormEvent(end, client: hop.flow.source.address, kind: Kind.timeout)
        takeFailure(event, hop, hop.flow.destination, at: end.now, &reporter)
    }

    /// How many challenges there were in the chain that ends with `hop`, that of `hop` included; up to four.
    private static func challenges(of hop: Hop, _ hops: borrowing HopTable) -> Int {
        var count = hop.finalCode == 401 || hop.finalCode == 407 ? 1 : 0
        var latest = hop
        while count < 4, let earlier = hops.challenge(before: latest) {
            count += 1
            latest = earlier
        }
        return count
    }

    private mutating func takeFailure(
        _ event: StormEvent,
        _ hop: Hop,
        _ registrar: Endpoint,
        at now: Int64,
        _ reporter: inout Reporter
    ) {
        guard !reporter.servers.isScanner(event.client, at: now) else { return }
        let key = reporter.servers.key(registrar.address)
        attempts.note(1, of: key, at: now)
        storms.note(event, of: key)
        let sums = attempts.sums(of: key, at: now)
        let (all, failed) = (Int(sums[0]), Int(sums[1]))
        let share = Double(failed) / Double(max(1, all))
        if storms.isOpen(key) {
            if share < ratio / 2, let storm = storms.end(key) { report(storm, &reporter) }
        } else if failed >= least, share > ratio {
            storms.begin(key, hop, against: registrar, at: now)
        }
    }

    /// Counts an attempt, unless it goes on with one that was challenged.
    private mutating func takeAttempt(
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard !hops.goesOn(hop) else { return }
        let server = hop.flow.destination
        let key = reporter.servers.key(server.address)
        attempts.note(0, of: key, at: scene.now)
        guard scene.observation.hasNewCallID else { return }
        attempts.note(2, of: key, at: scene.now)
        let usual = noteInitial(key, at: scene.now)
        let count = Int(attempts.sums(of: key, at: scene.now)[2])
        guard count >= least, let usual else { return }
        let event = StormEvent(scene, client: hop.flow.source.address, kind: Kind.initial)
        if floods.isOpen(key) {
            floods.note(event, of: key)
        } else if Double(count) >= flood * max(1, usual) {
            floods.note(event, of: key)
            floods.begin(key, hop, against: server, at: scene.now)
        }
    }

    /// Counts a first registration; the result is how many are usual in a span, once that is known.
    private mutating func noteInitial(_ key: UInt64, at now: Int64) -> Double? {
        let span = attempts.span
        return norms.update(key, at: now, or: Norm(begin: now)) { norm in
            let passed = Int((now - norm.begin) / span)
            if passed > 0 {
                norm.spans += passed
                norm.sum += norm.current
                norm.current = 0
                norm.begin += Int64(passed) * span
            }
            norm.current += 1
            guard norm.spans >= RegistrationFailureStorm.fewestSpans else { return nil }
            return Double(norm.sum) / Double(norm.spans)
        }
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.due(at: now) { report(storm, &reporter) }
        for flood in floods.due(at: now) { reportFlood(flood, &reporter) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.finish() { report(storm, &reporter) }
        for flood in floods.finish() { reportFlood(flood, &reporter) }
    }

    private mutating func report(_ storm: Storm, _ reporter: inout Reporter) {
        // Who was found to scan meanwhile is left out.
        let scanned = storm.clients.reduce(0) { sum, client in
            sum + (reporter.servers.isScanner(client.key, at: storm.latest) ? client.value : 0)
        }
        guard storm.count - scanned >= least else {
            storms.forget(storm.key)
            return
        }
        let timeouts = storm.kinds[Kind.timeout] ?? 0
        let isLossy = reporter.lossyUntil > storm.onset && timeouts > storm.count / 2
        reporter.report(storm, isLossy ? .notice : .warning, evidence: isLossy ? .lossy : .whole) {
            let codes = storm.kinds.filter { $0.key >= 400 }.sorted { $0.key < $1.key }
            var words = codes.map { "\($0.key) × \($0.value)" }
            if timeouts > 0 { words.append("no answer × \(timeouts)") }
            if let loops = storm.kinds[Kind.loop] { words.append("challenged again and again × \(loops)") }
            return "\(storm.count) attempts failed in \(storm.seconds): \(words.joined(separator: ", "))"
                + "; clients \(storm.clientsInWords)"
        }
    }

    private func reportFlood(_ flood: Storm, _ reporter: inout Reporter) {
        let usual = norms[flood.key].map { $0.spans > 0 ? $0.sum / $0.spans : 0 } ?? 0
        reporter.report(flood, .warning) {
            "a flood of first registrations, where about \(usual) are usual in a window; clients "
                + flood.clientsInWords
        }
    }
}
