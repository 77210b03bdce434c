internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPMessages

/// The first response to an INVITE that comes later than a server may take.
///
/// Of the time between them that part is the path's which even the fastest answer of the server takes.
struct LateProvisional: Examiner {
    private static let rule = RuleDeclaration(
        "late-provisional",
        .provisional,
        .warning,
        .must,
        .transaction,
        tier: .core,
        title: "nothing within 200 ms of an INVITE",
        sources: ["RFC 3261 §17.2.1", "RFC 3261 §21.1", "RFC 3261 §8.2.6.1"],
        parameters: [
            .number("limit_ms", 200, in: 200...10_000, "how long a server may take"),
            .number("allowance_min", 10, in: 1...10_000, "answers of a server before its path is known"),
            .number("allowance_cap_ms", 100, in: 0...10_000, "the most that is allowed for the path"),
            .number("ratio", 0.01, in: 0...1, "share of late INVITEs that a server may have"),
        ],
        explanation: """
            A server that cannot answer an INVITE finally within 200 ms has to send a 100 by then. Where nothing comes, \
            the client sends the INVITE again after half a second, and the load grows just where the server is slow.
            """,
        silence: """
            Within the time that the fastest of at least ten answers of the server took, up to 100 ms, as that is the \
            path's; where the client sent the INVITE again and the latest copy was answered in time; and as long as no \
            more than a hundredth of the server's latest INVITEs are late.
            """,
        advice: """
            Let the server send its 100 before it looks anything up. A stateless proxy sends none and adds the time of \
            the next hop: look there.
            """,
        example: ["A>P INVITE", "P>A 404 [460 ms]"]
    )

    /// How many INVITEs of a server were late, of those since `start`.
    private struct Record {
        var start: Int
        var late: Int
    }

    /// The most servers with late answers that are kept, and of how many INVITEs of each the share is taken.
    private static let limit = 1_024
    private static let window = 1_000

    let declarations = [LateProvisional.rule]
    let interest = Interest(symptoms: [.late])
    private let limitSpan: Int64
    private let leastAnswers: Int
    private let cap: Int64
    private let ratio: Double
    private var records: [IPAddress: Record] = [:]
    private var evictions: UInt64 = 0

    init(_ values: RuleValues = RuleValues()) {
        limitSpan = values.span(LateProvisional.rule, "limit_ms")
        leastAnswers = values.count(LateProvisional.rule, "allowance_min")
        cap = values.span(LateProvisional.rule, "allowance_cap_ms")
        ratio = values.number(LateProvisional.rule, "ratio")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("servers_with_late_answers", LateProvisional.limit, evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard message.start.isResponse, scene.hop.hasRequest else { return }
        let delay = scene.observation.responseDelay
        let allowance = scene.server.answers >= leastAnswers ? min(cap, scene.server.fastest) : 0
        let allowed = limitSpan + allowance
        // The first copies may have been lost: then the latest is the one that was answered.
        guard delay > allowed, delay - scene.request.span > allowed else { return }
        guard isFrequent(scene) else { return }
        let (code, copies) = (message.start.statusCode, Int(scene.request.count))
        let severity = Severity.warning.lowered(if: scene.isLossy)
        let evidence: Evidence? = scene.isLossy ? .lossy : nil
        reporter.report(0, severity, message, bytes, scene, evidence: evidence, related: [scene.hop.frame]) {
            var text = "\(code) as the first response, \(SpanText.of(delay)) after the INVITE"
            if allowance > 0 { text += ", \(SpanText.of(allowance)) of it allowed for the path" }
            if copies > 0 { text += "; sent again \(SpanText.times(copies)) before it, so it may have been lost" }
            return text
        }
    }

    /// Counts a late INVITE of the server; the result says whether it has more of them than it may.
    private mutating func isFrequent(_ scene: borrowing Scene) -> Bool {
        let address = scene.sighting.flow.source.address
        let count = scene.server.invites + 1
        if records[address] == nil, records.count >= LateProvisional.limit { forgetLeast() }
        var record = records[address] ?? Record(start: max(0, count - LateProvisional.window), late: 0)
        if record.start >= count { record = Record(start: 0, late: 0) }
        if count - record.start > 2 * LateProvisional.window {
            // The older ones count half as much from now on, whatever they were.
            record.late /= 2
            record.start = count - max(LateProvisional.window, (count - record.start) / 2)
        }
        record.late += 1
        records[address] = record
        return Double(record.late) > ratio * Double(count - record.start)
    }

    private mutating func forgetLeast() {
        guard let least = records.min(by: { ($0.value.late, $0.key.low) < ($1.value.late, $1.key.low) }) else { return }
        records[least.key] = nil
        evictions &+= 1
    }
}
