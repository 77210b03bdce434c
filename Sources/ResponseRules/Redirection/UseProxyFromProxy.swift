internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 305 that a proxy made, which only the callee itself may send.
struct UseProxyFromProxy: Examiner {
    private static let rule = RuleDeclaration(
        "use-proxy-from-proxy",
        .redirection,
        .notice,
        .must,
        .transaction,
        tier: .next,
        title: "305 from a proxy",
        sources: ["RFC 3261 §21.3.4"],
        parameters: [
            .number("memory_h", 24, in: 1...168, "hours for which a host that sent a request on counts as a proxy")
        ],
        explanation: """
            305 tells the caller to come by way of another proxy, and only the user agent that is called may do that. \
            Here the server had sent the request on and no 305 came back, or it has been a proxy in other calls.
            """,
        silence: """
            Where the 305 came up from a hop below. Where the request was not seen to go on it is a notice at most, as \
            a proxy may be where this one call ends; and of a host never seen as a proxy nothing is said.
            """,
        advice: "Let the proxy route the request itself, or answer 302 from a redirect server in its place.",
        example: ["A>P INVITE", "P>B INVITE", "B>P 100", "P>A 305"]
    )
    let declarations = [rule]
    let interest = Interest(responses: [305], symptoms: .linked)
    private let memory: Int64
    /// The hosts that sent requests on, and when they did last.
    private var proxies = HostMemory<Int64>(limit: 4_096)

    init(_ values: RuleValues = RuleValues()) {
        memory = values.span(UseProxyFromProxy.rule, "memory_h")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("known_proxies", proxies.limit, proxies.evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.observation.isFirst else { return }
        if !message.start.isResponse {
            guard let above = hops[scene.hop.upstream], message.method != .ack else { return }
            let now = scene.now
            proxies.update(above.flow.destination.address, at: now, from: now) { $0 = now }
        } else if message.start.statusCode == 305 {
            judge(message, bytes, scene, hops, &reporter)
        }
    }

    private func judge(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.branchCount > 0 else {
            guard let met = proxies[scene.sighting.flow.source.address], scene.now &- met <= memory else { return }
            reporter.report(0, .notice, confidence: .likely, message, bytes, scene) {
                "305 from a host that sent requests on in other transactions"
            }
            return
        }
        var (codes, frames, came, isVisible) = ([UInt16](), [FrameReference](), false, scene.seesSender)
        hops.forEachBranch(of: hop) { branch in
            if branch.finalCode == 305 { came = true }
            if branch.finalCode > 0 { codes.append(branch.finalCode) }
            frames.append(branch.frame)
            // Of another address of the proxy nothing is known but that something came there.
            if branch.flow.source.address != hop.flow.destination.address, !branch.hasResponse { isVisible = false }
        }
        guard !came, isVisible, !frames.isEmpty else { return }
        let severity: Severity = scene.isLossy ? .warning : .error
        let evidence: Evidence? = scene.isLossy ? .lossy : nil
        reporter.report(0, severity, message, bytes, scene, evidence: evidence, related: frames.suffix(8)) {
            codes.isEmpty
                ? "305 while no final response had come from where the request was sent on to"
                : "305 while \(codes.map(String.init).joined(separator: ", ")) had come from where it was sent on to"
        }
    }
}
