internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A client that is challenged again and again.
///
/// A chain is what one client sends with one Call-ID, From tag and method; challenges count for each realm by itself,
/// and any other final response ends it. What a proxy passes on is its client's.
struct AuthLoop: Examiner {
    let declarations = [AuthLoop.declaration]
    let interest = Interest(
        requests: Interest.everyRequest.filter { $0 != .cancel },
        responses: [401, 407],
        symptoms: .awaited
    )
    /// The most chains that are remembered.
    static let limit = 2_048

    private var chains = RecentTable<AuthChain>(limit: AuthLoop.limit)
    private let hash = KeyedHash()
    private let least: Int
    private let window: Int64

    init(_ values: RuleValues = RuleValues()) {
        least = values.count(AuthLoop.declaration, "min")
        window = values.span(AuthLoop.declaration, "window_s")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("challenged_requests", AuthLoop.limit, chains.evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        if !message.start.isResponse {
            if !chains.isEmpty { takeRequest(message, bytes, scene, &reporter) }
            return
        }
        let hop = scene.hop
        guard message.start.isFinal, hop.hasRequest, !hop.method.isHopBound, hop.upstream.isNone,
            !scene.symptoms.contains(.afterFinal)
        else { return }
        if message.start.statusCode == 401 || message.start.statusCode == 407 {
            takeChallenge(message, bytes, scene, &reporter)
        } else if let chain = chains[key(hop)], chain.pending == hop.id {
            chains.remove(key(hop))
        }
    }

    private func key(_ hop: Hop) -> UInt64 {
        let client = hop.flow.source.address
        let key = hash.combine(hash.combine(client.high, client.low), hop.callKey)
        return hash.combine(key, UInt64(hop.fromTag) &<< 8 | UInt64(hop.method?.rawValue ?? .max))
    }

    private mutating func takeRequest(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter
    ) {
        let key = key(scene.hop)
        guard var chain = chains[key] else { return }
        chain.readAnswers(message, bytes, hash)
        chain.pending = scene.hop.id
        chains.set(key, chain, at: scene.now)
        reporter.awaitAnswers(to: scene.hop)
    }

    private mutating func takeChallenge(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter
    ) {
        let (hop, code) = (scene.hop, message.start.statusCode)
        let key = key(hop)
        var chain = chains[key] ?? AuthChain()
        let (now, frame, start) = (scene.now, scene.sighting.frame, scene.now - window)
        let (hash, least) = (hash, least)
        var looped: UInt32 = 0
        for name in [HeaderName.wwwAuthenticate, .proxyAuthenticate] {
            message.headers.forEachValue(of: name, bytes) { value in
                let challenge = AuthTry(bytes, value, code, at: now, frame, hash)
                chain.note(challenge, of: hop)
                if chain.count(for: challenge.realm, since: start) >= least { looped = challenge.realm }
            }
        }
        chain.pending = .none
        chains.set(key, chain, at: now)
        guard looped != 0 else { return }
        let tries = chain.tries(for: looped, since: start)
        reporter.report(
            0,
            .warning,
            message,
            bytes,
            scene,
            against: hop.flow.source,
            counting: .call,
            related: tries.dropLast().map(\.frame)
        ) { AuthLoop.text(of: tries, chain.userText) }
    }
}
