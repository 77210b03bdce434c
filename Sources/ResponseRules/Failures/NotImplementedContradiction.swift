internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 501 for a method that its sender knows, or that it need not know.
///
/// 501 says that a server does not recognise the method; for one that it knows and does not allow there is 405, and a
/// proxy sends on whatever it does not know.
struct NotImplementedContradiction: Examiner {
    private static let rule = RuleDeclaration(
        "not-implemented-contradiction",
        .failures,
        .warning,
        .operational,
        .server,
        tier: .next,
        title: "501 for a method that the server knows",
        sources: ["RFC 3261 §21.5.2", "RFC 3261 §21.4.6", "RFC 3261 §8.2.1", "RFC 3261 §16.6"],
        parameters: [
            .number("memory_h", 24, in: 1...168, "hours for which it is remembered what a server accepted")
        ],
        explanation: """
            501 says that a server does not recognise the method of the request. This one had accepted it or listed it \
            in an Allow, or it is one of the methods that every element knows, or a proxy that need not know it.
            """,
        silence: """
            For a method that the server was never seen to know. Servers behind one address may differ, so the Server \
            value has to be the same, and where there is none the Request-URI; a 501 that came up from a hop below is \
            judged there.
            """,
        advice: "Let the server answer 405 with its Allow where it knows the method and does not allow it.",
        example: ["A>P MESSAGE", "P>A 200", "A>P MESSAGE", "P>A 501"]
    )
    let declarations = [rule]
    let interest = Interest(responses: Array(200..<300) + [405, 501])
    private let memory: Int64
    private let hash = KeyedHash()

    /// What servers know, by what names them.
    private var servers = RecentMemory<UInt64, KnownMethods>(limit: 4_096)
    /// The servers of which it was told, and when.
    private var told = HostMemory<Int64>(limit: 4_096)

    init(_ values: RuleValues = RuleValues()) {
        memory = values.span(NotImplementedContradiction.rule, "memory_h")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("servers_with_methods", servers.limit, servers.evictions),
            ("servers_told_of", told.limit, told.evictions),
        ]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard message.start.isResponse else { return }
        if message.start.statusCode == 501 {
            judge(message, bytes, scene, hops, &reporter)
        } else if scene.hop.branchCount == 0, scene.hop.hasRequest {
            let isKnownToAll = NotImplementedContradiction.isKnownToAll(message.method)
            let isAccepted = message.start.statusCode < 300 && !isKnownToAll
            if isAccepted || message.headers.has(.allow) { learn(message, bytes, scene, isAccepted: isAccepted) }
        }
    }

    /// Whether every element knows the method: those of RFC 3261.
    private static func isKnownToAll(_ method: Method?) -> Bool {
        switch method {
        case .invite, .ack, .bye, .cancel, .options, .register: true
        default: false
        }
    }
}

extension NotImplementedContradiction {
    /// What names the server of a response: its address and its Server value, or without one the Request-URI, so that
    /// what a proxy brings from different servers is not taken for one.
    private func key(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ scene: borrowing Scene) -> UInt64 {
        let address = scene.sighting.flow.source.address
        let state = hash.combine(hash.hash(address.high), address.low)
        let target = scene.hop.requestURI
        let name = message.headers.value(of: .server, bytes) ?? message.headers.value(of: .userAgent, bytes)
        return name.map { hash.hash(bytes, $0, from: state) } ?? hash.combine(state, target)
    }

    /// Notes what a 2xx or a 405 says that its server knows.
    private mutating func learn(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        isAccepted: Bool
    ) {
        let (key, now) = (key(message, bytes, scene), scene.now)
        let sign = KnownMethods.Sign(now: now, frame: scene.sighting.frame)
        if isAccepted {
            let (method, name) = (message.method, hash.hash(bytes, message.methodText))
            servers.update(key, at: now, from: KnownMethods()) { $0.accept(method, name: name, sign) }
        }
        guard let allow = message.headers.value(of: .allow, bytes) else { return }
        let value = hash.hash(bytes, allow)
        // The same list again says no more, but for keeping what it said from being forgotten.
        if servers[key]?.hasRead(value, after: now &- memory / 8) ?? false { return }
        servers.update(key, at: now, from: KnownMethods()) { $0.list(bytes, allow, hash: value, sign) }
    }

    private mutating func judge(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (hop, now) = (scene.hop, scene.now)
        let method = bytes.text(of: message.methodText)
        var (came, frames) = (false, [FrameReference]())
        hops.forEachBranch(of: hop) { branch in
            if branch.finalCode == 501 { came = true }
            if frames.count < 4 { frames.append(branch.frame) }
        }
        guard !came else { return }
        var reason: String?
        if !frames.isEmpty {
            reason = "501 to \(method) by a proxy that had sent the request on and got no 501 for it"
        } else if NotImplementedContradiction.isKnownToAll(message.method) {
            reason = "501 to \(method), which every element knows"
        } else if let known = servers[key(message, bytes, scene)] {
            let sign = known.sign(of: message.method, name: hash.hash(bytes, message.methodText))
            if sign.now != .min, now &- sign.now <= memory {
                reason = "501 to \(method), which the server had accepted or listed in an Allow"
                frames = [sign.frame]
            }
        }
        guard let reason else { return }
        let host = scene.sighting.flow.source.address
        if let before = told[host], now &- before <= memory { return }
        told.update(host, at: now, from: now) { $0 = now }
        reporter.report(0, .warning, message, bytes, scene, counting: .each(calls: 1), related: frames) { reason }
    }
}
