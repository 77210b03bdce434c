internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 503 that a proxy handed on, although it was not the proxy that could serve nobody.
struct UnavailableForwardedUpstream: Examiner {
    private static let rule = RuleDeclaration(
        "unavailable-forwarded-upstream",
        .overload,
        .warning,
        .should,
        .transaction,
        tier: .next,
        title: "503 of a server behind passed on by its proxy",
        sources: ["RFC 3261 §16.7"],
        parameters: [
            .number("window_s", 10, in: 1...300, "seconds around the 503 in which a success of the proxy counts")
        ],
        explanation: """
            A 503 tells the client that whoever sent it can serve no requests at all. A proxy that passes on the 503 \
            of one server behind it makes its clients turn away from the proxy itself, although it serves other calls.
            """,
        silence: """
            Where the 503 was not seen to come up from a hop below, and where no other call or branch succeeded \
            through the proxy at about that time: then it may indeed be able to serve nobody.
            """,
        advice: "Let the proxy try another server, and answer 500 where none is left.",
        example: ["B>P 503", "P>A 503", "P>A 200 to another INVITE"]
    )
    let declarations = [rule]
    let interest = Interest(responses: Array(200..<300), symptoms: .linked)
    private let window: Int64

    /// A success through a proxy, and the one before it of another call.
    private struct Successes {
        var latest = Success()
        var other = Success()
    }
    private struct Success {
        var callKey: UInt64 = 0
        var now = Int64.min
        var frame = FrameReference(packed: 0)
    }
    private var successes = HostMemory<Successes>(limit: 4_096)

    /// A 503 that was passed on, and until when a success is waited for.
    private struct Waiting {
        let hop: HopID
        let host: IPAddress
        let callKey: UInt64
        let frames: [FrameReference]
        let until: Int64
    }
    private var waiting: [Waiting] = []
    private static let waitingLimit = 256
    private var dropped: UInt64 = 0

    init(_ values: RuleValues = RuleValues()) {
        window = values.span(UnavailableForwardedUpstream.rule, "window_s")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("proxies_with_successes", successes.limit, successes.evictions),
            ("unavailables_passed_on", UnavailableForwardedUpstream.waitingLimit, dropped),
        ]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard message.start.isResponse, scene.observation.isFirst else { return }
        if message.start.responseClass == 2 {
            takeSuccess(scene, hops, &reporter)
        } else if message.start.statusCode == 503, scene.hop.branchCount > 0 {
            takeUnavailable(scene, hops, &reporter)
        }
    }

    /// A request outside a dialog that succeeded, with the proxy that it went through.
    private mutating func takeSuccess(
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.toTag == 0, hop.hasRequest, hop.method != .cancel else { return }
        if let above = hops[hop.upstream] {
            succeed(above.flow.destination.address, hop, scene, hops, &reporter)
        }
        guard hop.branchCount > 0 || !successes.isEmpty || !waiting.isEmpty else { return }
        let host = hop.flow.destination.address
        // Where it is not seen to go on, the host may have answered for itself: of a known proxy only calls count.
        if hop.branchCount > 0 || hop.method == .invite && (successes[host] != nil || isAwaited(host)) {
            succeed(host, hop, scene, hops, &reporter)
        }
    }

    private func isAwaited(_ host: IPAddress) -> Bool { waiting.contains { $0.host == host } }

    private mutating func succeed(
        _ host: IPAddress,
        _ hop: Hop,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let success = Success(callKey: hop.callKey, now: scene.now, frame: scene.sighting.frame)
        successes.update(host, at: scene.now, from: Successes()) { known in
            if known.latest.callKey != success.callKey { known.other = known.latest }
            known.latest = success
        }
        guard !waiting.isEmpty else { return }
        for place in waiting.indices.reversed() where waiting[place].host == host {
            let one = waiting[place]
            let isBranch = hop.upstream == one.hop
            guard isBranch || one.callKey != hop.callKey, success.now <= one.until else { continue }
            waiting.remove(at: place)
            if let above = hops[one.hop] { report(above, one.frames + [success.frame], &reporter) }
        }
    }

    private mutating func takeUnavailable(
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        var (frames, branchSuccess) = ([FrameReference](), FrameReference?.none)
        hops.forEachBranch(of: hop) { branch in
            if branch.finalCode == 503 { frames.append(branch.finalFrame) }
            if (200..<300).contains(branch.finalCode) { branchSuccess = branch.finalFrame }
        }
        guard !frames.isEmpty else { return }
        frames = Array(frames.suffix(4)) + [scene.sighting.frame]
        let host = hop.flow.destination.address
        let known = successes[host] ?? Successes()
        let now = scene.now
        let success = [known.latest, known.other].first { one in
            one.now != .min && one.callKey != hop.callKey && now &- one.now <= window
        }
        if let frame = branchSuccess ?? success?.frame {
            report(hop, frames + [frame], &reporter)
            return
        }
        waiting.removeAll { $0.until < now }
        guard waiting.count < UnavailableForwardedUpstream.waitingLimit else {
            dropped &+= 1
            return
        }
        let until = now &+ window
        waiting.append(Waiting(hop: hop.id, host: host, callKey: hop.callKey, frames: frames, until: until))
    }

    private func report(_ hop: Hop, _ frames: [FrameReference], _ reporter: inout Reporter) {
        reporter.report(0, .warning, of: hop, at: hop.finalTime, evidence: .whole, related: frames) {
            "503 that came from behind passed on, while another call or branch succeeded through the proxy"
        }
    }
}
