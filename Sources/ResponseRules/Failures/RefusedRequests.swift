internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Clients that send a request again to the server that refused it.
///
/// A refused request is remembered by its client, its server and its content. What a proxy passes on is no repeat of
/// its own: that is its client's.
struct RefusedRequests: Examiner {
    let declarations = [RefusedRequests.identical, RefusedRequests.forbidden, RefusedRequests.serverError]
    let interest = Interest(
        requests: Interest.everyRequest.filter { $0 != .cancel },
        responses: Array(400..<500) + [500, 503],
        symptoms: .awaited
    )
    /// The most refused requests that are remembered.
    static let limit = 4_096

    enum Place { static let (identical, forbidden, serverError) = (0, 1, 2) }

    var refused = RecentTable<RefusedRequest>(limit: RefusedRequests.limit)
    private let hash = KeyedHash()
    let identicalRun: (least: Int, window: Int64, automatic: Int64)
    let forbiddenRun: (least: Int, window: Int64)
    let shortestPause: Int64

    init(_ values: RuleValues = RuleValues()) {
        identicalRun = (
            values.count(RefusedRequests.identical, "min"), values.span(RefusedRequests.identical, "window_s"),
            values.span(RefusedRequests.identical, "auto_s")
        )
        forbiddenRun = (
            values.count(RefusedRequests.forbidden, "min"), values.span(RefusedRequests.forbidden, "window_s")
        )
        shortestPause = values.span(RefusedRequests.serverError, "min_s")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("refused_requests", RefusedRequests.limit, refused.evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        if message.start.isResponse {
            guard message.start.isFinal, !scene.symptoms.contains(.afterFinal) else { return }
            takeFinal(message, bytes, scene)
        } else if !refused.isEmpty {
            takeRequest(message, bytes, scene, hops, &reporter)
        }
    }

    func key(_ hop: Hop) -> UInt64 {
        let (client, server) = (hop.flow.source.address, hop.flow.destination.address)
        var key = hash.combine(hash.combine(client.high, client.low), hop.contentWithoutCredentials)
        key = hash.combine(hash.combine(key, server.high), server.low)
        return key
    }

    private mutating func takeFinal(_ message: borrowing SIPMessage, _ bytes: RawSpan, _ scene: borrowing Scene) {
        let (hop, now) = (scene.hop, scene.now)
        guard hop.hasRequest, !hop.method.isHopBound else { return }
        let (code, key) = (message.start.statusCode, key(hop))
        let known = refused[key]
        if let known, known.kind == .forbidden, known.pending == hop.id, code == 401 || code == 407 {
            var challenged = known
            (challenged.wasChallenged, challenged.pending) = (true, .none)
            return refused.set(key, challenged, at: now)
        }
        let retryAfter = message.headers.value(of: .retryAfter, bytes).flatMap { RetryAfter.read(bytes, $0) }
        // A 503 that says when to come back is another rule's.
        guard let kind = RefusalKind(code), !(code == 503 && retryAfter != nil),
            kind == .serverError || !hop.isProbe, !isHelped(hop, code)
        else {
            // Any other end of a repeat ends the run.
            if known?.pending == hop.id { refused.remove(key) }
            return
        }
        let retryAt = retryAfter.map { now + Int64($0.seconds) * 1_000_000_000 }
        let frame = scene.sighting.frame
        if var known, known.kind == kind, kind == .forbidden || known.content == hop.content {
            known.refuse(hop, code, at: now, retryAt: retryAt, frame)
            refused.set(key, known, at: now)
        } else {
            refused.set(key, RefusedRequest(hop, code, at: now, retryAt: retryAt, frame), at: now)
        }
    }

    /// Whether the client cannot but send what its content does not show as changed: an Identity is signed anew for
    /// each request, and these codes ask for that (RFC 8224 §6.2.2).
    private func isHelped(_ hop: Hop, _ code: UInt16) -> Bool {
        (code == 436 || code == 437 || code == 438) && hop.traits.contains(.identity)
    }
}
