internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A source that looks for users, hosts or ways out.
///
/// What it tries is looked at when it is refused, which nearly all of it is; whether it scans is decided half a window
/// later, when it is known how much of it succeeded.
struct ScannerActivity: Examiner {
    private static let declaration = RuleDeclaration(
        "scanner-activity",
        .abuse,
        .warning,
        .operational,
        .server,
        tier: .next,
        title: "a source scans",
        sources: ["RFC 3261 §26"],
        parameters: [
            .number("window_s", 60, in: 2...3600, "the span in which it is counted"),
            .number("users", 20, in: 2...256, "how many different users have to be tried"),
            .number("hosts", 10, in: 2...256, "how many different hosts have to be asked with OPTIONS or REGISTER"),
            .number("prefixes", 5, in: 2...32, "behind how many prefixes one number has to be called"),
            .number("ok", 0.2, in: 0...1, "the share of successes above which a source does not scan"),
            .list("trusted_networks", "networks of trunks and proxies, which carry many users"),
        ],
        explanation: """
            A source tried many users and was refused or not answered, asked many hosts, called one number behind many \
            prefixes, tried users in the order of numbers, or names itself as a program that scans. That is how \
            toll fraud begins.
            """,
        silence: """
            For a source of which more than a fifth succeeds, unless its program does nothing else than scan; for many \
            users of a network that is trusted; and for a challenge that is met with credentials.
            """,
        advice: "Block the source at the edge, and look whether anything of what it tried succeeded.",
        example: ["A>P REGISTER of 200 users in 30 s", "P>A 401 or 404 to each"]
    )

    private static let inside = AddressList([
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10",
        "::1",
    ])

    let declarations = [ScannerActivity.declaration]
    let interest: Interest
    private let span: Int64
    private let (users, hosts, prefixes): (Int, Int, Int)
    private let ok: Double
    private let trusted: AddressList
    private let hash = KeyedHash()
    private var storms: StormTable
    private var sources: RecentTable<ScanningSource> = RecentTable(limit: 4_096)

    init(_ values: RuleValues = RuleValues()) {
        let declaration = ScannerActivity.declaration
        span = values.span(declaration, "window_s")
        users = values.count(declaration, "users")
        hosts = values.count(declaration, "hosts")
        prefixes = values.count(declaration, "prefixes")
        ok = values.number(declaration, "ok")
        trusted = AddressList(values.list(declaration, "trusted_networks"))
        storms = StormTable(span: span, hold: span / 2)
        interest = Interest(
            requests: [.options, .register],
            responses: Array(300..<700),
            symptoms: .telltale,
            endings: true,
            loads: LoadSpans(outcomes: span)
        )
    }

