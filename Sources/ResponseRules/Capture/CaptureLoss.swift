internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A capture that loses packets, told by what must have been sent and was not seen.
///
/// A gap is proved by what follows it: an ACK for a final response that was not seen, a PRACK that the server accepts
/// for a reliable response that was not seen, a response to a request that was not seen, each in a direction of which
/// other packets are seen; and bytes of a TCP stream that the receiver acknowledged. Each waits for a moment, as
/// packets may be captured in another order than they were sent.
struct CaptureLoss: Examiner {
    /// A message that is missing, as it seems.
    private struct Suspicion {
        enum Kind { case final, reliable, request }
        let kind: Kind
        /// The transaction that lacks it, or that proves it.
        let hop: HopID
    }

    private static let suspicionLimit = 4096

    private let holdSpan: Int64
    private let streamRatio: Double
    private let inferredRatio: Double
    private let leastTransactions: UInt32
    private let leastGaps: UInt64

    private var window: LossWindow
    private var suspicions = Deadlines<Suspicion>(limit: CaptureLoss.suspicionLimit)
    private var gaps: UInt64 = 0
    /// The transaction of the latest gap, as it stood.
    private var latestGap: Hop?
    /// The end of the stretch in which the capture counts as one that loses packets.
    private var stretchEnd = Int64.min

    init(_ values: RuleValues = RuleValues()) {
        let rule = CaptureLoss.declaration
        window = LossWindow(span: values.span(rule, "window_s"))
        holdSpan = values.span(rule, "hold_s")
        streamRatio = values.number(rule, "tcp_ratio")
        inferredRatio = values.number(rule, "inf_ratio")
        leastTransactions = UInt32(clamping: values.count(rule, "judged_min"))
        leastGaps = UInt64(clamping: values.count(rule, "gap_min"))
    }

    var declarations: [RuleDeclaration] { [CaptureLoss.declaration] }
    var interest: Interest { Interest(requests: [.prack], symptoms: [.orphan, .strayACK]) }
    var deadline: Int64 { min(window.nextSample, suspicions.next) }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("suspected_losses", CaptureLoss.suspicionLimit, suspicions.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.observation.isFirst, scene.seesSender else { return }
        if message.start.isResponse {
            guard scene.symptoms.contains(.orphan), isOfMissedRequest(scene, hops) else { return }
            suspicions.wait(Suspicion(kind: .request, hop: scene.hop.id), until: scene.now &+ CaptureLoss.patience)
        } else if case .ack = message.method {
            takeStrayACK(scene, hops)
        } else if case .nothing = scene.observation.acknowledges, let invite = invite(of: scene, hops) {
            // Its own transaction, which says whether the server accepted it.
            guard invite.hasRequest else { return }
            let due = scene.now &+ CaptureLoss.answerPatience
            suspicions.wait(Suspicion(kind: .reliable, hop: scene.hop.id), until: due)
        }
    }

    /// How long what is missing may come behind what proves it, and how long a PRACK is given for its answer: 1 s, 2 s.
    private static let patience: Int64 = 1_000_000_000
    private static let answerPatience: Int64 = 2_000_000_000
    /// The same where the ACK may be for a provisional response that was seen, as the final one then follows: 4 s.
    private static let doubtfulPatience: Int64 = 4_000_000_000

    private mutating func takeStrayACK(_ scene: borrowing Scene, _ hops: borrowing HopTable) {
        let ack = scene.hop
        if case .invite = ack.method {
            // It shares the branch of its INVITE.
            guard ack.hasRequest, ack.finalCode == 0 else { return }
            let patience = ack.firstEarlyTag == 0 ? CaptureLoss.patience : CaptureLoss.doubtfulPatience
            suspicions.wait(Suspicion(kind: .final, hop: ack.id), until: scene.now &+ patience)
            return
        }
        let client = scene.sighting.flow.source.address
        var pending: Hop?
        let answered = hops.first(inCallOf: ack) { other in
            guard case .invite = other.method, other.cSeq == ack.cSeq, other.flow.source.address == client else {
                return false
            }
            if other.finalCode == 0, other.hasRequest { pending = other }
            return other.finalCode != 0
        }
        guard answered == nil, let pending else { return }
        // A tag that no response showed was in one that was not seen; any other may be of a provisional response.
        let isKnown = ack.toTag == pending.firstEarlyTag || ack.toTag == pending.secondEarlyTag || ack.toTag == 0
        let patience = isKnown ? CaptureLoss.doubtfulPatience : CaptureLoss.patience
        suspicions.wait(Suspicion(kind: .final, hop: pending.id), until: scene.now &+ patience)
    }

