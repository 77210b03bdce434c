internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 100 that a stateful proxy passed on to its client.
///
/// A relayed 100 has the Via stack that one of the proxy's own would have, so two things are needed: a proof that the
/// proxy keeps state (``StatefulnessProof``), as a stateless one relays every response (RFC 3261 §16.11), and a mark by
/// which the 100 was made farther down (``ForwardingMark``). Proofs are remembered of each host.
struct ForwardedTrying: Examiner {
    static let rule = RuleDeclaration(
        "trying-forwarded-upstream",
        .provisional,
        .error,
        .must,
        .transaction,
        tier: .core,
        title: "100 Trying passed on by a stateful proxy",
        sources: ["RFC 3261 §16.7", "RFC 3261 §8.2.6", "RFC 3261 §16.2", "RFC 3261 §16.11", "RFC 3261 §17.2.1"],
        parameters: [
            .number("near_ms", 20, in: 1...200, "milliseconds in which a relayed 100 follows the one from below"),
            .number("pattern_min", 20, in: 5...10_000, "transactions before the habit of a host counts"),
            .number("pattern_ratio", 0.95, in: 0.5...1, "share of its 100s that follow one from below"),
            .number("memory_h", 24, in: 1...168, "hours for which a host that kept state counts as stateful"),
        ],
        explanation: """
            A 100 belongs to one hop: it stops the retransmissions of the client there. This proxy keeps state, so it \
            makes a 100 of its own, and yet it passed on one that came from farther down.
            """,
        silence: """
            Where nothing proves that the proxy keeps state, as a stateless one has to relay every response, and where \
            the 100 could as well be the proxy's own. Depth of the Via stack, a To tag alone and a late 100 say \
            nothing.
            """,
        advice: "Let the proxy consume every 100 that it receives; where its routing script relays replies, drop 100s.",
        example: [
            "A>P INVITE", "P>A 100 with Server: P", "P>B INVITE", "B>P 100 with Server: B and a To tag",
            "P>A 100 with Server: B and that tag",
        ]
    )
    let declarations = [rule]
    let interest = Interest(
        responses: [407],
        symptoms: [.linked, .copy, .orphan, .otherTrying, .tagOfTrying]
    )
    let near: Int64
    let memory: Int64
    let patternMinimum: Int
    let patternRatio: Double

    /// What is known of hosts that sent INVITEs on.
    var proxies = HostMemory<KnownProxy>(limit: 4_096)
    /// The INVITEs that a proxy received and that had a suspect 100, or were sent again, until that is decided.
    var cases: [HopID: ForwardingCase] = [:]
    var deadlines = Deadlines<ForwardingCase.Due>(limit: 4 * ForwardedTrying.limit)
    private var refusals: UInt64 = 0

    static let limit = 8_192
    /// By how much two messages on different links have to differ for their order to count: 1 ms.
    static let skew: Int64 = 1_000_000
    /// By how much the two sides of a stateless relay may differ (guard REORDER): 250 ms.
    static let reorder: Int64 = 250_000_000
    /// Within what time a stateless proxy passes a copy on: 100 ms.
    static let passing: Int64 = 100_000_000
    /// When all is decided: 32 s.
    static let decision: Int64 = 32_000_000_000

    init(_ values: RuleValues = RuleValues()) {
        near = values.span(ForwardedTrying.rule, "near_ms")
        memory = values.span(ForwardedTrying.rule, "memory_h")
        patternMinimum = values.count(ForwardedTrying.rule, "pattern_min")
        patternRatio = values.number(ForwardedTrying.rule, "pattern_ratio")
    }

    var deadline: Int64 { deadlines.next }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [
            ("proxies_judged", proxies.limit, proxies.evictions),
            ("suspect_tryings", ForwardedTrying.limit, refusals &+ deadlines.dropped),
        ]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard case .invite = scene.hop.method else { return }
        switch (message.start.isResponse, message.start.statusCode) {
        case (true, 100): takeTrying(message, bytes, scene, hops, &reporter)
        case (true, _) where scene.observation.isFirst: takeResponse(message, bytes, scene, hops, &reporter)
        case (true, _): break
        case (false, _) where message.method == .ack: takeAcknowledgement(scene, hops, &reporter)
        case (false, _) where scene.symptoms.contains(.copy): takeCopy(scene, hops)
        case (false, _):
            // A second branch proves that the proxy keeps state.
            guard let above = hops[scene.hop.upstream], above.branchCount > 1 else { break }
            settle(above, Moment(scene), hops, &reporter)
        }
    }

    /// Changes the case of the hop `above`, which begins with it; where there are too many it is left.
    mutating func note(_ above: Hop, at now: Int64, _ change: (inout ForwardingCase) -> Void) {
        if cases[above.id] == nil {
            guard cases.count < ForwardedTrying.limit else {
                refusals &+= 1
                return
            }
            cases[above.id] = ForwardingCase()
            deadlines.wait(.init(above: above.id, kind: .end), until: now &+ ForwardedTrying.decision)
        }
        if var one = cases.removeValue(forKey: above.id) {
            change(&one)
            cases[above.id] = one
        }
    }

    /// Takes an ACK to a 300–699 on a linked hop: by then the proofs that a failure brings are there.
    private mutating func takeAcknowledgement(
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let moment = Moment(scene)
        if scene.hop.branchCount > 0 { settle(scene.hop, moment, isEnd: true, hops, &reporter) }
    }

    /// Takes a copy of an INVITE: whether a proxy passes it on, or sends one without cause, tells whether it keeps
    /// state.
    private mutating func takeCopy(_ scene: borrowing Scene, _ hops: borrowing HopTable) {
        let (time, isLossy) = (scene.sighting.time, scene.isLossy)
        if scene.hop.branchCount > 0 {
            note(scene.hop, at: scene.now) {
                $0.copyAbove = time
                $0.isLossy = $0.isLossy || isLossy
            }
            let due = ForwardingCase.Due(above: scene.hop.id, kind: .copyAbove(time))
            deadlines.wait(due, until: scene.now &+ ForwardedTrying.passing &+ ForwardedTrying.skew)
        }
        guard let above = hops[scene.hop.upstream] else { return }
        note(above, at: scene.now) {
            $0.copyBelow = time
            $0.isLossy = $0.isLossy || isLossy
        }
        let due = ForwardingCase.Due(above: above.id, kind: .copyBelow(time))
        deadlines.wait(due, until: scene.now &+ ForwardedTrying.skew &+ 1)
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let due = deadlines.due(at: now) {
            guard let above = hops[due.above], let one = cases[due.above] else {
                cases[due.above] = nil
                continue
            }
            var moment = Moment(time: .init(nanoseconds: .max), now: now, isLossy: one.isLossy)
            var isOver = false
            switch due.kind {
            case .end: isOver = true
            case .copyAbove(let time):
                moment.time = time.adding(nanoseconds: ForwardedTrying.passing)
                // Copies on several branches may come in any order; one of them is enough.
                let span = one.copyBelow.nanoseconds(since: time)
                if span < -ForwardedTrying.skew { cases[due.above]?.isStrayCopy = true }
            case .copyBelow(let time):
                moment.time = time
                let hasCause = [above.time, one.copyAbove].contains { cause in
                    let span = time.nanoseconds(since: cause)
                    return span >= -ForwardedTrying.skew && span <= ForwardedTrying.passing
                }
                if !hasCause { cases[due.above]?.isStrayCopy = true }
            }
            settle(above, moment, isEnd: isOver, hops, &reporter)
            if isOver { cases[due.above] = nil }
        }
    }
}