    var deadline: Int64 { storms.deadline }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("scanning_sources", sources.limit, sources.evictions &+ storms.reached)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.hop.hasRequest, scene.hop.upstream.isNone, scene.hop.toTag == 0 else { return }
        if message.start.isResponse {
            guard scene.observation.completesTransaction else { return }
            let event = StormEvent(scene, client: scene.hop.flow.source.address, kind: message.start.statusCode)
            takeFailure(event, scene.hop, bytes.copy(of: userName(message, bytes)), scene.now, &reporter)
        } else if scene.observation.bringsRequest {
            takeRequest(message, bytes, scene, &reporter)
        }
    }

    mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        let hop = end.hop
        guard end.transaction.isOver, end.seesClient, hop.hasRequest, !hop.hasResponse else { return }
        guard hop.upstream.isNone, hop.toTag == 0 else { return }
        let event = StormEvent(end, client: hop.flow.source.address, kind: 0)
        var name: [UInt8] = []
        if case .invite = hop.method {
            // INVITE sip:+441234567@example.com SIP/2.0
            let uri = reporter.startLine(of: hop).utf8.drop { $0 != 0x3A }.dropFirst()
            name = Array(uri.prefix { $0 != 0x40 && $0 != 0x20 })
        }
        takeFailure(event, hop, name, end.now, &reporter)
    }

    /// The user of the To, which is the user that is registered or called.
    private func userName(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> ByteRange {
        URIUser.read(bytes, message.to.uri)
    }

    /// A request that failed, or got no answer.
    private mutating func takeFailure(
        _ event: StormEvent,
        _ hop: Hop,
        _ name: [UInt8],
        _ now: Int64,
        _ reporter: inout Reporter
    ) {
        let key = reporter.servers.key(event.client)
        let network = reporter.servers.networkKey(event.client)
        let uri = hop.traits.contains(.uriUser) ? hop.requestURI : 0
        let user = hash.combine(uri, UInt64(hop.toURI))
        let (span, users, hosts, prefixes) = (span, users, hosts, prefixes)
        let isTrusted = trusted.contains(hop.flow.source)
        var found = sources.update(key, at: now, or: ScanningSource(users: users, hosts: hosts)) { source in
            var found: ScanningSigns = []
            source.noteSeen(user)
            if source.users.note(user, at: now, within: span) >= users, !isTrusted { found.insert(.users) }
            if source.noteOrder(name, at: now, within: span) >= max(2, users / 2) { found.insert(.order) }
            if case .invite = hop.method, source.noteCall(name, at: now, within: span) >= prefixes {
                found.insert(.prefixes)
            }
            return found
        }
        storms.note(event, of: key)
        if !found.isEmpty, !storms.isOpen(network) { begin(key, found, hop, now) }
        found = sources.update(network, at: now, or: ScanningSource(users: users, hosts: hosts)) { source in
            source.noteSeen(user)
            return source.users.note(user, at: now, within: span) >= users && !isTrusted ? .users : []
        }
        storms.note(event, of: network)
        guard !found.isEmpty, !storms.isOpen(key) else { return }
        let isSpread = Set(storms.gathered(network).map(\.client)).count > 1
        if isSpread { begin(network, found, hop, now) }
    }

    private mutating func takeRequest(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter
    ) {
        let flow = scene.sighting.flow
        let key = reporter.servers.key(flow.source.address)
        var (found, name): (ScanningSigns, String) = ([], "")
        if scene.symptoms.contains(.telltale), let tool = ScanningTools.name(message, bytes) {
            name = tool.name
            if tool.isForScanning {
                found.insert(.tool)
            } else if name != "sipsak" || !isInside(flow.source) {
                found.insert(.doubtfulTool)
            }
        }
        let isAsking: Bool
        switch message.method {
        case .options:
            isAsking = true
            let (from, to) = (URIUser.read(bytes, message.from.uri), URIUser.read(bytes, message.to.uri))
            if bytes.equals("100", in: from), bytes.equals("100", in: to) { found.insert(.order) }
        case .register: isAsking = true
        default: isAsking = false
        }
        let (host, now) = (reporter.servers.key(flow.destination.address), scene.now)
        let (span, hosts) = (span, hosts)
        let asksMany = sources.update(key, at: now, or: ScanningSource(users: users, hosts: hosts)) { source in
            if !name.isEmpty { source.tool = name }
            return isAsking && source.hosts.note(host, at: now, within: span) >= hosts
        }
        if asksMany { found.insert(.hosts) }
        storms.note(StormEvent(scene, client: flow.source.address, kind: 1, isAside: true), of: key)
        if !found.isEmpty { begin(key, found, scene.hop, now) }
    }

    private func isInside(_ source: Endpoint) -> Bool {
        ScannerActivity.inside.contains(source) || trusted.contains(source)
    }

    private mutating func begin(_ key: UInt64, _ signs: ScanningSigns, _ hop: Hop, _ now: Int64) {
        sources.update(key, at: now, or: ScanningSource(users: users, hosts: hosts)) { $0.signs.formUnion(signs) }
        if !storms.isOpen(key) { storms.begin(key, hop, against: hop.flow.source, at: now) }
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        var over: [UInt64] = []
        let due = storms.due(at: now) { over.append($0.key) }
        for storm in due { decide(storm, now, &reporter) }
        for key in over { sources.remove(key) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.finish() { decide(storm, storm.latest, &reporter) }
    }

    /// Reports a source, unless too much of what it does succeeds.
    private mutating func decide(_ storm: Storm, _ now: Int64, _ reporter: inout Reporter) {
        guard let source = sources[storm.key] else { return }
        let outcomes = reporter.servers.outcomes(of: storm.key, at: now)
        var signs = source.signs
        let tried = max(1, outcomes.tried)
        if Double(outcomes.succeeded) / Double(tried) > ok { signs.formIntersection(.tool) }
        if outcomes.refused * 2 <= tried { signs.subtract([.users]) }
        guard !signs.isEmpty else {
            storms.forget(storm.key)
            sources.remove(storm.key)
            return
        }
        let client = storm.hop.flow.source.address
        let isNetwork = storm.key != reporter.servers.key(client)
        if !isNetwork { reporter.servers.noteScanner(client, at: now, until: now + 10 * span) }
        reporter.report(storm, .warning, confidence: isNetwork || signs != .tool ? .likely : .certain) {
            let who = isNetwork ? "the network of \(client.network)" : "\(client)"
            return "\(who) \(words(signs, source)); \(words(outcomes))"
        }
    }

    private func words(_ signs: ScanningSigns, _ source: ScanningSource) -> String {
        var parts: [String] = []
        if !signs.isDisjoint(with: [.tool, .doubtfulTool]) { parts.append("says it is \(source.tool)") }
        if signs.contains(.users) { parts.append("tried \(source.seen.count) users") }
        if signs.contains(.hosts) { parts.append("asked \(hosts) hosts and more") }
        if signs.contains(.prefixes) { parts.append("called one number behind \(prefixes) prefixes and more") }
        if signs.contains(.order) { parts.append("tries users as a program does, by number") }
        return parts.joined(separator: ", ")
    }

    private func words(_ outcomes: OutcomeCounts) -> String {
        "of \(outcomes.tried) requests \(outcomes.succeeded) succeeded, \(outcomes.challenged) were challenged, "
            + "\(outcomes.forbidden) forbidden, \(outcomes.unknown) for nobody known, "
            + "\(outcomes.incomplete) incomplete and \(outcomes.unanswered) not answered"
    }
}
