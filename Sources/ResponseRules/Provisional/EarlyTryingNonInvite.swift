internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 100 to another request than INVITE that comes before the client sends that again at its slowest pace.
struct EarlyTryingNonInvite: Examiner {
    private static let rule = RuleDeclaration(
        "early-trying-non-invite",
        .provisional,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "100 to a non-INVITE too soon on UDP",
        sources: ["RFC 4320 §4.1"],
        parameters: [
            .number("t1_ms", 500, in: 100...2_000, "T1 of clients that do not show theirs"),
            .number("t2_ms", 4_000, in: 500...60_000, "T2 of clients"),
            .number("tolerance", 0.10, in: 0...1, "share of the time by which a 100 may be early"),
        ],
        explanation: """
            A 100 lets the client send its request again every four seconds only. Sent earlier than the client would \
            come to that pace by itself, it makes up for no load and delays what a lost packet needs to be made good.
            """,
        silence: """
            Over streams, where it may be sent at any time; where the first copy of the request was not seen; and within \
            a tenth of the time, as the capture stands between the two clocks.
            """,
        advice: "Let the server answer finally, or send 100 only when 3.5 seconds have passed.",
        example: ["A>P OPTIONS", "P>A 100 [30 ms]"]
    )

    let declarations = [EarlyTryingNonInvite.rule]
    let interest = Interest(symptoms: [.provisionalToOther])
    private let t1: Int64
    private let t2: Int64
    private let tolerance: Double

    init(_ values: RuleValues = RuleValues()) {
        t1 = values.span(EarlyTryingNonInvite.rule, "t1_ms")
        t2 = values.span(EarlyTryingNonInvite.rule, "t2_ms")
        tolerance = values.number(EarlyTryingNonInvite.rule, "tolerance")
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard message.start.isResponse, message.start.statusCode == 100, scene.hop.hasRequest,
            !scene.sighting.flow.transport.isReliable
        else { return }
        let delay = max(0, scene.sighting.time.nanoseconds(since: scene.hop.time))
        // What the client shows of its T1, where that may be one.
        let shown = scene.request.firstGap
        let floor = floor(shown >= 100_000_000 && shown <= 2_000_000_000 ? shown : t1)
        guard Double(delay) < Double(floor) * (1 - tolerance) else { return }
        let method = bytes.text(of: message.methodText)
        reporter.report(0, .error, message, bytes, scene, related: [scene.hop.frame]) {
            "100 to \(method) after \(SpanText.of(delay)), allowed from \(SpanText.of(floor)) on"
        }
    }

    /// When Timer E of a client with this T1 is first set to T2.
    private func floor(_ t1: Int64) -> Int64 {
        var last = t1
        while last < t2 { last *= 2 }
        return last - t1
    }
}
