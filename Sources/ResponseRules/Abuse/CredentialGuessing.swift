internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Credentials that are refused again and again: somebody tries passwords, or a phone has a wrong one.
struct CredentialGuessing: Examiner {
    private static let declaration = RuleDeclaration(
        "credential-guessing",
        .abuse,
        .warning,
        .operational,
        .server,
        tier: .next,
        title: "passwords are tried",
        sources: ["RFC 3261 §22", "RFC 3261 §26.1"],
        parameters: [
            .number("min", 10, in: 2...100_000, "how many requests with credentials have to be refused"),
            .number("window_s", 300, in: 1...86_400, "the span in which they are counted"),
            .number("sources", 5, in: 2...1000, "from how many addresses one user is tried where it is distributed"),
        ],
        explanation: """
            One source, or several for one user, sent many requests with credentials that were refused with 401, 403 \
            or 407. Where such a request succeeds afterwards a password may have been found, which is an error; otherwise \
            it is a warning.
            """,
        silence: """
            For a first request without credentials, for a nonce that went stale, for clients of which more than half \
            succeeds, as phones whose nonces ran out unsaid, for 403 to calls of a client most of \
            whose requests succeed, for copies, and for what a proxy passes on. One user at a slow and steady rate is \
            named as a wrong setting.
            """,
        advice: """
            Block the source and look whether one of the users that it tried was used since; change that user's \
            password. A phone with a wrong password is mended at the phone.
            """,
        example: ["A>P REGISTER with credentials 60 times", "P>A 401 each time", "P>A 200 at last"]
    )

    /// What was tried from a source, or of a user.
    private struct Tries: Sendable {
        /// How often each user was refused.
        var users: [UInt64: Int] = [:]
        var latest = Int64.min
        var shortest = Int64.max
        var longest: Int64 = 0
        var isBrokenIn = false

        mutating func add(_ user: UInt64, at now: Int64) {
            if users[user] != nil || users.count < 1_024 { users[user, default: 0] += 1 }
            if latest != .min {
                shortest = min(shortest, now - latest)
                longest = max(longest, now - latest)
            }
            latest = now
        }

        /// Whether a machine with one wrong password tries again and again, and not a person or a program that guesses:
        /// one user, and gaps of five seconds and more that differ by half at most.
        var isSteady: Bool {
            users.count == 1 && shortest >= 5_000_000_000 && shortest < .max && longest - shortest <= shortest / 2
        }
    }

    let declarations = [CredentialGuessing.declaration]
    let interest = Interest(
        responses: [401, 403, 407],
        symptoms: .watched,
        loads: LoadSpans(outcomes: 60_000_000_000)
    )
    /// How often a user has to be refused before a success: two refusals are lawful where a nonce ran out.
    private static let fewestOfUser = 3
    private let least: Int
    private let fewestSources: Int
    private let hash = KeyedHash()
    private var storms: StormTable
    private var tries: RecentTable<Tries> = RecentTable(limit: 4_096)
    /// The servers on which an eye is kept because of each storm.
    private var servers: [UInt64: IPAddress] = [:]

    init(_ values: RuleValues = RuleValues()) {
        least = values.count(CredentialGuessing.declaration, "min")
        fewestSources = values.count(CredentialGuessing.declaration, "sources")
        storms = StormTable(span: values.span(CredentialGuessing.declaration, "window_s"), gathering: least)
    }

    var deadline: Int64 { storms.deadline }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("guessing_sources", storms.limit, storms.reached), ("guessed_users", tries.limit, tries.evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard message.start.isResponse, scene.observation.completesTransaction, hop.upstream.isNone else { return }
        guard !hop.traits.isDisjoint(with: .credentials) else { return }
        let user = userKey(message, bytes)
        let client = scene.sighting.flow.destination.address
        switch message.start.statusCode {
        case 200..<300:
            takeSuccess(of: user, from: client, at: scene.now, &reporter)
        case 401, 407:
            guard !isStale(message, bytes) else { return }
            takeRefusal(scene, message.start.statusCode, user, &reporter)
        case 403:
            // What a client that knows its password is not allowed to call.
            if case .register = message.method {
            } else {
                let outcomes = reporter.servers.outcomes(of: reporter.servers.key(client), at: scene.now)
                guard outcomes.succeeded <= outcomes.forbidden else { return }
            }
            takeRefusal(scene, 403, user, &reporter)
        default: return
        }
    }

