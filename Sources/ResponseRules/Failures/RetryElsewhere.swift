internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A caller that tries another way after a 6xx, which speaks for every place where the callee might be.
///
/// Only what has the same Call-ID is the same call. A proxy that goes on with a branch of its own after a 6xx is
/// another rule's.
struct RetryElsewhere: Examiner {
    static let declaration = RuleDeclaration(
        "retry-elsewhere-after-global-failure",
        .failures,
        .warning,
        .operational,
        .call,
        tier: .core,
        title: "Caller tries on after a 6xx",
        sources: ["RFC 3261 §21.6", "RFC 3261 §8.1.3.4", "RFC 3261 §16.7"],
        parameters: [
            .number("window_s", 30, in: 1...3_600, "how soon after the 6xx the next try has to come"),
            .number("auto_s", 3, in: 0...300, "how soon a try has to come for no person to have made it"),
        ],
        explanation: """
            A 6xx says that no place where the callee might be will take the call, so it should not be tried at \
            another URI or server. This caller did: the callee who declined is rung again, and routes are loaded for \
            nothing.
            """,
        silence: """
            For a new Call-ID, when a Retry-After has run out, when the offer has changed after a 606, and for \
            branches that a proxy adds by itself. A notice where the try comes as late as a person's.
            """,
        advice: "Take the 6xx class out of the failures after which the gateway or PBX goes on to its next route.",
        example: ["A>P1 INVITE", "P1>A 603", "A>P2 INVITE with the same Call-ID [200 ms]"]
    )
    let declarations = [RetryElsewhere.declaration]
    let interest = Interest(requests: [.invite], responses: Array(600..<700))
    /// The most refused calls that are remembered.
    static let limit = 1_024

    private struct Refusal: Sendable {
        let code: UInt16
        let time: Int64
        let retryAt: Int64?
        let requestURI: UInt64
        let server: IPAddress
        let caller: UInt32
        let callee: UInt32
        let body: UInt64
        let frames: [FrameReference]
    }

    private var refusals = RecentTable<Refusal>(limit: RetryElsewhere.limit)
    private let hash = KeyedHash()
    private let window: Int64
    private let automatic: Int64

    init(_ values: RuleValues = RuleValues()) {
        window = values.span(RetryElsewhere.declaration, "window_s")
        automatic = values.span(RetryElsewhere.declaration, "auto_s")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("globally_refused_calls", RetryElsewhere.limit, refusals.evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let isResponse = message.start.isResponse
        guard isResponse || !refusals.isEmpty else { return }
        let (hop, now) = (scene.hop, scene.now)
        guard hop.method == .invite, hop.hasRequest, hop.toTag == 0, hop.upstream.isNone else { return }
        let client = hop.flow.source.address
        let key = hash.combine(hash.combine(client.high, client.low), hop.callKey)
        let caller = hash.short(bytes, URIUser.read(bytes, message.from.uri))
        let callee = hash.short(bytes, URIUser.read(bytes, message.to.uri))
        guard isResponse else {
            if let refusal = refusals[key], refusal.caller == caller, refusal.callee == callee {
                judge(refusal, message, bytes, scene, &reporter)
            }
            return
        }
        guard !scene.symptoms.contains(.afterFinal) else { return }
        let retryAfter = message.headers.value(of: .retryAfter, bytes).flatMap { RetryAfter.read(bytes, $0) }
        let refusal = Refusal(
            code: message.start.statusCode,
            time: now,
            retryAt: retryAfter.map { now + Int64($0.seconds) * 1_000_000_000 },
            requestURI: hop.requestURI,
            server: hop.flow.destination.address,
            caller: caller,
            callee: callee,
            body: hop.body,
            frames: [hop.frame, scene.sighting.frame]
        )
        refusals.set(key, refusal, at: scene.now)
    }

    private func judge(
        _ refusal: Refusal,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ reporter: inout Reporter
    ) {
        let (hop, gap) = (scene.hop, scene.now - refusal.time)
        let (isOtherURI, isOtherServer) = (
            hop.requestURI != refusal.requestURI, hop.flow.destination.address != refusal.server
        )
        guard isOtherURI || isOtherServer, gap <= window, scene.now < refusal.retryAt ?? .max,
            refusal.code != 606 || hop.body == refusal.body
        else { return }
        reporter.report(
            0,
            gap < automatic ? .warning : .notice,
            message,
            bytes,
            scene,
            counting: .call,
            related: refusal.frames
        ) {
            let place = isOtherServer ? isOtherURI ? "another URI and server" : "another server" : "another URI"
            return "tried at \(place) \(gap.spanText) after a \(refusal.code)"
        }
    }
}
