internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 2xx to INVITE that the server sends again and again, as no ACK comes.
///
/// Without copies nothing is said: the ACK goes by the route set and may pass the capture by.
struct AckMissingSuccess: Examiner {
    private static let rule = RuleDeclaration(
        "ack-missing-success",
        .success,
        .error,
        .must,
        .call,
        tier: .next,
        title: "2xx to INVITE never acknowledged",
        sources: ["RFC 3261 §13.2.2.4", "RFC 3261 §13.3.1.4", "RFC 3261 §17.1.1.3", "RFC 6026 §7.1"],
        parameters: [
            .number("min_copies", 3, in: 1...20, "copies of the 2xx that show that no ACK arrived"),
            .number("wait_s", 32, in: 1...32, "how long an ACK is waited for"),
        ],
        explanation: """
            Each 2xx to an INVITE is acknowledged by the caller with an ACK of its own. A callee that gets none repeats \
            the 2xx for 32 seconds and then hangs up, so a call that both sides hear ends after half a minute.
            """,
        silence: """
            Where an ACK with the CSeq number and tags of the answer was seen anywhere; where the 2xx was sent again \
            fewer than three times; and where the INVITE was not seen.
            """,
        advice: """
            Find where the ACK should have gone: the Record-Route values and the Contact of the 2xx say so. A private \
            address there, or a proxy that does not resolve, is the usual cause; else the caller sends none.
            """,
        example: [
            "A>P INVITE", "P>A 200", "P>A 200 [500 ms]", "P>A 200 [1.5 s]", "P>A 200 [3.5 s]", "P>A BYE [32 s]",
        ]
    )

    /// A 2xx that was sent again.
    private struct Repeated {
        let tag: UInt32
        var copies = 0
        var isLossy = false
        var contact = ""
    }

    private static let limit = 1_024

    let declarations = [AckMissingSuccess.rule]
    let interest = Interest(symptoms: [.copy], endings: true)
    private let least: Int
    private let wait: Int64
    private var repeated: [HopID: Repeated] = [:]
    private var waiting = Deadlines<HopID>(limit: AckMissingSuccess.limit)

    init(_ values: RuleValues = RuleValues()) {
        least = values.count(AckMissingSuccess.rule, "min_copies")
        wait = values.span(AckMissingSuccess.rule, "wait_s")
    }

    var deadline: Int64 { waiting.next }
    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("repeated_answers", waiting.limit, waiting.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard message.start.isResponse, message.start.responseClass == 2, hop.method == .invite, hop.hasRequest else {
            return
        }
        let (id, tag) = (hop.id, scene.toTag)
        if repeated[id] == nil {
            let isLatest = scene.observation.copyNumber > 1
            let since = isLatest ? scene.observation.sinceFirst : scene.sighting.time.nanoseconds(since: hop.finalTime)
            let count = waiting.count
            waiting.wait(id, until: scene.now - max(0, min(since, wait)) + wait)
            guard waiting.count > count else { return }
        }
        var entry = repeated[id] ?? Repeated(tag: tag)
        if entry.tag != tag {
            // Of several branches that answered one is waited for.
            guard hop.isAcknowledged(entry.tag) else { return }
            entry = Repeated(tag: tag)
        }
        entry.copies += 1
        if scene.isLossy { entry.isLossy = true }
        if entry.copies == least, let contact = message.headers.value(of: .contact, bytes) {
            entry.contact = bytes.text(of: contact)
        }
        repeated[id] = entry
    }

    mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        guard end.transaction.state == .accepted, end.isOver else { return }
        settle(end.hop, hops, isLossy: end.isLossy, &reporter)
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let id = waiting.due(at: now) {
            if let hop = hops[id] {
                settle(hop, hops, isLossy: reporter.isLossy(at: now), &reporter)
            } else {
                repeated[id] = nil
            }
        }
    }

    private mutating func settle(
        _ hop: Hop,
        _ hops: borrowing HopTable,
        isLossy: Bool,
        _ reporter: inout Reporter
    ) {
        guard let entry = repeated.removeValue(forKey: hop.id), entry.copies >= least,
            !hop.isAcknowledged(entry.tag)
        else { return }
        let isDoubtful = isLossy || entry.isLossy
        let isGivenUp = hops.first(inCallOf: hop) { $0.method == .bye && $0.fromTag == entry.tag } != nil
        // The caller owes the ACK, whatever proxies are between.
        var caller = hop
        while let above = hops[caller.upstream], above.id != hop.id { caller = above }
        reporter.report(
            0,
            Severity.error.lowered(if: isDoubtful),
            confidence: isGivenUp ? .certain : .likely,
            of: hop,
            at: hop.finalTime,
            against: caller.flow.source,
            counting: .call,
            evidence: isDoubtful ? .lossy : .whole,
            related: [hop.finalFrame]
        ) {
            var text = "\(hop.finalCode) sent again \(SpanText.times(entry.copies)) without an ACK"
            if isGivenUp { text += ", then BYE by the callee" }
            return entry.contact.isEmpty ? text : text + "; it was due at \(entry.contact)"
        }
    }
}

extension EndedHop {
    /// Whether the transaction is over, and not only told of.
    fileprivate var isOver: Bool { transaction.isOver }
}
