package import CallTracking
package import NetworkTypes
internal import SIPCatalogue
package import SIPMessages
internal import WireBytes

/// Takes the findings of rules and puts into words those that will be shown.
package struct Reporter: ~Copyable {
    /// How many occurrences of a rule with one severity are put into words.
    package static let shownLimit = 5

    /// A finding that is yet to be counted.
    struct Pending {
        var verdict: Verdict
        let counting: Counting
        /// The hop that it counts for, and the call: the tracker's slot of it, `UInt32.max` without one, and its key.
        let hop: HopID
        let call: UInt32
        let callKey: UInt64
        /// Whether its evidence was said; if not, that of the message at hand is its own.
        let hasEvidence: Bool
    }

    var pending: [Pending] = []
    /// The hops whose answers were asked for with the message at hand.
    var awaited: [HopID] = []
    /// The place in the set of the first rule of whoever is asked.
    var base = 0
    var relays = RelayMemory()
    private let rulings: Rulings
    private var words = RecentWords()
    /// How many occurrences of each rule and severity were put into words.
    private var shown: [UInt8]
    /// Until when the capture counts as one that loses packets, on the clock of ``Scene/now``.
    package private(set) var lossyUntil = Int64.min
    /// What the stages below counted so far.
    package internal(set) var wire = WireCounts()
    /// What is known of servers across calls.
    package var servers: ServerWatch

    init(rulings: Rulings, ruleCount: Int, loads: LoadSpans) {
        self.rulings = rulings
        servers = ServerWatch(loads)
        shown = [UInt8](repeating: 0, count: ruleCount * Severity.allCases.count)
    }

    /// Says that the capture loses packets, and counts as one that does until `time` (guard LOSS).
    package mutating func noteLoss(until time: Int64) { lossyUntil = max(lossyUntil, time) }

    /// Whether the capture counts as one that loses packets at `now` (guard LOSS).
    package func isLossy(at now: Int64) -> Bool { now < lossyUntil }

    /// Asks for the answers on `hop` from now on: each first copy has the symptom ``Symptoms/awaited``.
    package mutating func awaitAnswers(to hop: Hop) { awaited.append(hop.id) }

    /// The request line of `hop` as written, up to its first 256 bytes; empty where that is no longer known.
    package func requestLine(of hop: Hop) -> String { words.text(at: hop.words).line }

    /// Keeps the words of a request for findings that come when it has gone.
    mutating func keepWords(_ message: borrowing SIPMessage, _ bytes: RawSpan) -> UInt64 {
        words.keep(message, bytes)
    }

    /// The start line of the request of `hop` as written; empty where it is no longer known.
    package func startLine(of hop: Hop) -> String { words.text(at: hop.words).line }

    /// Reports that the rule at `place` of the examiner's own holds for `message`.
    ///
    /// - Parameters:
    ///   - place: Which of the examiner's rules.
    ///   - judged: How grave it is, where nobody has settled that.
    ///   - confidence: How sure it is.
    ///   - message: The message that it is about, which stands in `bytes`.
    ///   - bytes: The bytes of the message.
    ///   - scene: What else is known of it.
    ///   - party: Whom it is charged to; without it the message's sender.
    ///   - counting: How it counts.
    ///   - evidence: How much was seen of it; without it that of the message's transaction.
    ///   - related: Frames that belong to it.
    ///   - detail: What the rule saw; asked only where that is shown.
    package mutating func report(
        _ place: Int,
        _ judged: Severity,
        confidence: Confidence = .certain,
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        against party: Endpoint? = nil,
        counting: Counting = .transaction,
        evidence: Evidence? = nil,
        related: [FrameReference] = [],
        detail: () -> String
    ) {
        let rule = base + place
        guard let severity = rulings.severity(of: rule, judged: judged) else { return }
        let sighting = scene.sighting
        let exception = rulings.exception(for: rule, server: party ?? sighting.flow.source, at: sighting.time)
        var isRelayed = false
        // A finding about a relayed response is one, charged to where it came from (observation model).
        if message.start.isResponse, case .transaction = counting {
            isRelayed = relays.isRelayed(message, bytes, sighting, rule: rule)
        }
        let count = shown[rule * 3 + severity.rank]
        var occurrence: Occurrence?
        if exception == nil, isRelayed ? count > 0 : count < Reporter.shownLimit {
            occurrence = Occurrence(
                frame: sighting.frame,
                firstFrame: sighting.firstFrame,
                time: sighting.time,
                flow: sighting.flow,
                callID: bytes.text(of: message.callID),
                method: bytes.text(of: message.methodText),
                startLine: bytes.text(of: message.start.line),
                detail: detail(),
                related: related
            )
        }
        let verdict = Verdict(
            rule: rule,
            severity: severity,
            confidence: confidence,
            evidence: evidence ?? .whole,
            party: party ?? sighting.flow.source,
            transport: sighting.flow.transport,
            time: sighting.time,
            isRelayed: isRelayed,
            calls: 0,
            exception: exception,
            occurrence: occurrence
        )
        pending.append(
            Pending(
                verdict: verdict,
                counting: counting,
                hop: scene.hop.id,
                call: scene.hop.call,
                callKey: scene.hop.callKey,
                hasEvidence: evidence != nil
            )
        )
    }

    /// Reports that the rule at `place` of the examiner's own holds for `hop`, when its messages have gone.
    ///
    /// - Parameters:
    ///   - place: Which of the examiner's rules.
    ///   - judged: How grave it is, where nobody has settled that.
    ///   - confidence: How sure it is.
    ///   - hop: The transaction that it is about; its request is shown, or its first response where that was not seen.
    ///   - time: When it held; without it the time of the request.
    ///   - party: Whom it is charged to; without it the server, to which the request went.
    ///   - counting: How it counts.
    ///   - evidence: How much was seen of it.
    ///   - related: Frames that belong to it.
    ///   - detail: What the rule saw; asked only where that is shown.
    package mutating func report(
        _ place: Int,
        _ judged: Severity,
        confidence: Confidence = .certain,
        of hop: Hop,
        at time: CaptureTime? = nil,
        against party: Endpoint? = nil,
        counting: Counting = .transaction,
        evidence: Evidence,
        related: [FrameReference] = [],
        detail: () -> String
    ) {
        let rule = base + place
        guard let severity = rulings.severity(of: rule, judged: judged) else { return }
        let exception = rulings.exception(for: rule, server: party ?? hop.flow.destination, at: time ?? hop.time)
        var occurrence: Occurrence?
        if exception == nil, shown[rule * 3 + severity.rank] < Reporter.shownLimit {
            let (callID, line) = words.text(at: hop.words)
            occurrence = Occurrence(
                frame: hop.frame,
                firstFrame: hop.frame,
                time: hop.time,
                flow: hop.hasRequest ? hop.flow : hop.flow.reversed,
                callID: callID,
                method: hop.method?.name ?? String(line.prefix { $0 != " " }),
                startLine: line,
                detail: detail(),
                related: related
            )
        }
        let verdict = Verdict(
            rule: rule,
            severity: severity,
            confidence: confidence,
            evidence: evidence,
            party: party ?? hop.flow.destination,
            transport: hop.flow.transport,
            time: time ?? hop.time,
            isRelayed: false,
            calls: 0,
            exception: exception,
            occurrence: occurrence
        )
        pending.append(
            Pending(
                verdict: verdict,
                counting: counting,
                hop: hop.id,
                call: hop.call,
                callKey: hop.callKey,
                hasEvidence: true
            )
        )
    }

    /// Reports that the rule at `place` of the examiner's own holds for the capture itself, as `hole` shows.
    ///
    /// - Parameters:
    ///   - place: Which of the examiner's rules.
    ///   - severity: How grave it is.
    ///   - hole: The hole; it is charged to its sender.
    ///   - detail: What the rule saw; asked only where that is shown.
    package mutating func report(
        _ place: Int,
        _ severity: Severity,
        _ hole: WireCounts.Hole,
        detail: () -> String
    ) {
        let hop = Hop(flow: hole.flow, frame: hole.frame, time: hole.time)
        report(
            place,
            severity,
            of: hop,
            against: hole.flow.source,
            counting: .each(calls: 0),
            evidence: .lossy,
            detail: detail
        )
    }

    /// Notes that an occurrence of `verdict` counts as shown.
    mutating func noteShown(_ verdict: Verdict) {
        let place = verdict.rule * 3 + verdict.severity.rank
        if verdict.occurrence != nil, !verdict.isRelayed, shown[place] < .max { shown[place] += 1 }
    }
}