    /// The INVITE that a PRACK belongs to, of the same client.
    private func invite(of scene: borrowing Scene, _ hops: borrowing HopTable) -> Hop? {
        let prack = scene.hop
        return hops.first(inCallOf: prack) { other in
            guard case .invite = other.method else { return false }
            return other.fromTag == prack.fromTag && other.flow.source.address == prack.flow.source.address
        }
    }

    /// Whether the request of an orphan was sent within the capture and not seen, and the orphan is no answer to
    /// another one whose Via, CSeq or Call-ID its server altered.
    private func isOfMissedRequest(_ scene: borrowing Scene, _ hops: borrowing HopTable) -> Bool {
        let hop = scene.hop
        var hasEarlier = false
        let likely = hops.first(inCallOf: hop) { other in
            guard other.hasRequest else { return false }
            if other.fromTag == hop.fromTag, other.cSeq < hop.cSeq { hasEarlier = true }
            let isNear =
                other.flow.source.address == hop.flow.source.address
                || other.flow.destination.address == hop.flow.destination.address
            return isNear && (other.cSeq == hop.cSeq || other.finalCode == 0)
        }
        guard likely == nil else { return false }
        if hasEarlier { return true }
        var span = TrackingLimits.transactionSpan
        if case .invite = hop.method { span = TrackingLimits.proceedingSpan }
        guard scene.observation.hasNewCallID else { return false }
        return scene.now >= span
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        // Each at its own time, which lies far back where nothing was captured meanwhile.
        while case let due = suspicions.next, let suspicion = suspicions.due(at: now) {
            guard let hop = hops[suspicion.hop], CaptureLoss.isProved(suspicion.kind, hop) else { continue }
            gaps &+= 1
            latestGap = hop
            judge(at: due, hops, &reporter)
        }
        guard now >= window.nextSample else { return }
        judge(at: now, hops, &reporter)
        window.keep(counts(at: now, hops, reporter.wire))
    }

    private static func isProved(_ kind: Suspicion.Kind, _ hop: Hop) -> Bool {
        switch kind {
        case .final: hop.finalCode == 0
        case .reliable: 200..<300 ~= hop.finalCode
        case .request: !hop.hasRequest
        }
    }

    private func counts(at now: Int64, _ hops: borrowing HopTable, _ wire: WireCounts) -> LossWindow.Sample {
        var sample = LossWindow.Sample(time: now, transactions: hops.begunCount, gaps: gaps)
        (sample.segments, sample.holes) = (wire.segments, wire.holes)
        return sample
    }

    private mutating func judge(
        at now: Int64,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (wire, start) = (reporter.wire, window.start(before: now))
        let (missed, transactions) = (gaps &- start.gaps, hops.begunCount &- start.transactions)
        let isInferred =
            missed >= leastGaps && transactions >= leastTransactions
            && Double(missed) > inferredRatio * Double(transactions)
        let (holes, segments) = (wire.holes &- start.holes, wire.segments &- start.segments)
        let hasHoles = Double(holes) > streamRatio * Double(max(segments, 1))
        guard isInferred || hasHoles else { return }
        let isNew = now > stretchEnd
        stretchEnd = now &+ holdSpan
        reporter.noteLoss(until: stretchEnd)
        guard isNew else { return }
        let weakened = "what is missing is reported more mildly until \(holdSpan.asSeconds) after"
        if isInferred, let latestGap {
            reporter.report(0, .notice, of: latestGap, counting: .each(calls: 0), evidence: .lossy) {
                "\(missed) messages not seen that must have been sent, in \(transactions) transactions; \(weakened)"
            }
        } else if let hole = wire.latestHole {
            reporter.report(0, .notice, hole) {
                "\(holes) holes in TCP streams whose bytes were acknowledged, in \(segments) segments; \(weakened)"
            }
        }
    }
}