    /// Whose password it is: of the address-of-record that is registered, or of the caller.
    private func userKey(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> UInt64 {
        if case .register = message.method { return hash.hash(bytes, message.to.uri) }
        return hash.hash(bytes, message.from.uri)
    }

    private func isStale(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        var isStale = false
        for name in [HeaderName.wwwAuthenticate, .proxyAuthenticate] {
            message.headers.forEachValue(of: name, bytes) { value in
                if bytes.contains("stale=true", in: value) || bytes.contains("stale=\"true\"", in: value) {
                    isStale = true
                }
            }
        }
        return isStale
    }

    private mutating func takeRefusal(
        _ scene: borrowing Scene,
        _ code: UInt16,
        _ user: UInt64,
        _ reporter: inout Reporter
    ) {
        let (client, server) = (scene.sighting.flow.destination, scene.sighting.flow.source)
        let event = StormEvent(scene, client: client.address, kind: code)
        let (bySource, byUser) = (reporter.servers.key(client.address), reporter.servers.key(user, 1))
        if storms.isOpen(byUser) {
            storms.note(event, of: byUser)
            return
        }
        let span = storms.span
        tries.update(bySource, at: scene.now, or: Tries()) { tries in
            if tries.latest != .min, event.now - tries.latest > span { tries = Tries() }
            tries.add(user, at: event.now)
        }
        let count = storms.note(event, of: bySource)
        if storms.isOpen(bySource) { return }
        if count >= least {
            begin(bySource, scene.hop, against: client, server: server.address, at: scene.now, &reporter)
            return
        }
        let countOfUser = storms.note(event, of: byUser)
        guard countOfUser >= least, Set(storms.gathered(byUser).map(\.client)).count > 1 else { return }
        tries.set(byUser, Tries(users: [user: countOfUser], latest: scene.now), at: scene.now)
        begin(byUser, scene.hop, against: server, server: server.address, at: scene.now, &reporter)
    }

    private mutating func begin(
        _ key: UInt64,
        _ hop: Hop,
        against party: Endpoint,
        server: IPAddress,
        at now: Int64,
        _ reporter: inout Reporter
    ) {
        guard storms.begin(key, hop, against: party, at: now) else { return }
        // So that a success is seen.
        reporter.servers.watch(server)
        servers[key] = server
    }

    /// A success after many refusals, of a user that was tried: perhaps a password was found.
    private mutating func takeSuccess(
        of user: UInt64,
        from client: IPAddress,
        at now: Int64,
        _ reporter: inout Reporter
    ) {
        let bySource = reporter.servers.key(client)
        for key in [bySource, reporter.servers.key(user, 1)] {
            guard let storm = storms[key], let tried = tries[key], storm.clients[client] != nil else { continue }
            let outcomes = reporter.servers.outcomes(of: bySource, at: now)
            if outcomes.succeeded * 2 > outcomes.tried {
                // Who knows the password: its nonce ran out, and the server did not say so.
                storms.forget(key)
                close(key, &reporter)
                continue
            }
            guard !tried.isBrokenIn, tried.users[user, default: 0] >= CredentialGuessing.fewestOfUser else { continue }
            // A wrong setting that was mended.
            if key == bySource, tried.isSteady { continue }
            tries.update(key, at: now, or: tried) { $0.isBrokenIn = true }
            report(storm, .error, &reporter)
            storms.noteTold(key)
        }
    }

    private mutating func close(_ key: UInt64, _ reporter: inout Reporter) {
        if let server = servers.removeValue(forKey: key) { reporter.servers.unwatch(server) }
        tries.remove(key)
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        var over: [UInt64] = []
        let due = storms.due(at: now) { over.append($0.key) }
        for storm in due { report(storm, .warning, &reporter) }
        for key in over { close(key, &reporter) }
    }

    mutating func conclude(_ hops: borrowing HopTable, _ reporter: inout Reporter) {
        for storm in storms.finish() { report(storm, .warning, &reporter) }
    }

    private func report(_ storm: Storm, _ severity: Severity, _ reporter: inout Reporter) {
        let tried = tries[storm.key] ?? Tries()
        reporter.report(storm, severity, confidence: .likely) {
            let sources = storm.clients.count
            let users = tried.users.count
            let who =
                sources >= fewestSources
                ? "one user from \(sources) addresses, so it is distributed"
                : "\(users) user\(users == 1 ? "" : "s") from \(storm.clientsInWords)"
            var text = "\(storm.count) requests with credentials refused in \(storm.seconds): \(storm.kindsInWords); "
            text += who
            if tried.shortest < .max {
                text += "; gaps of \(Storm.seconds(tried.shortest)) to \(Storm.seconds(tried.longest))"
            }
            if tried.isSteady { text += ", slow and steady: probably a wrong setting, a misconfiguration" }
            if case .error = severity { text += "; then one succeeded: possible break-in" }
            return text
        }
    }
}
