internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A client that does not go where a 3xx sends it.
///
/// That it sent the same request to the old URI again is seen at once. That it sent nothing is said when the time is
/// over, and only where the capture shows that it would have been seen. What a proxy passes on is its client's.
struct RedirectFollowing: Examiner {
    let declarations = [RedirectFollowing.declaration]
    let interest = Interest(
        requests: Interest.everyRequest.filter { $0 != .cancel },
        responses: [300, 301, 302, 305]
    )
    /// The most redirections that wait to be followed.
    static let limit = 1_024
    /// For how long a host counts as one that is seen: 10 min, in nanoseconds (guard ONESIDE).
    private static let sightSpan: Int64 = 600_000_000_000

    private var redirects = RecentTable<Redirect>(limit: RedirectFollowing.limit)
    /// The keys of redirects by client and content, for a client that begins a new call.
    private var contents = RecentTable<UInt64>(limit: RedirectFollowing.limit)
    private var timers = Deadlines<UInt64>(limit: RedirectFollowing.limit)
    private var seen = SeenTargets()
    private let hash = KeyedHash()
    private let wait: Int64
    private let choiceWait: Int64

    init(_ values: RuleValues = RuleValues()) {
        wait = values.span(RedirectFollowing.declaration, "wait_s")
        choiceWait = values.span(RedirectFollowing.declaration, "choice_wait_s")
    }

    var deadline: Int64 { timers.next }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("redirections_to_follow", RedirectFollowing.limit, redirects.evictions &+ timers.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.hasRequest, hop.toTag == 0 else { return }
        let client = hash.combine(hop.flow.source.address.high, hop.flow.source.address.low)
        if message.start.isResponse {
            guard hop.upstream.isNone, !scene.symptoms.contains(.afterFinal) else { return }
            takeRedirect(message, bytes, scene, client)
            return
        }
        guard hop.method == .invite || !redirects.isEmpty else { return }
        let target = TargetURI(bytes, message.start.requestURI, hash)
        if hop.method == .invite {
            seen.note(
                target: hash.combine(client, target.whole),
                host: hash.combine(client, target.host),
                call: hop.callKey,
                at: scene.now
            )
        }
        if !redirects.isEmpty, hop.upstream.isNone { takeRequest(message, bytes, scene, client, target, &reporter) }
    }

    private func key(_ hop: Hop, _ client: UInt64) -> UInt64 {
        hash.combine(hash.combine(client, hop.callKey), UInt64(hop.method?.rawValue ?? .max))
    }

    private func contentKey(_ hop: Hop, _ client: UInt64) -> UInt64 {
        hash.combine(client, hop.contentWithoutCredentials)
    }

    private mutating func takeRedirect(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ client: UInt64
    ) {
        let (hop, code, now) = (scene.hop, message.start.statusCode, scene.now)
        var redirect = Redirect(hop, code, at: now, scene.sighting.frame, client)
        let hash = hash
        message.headers.forEachContact(bytes) { contact in
            let target = TargetURI(bytes, contact.uri, hash)
            redirect.note(
                target: target.isReachable ? hash.combine(client, target.whole) : 0,
                host: hash.combine(client, target.host),
                bytes.shortText(of: contact.uri)
            )
        }
        guard redirect.isReachable else { return }
        let key = key(hop, client)
        redirect.until = now + (code == 300 ? choiceWait : wait)
        redirects.set(key, redirect, at: now)
        contents.set(contentKey(hop, client), key, at: now)
        timers.wait(key, until: redirect.until + 1)
    }

    private mutating func takeRequest(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ client: UInt64,
        _ target: TargetURI,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        var key = key(hop, client)
        if redirects[key] == nil {
            guard let other = contents[contentKey(hop, client)] else { return }
            key = other
        }
        guard let redirect = redirects[key], scene.now <= redirect.until else { return }
        let isNext = redirect.targets.contains(hash.combine(client, target.whole))
        // A 305 names the proxy that the request is to be sent over: its Request-URI stays (RFC 3261 §21.3.4).
        let isOverProxy =
            redirect.code == 305
            && (hop.flow.destination.address != redirect.hop.flow.destination.address || message.headers.has(.route))
        if isNext || isOverProxy { return forget(key, redirect) }
        guard hop.requestURI == redirect.hop.requestURI else { return }
        forget(key, redirect)
        guard !redirect.targets.contains(where: { seen.mayHaveCalled($0, since: redirect.time) }) else { return }
        let gap = scene.now - redirect.time
        reporter.report(0, .notice, message, bytes, scene, counting: .call, related: redirect.frames) {
            "sent to the old URI again \(gap.spanText) after a \(redirect.code) with Contact \(redirect.text)"
        }
    }

    private mutating func forget(_ key: UInt64, _ redirect: Redirect) {
        redirects.remove(key)
        contents.remove(contentKey(redirect.hop, redirect.client))
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let key = timers.due(at: now) {
            guard let redirect = redirects[key], redirect.until < now else { continue }
            forget(key, redirect)
            judge(redirect, at: now, &reporter)
        }
    }

    private func judge(_ redirect: Redirect, at now: Int64, _ reporter: inout Reporter) {
        let hop = redirect.hop
        guard hop.method == .invite,
            !redirect.targets.contains(where: { seen.mayHaveCalled($0, since: redirect.time) }),
            redirect.hosts.contains(where: {
                seen.hasCalled($0, butFor: hop.callKey, since: now - RedirectFollowing.sightSpan)
            })
        else { return }
        let waited = redirect.until - redirect.time
        reporter.report(
            0,
            .notice,
            confidence: .likely,
            of: hop,
            against: hop.flow.source,
            counting: .call,
            evidence: reporter.isLossy(at: now) ? .lossy : .whole,
            related: redirect.frames
        ) { "nothing sent within \(waited.spanText) of a \(redirect.code) with Contact \(redirect.text)" }
    }
}
