internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages

/// A 504 where the INVITE's own time was over, and a 408 where nothing can have timed out.
struct TimeoutCodeConfusion: Examiner {
    private static let declaration = RuleDeclaration(
        "timeout-code-confusion",
        .failures,
        .notice,
        .should,
        .transaction,
        tier: .next,
        title: "408 and 504 swapped",
        sources: ["RFC 3261 §21.4.9", "RFC 3261 §21.5.5", "RFC 3261 §13.3.1"],
        parameters: [.number("soon_ms", 2000, in: 1...60_000, "within what time after the INVITE nothing times out")],
        explanation: """
            A 408 says that nobody could be found in time, a 504 that a server which had to be asked did not answer. \
            When the Expires of the INVITE has run out the answer is 487 or 408 and not 504; and a 408 at once, before \
            anything can have timed out, hides another cause.
            """,
        silence: """
            Where the INVITE was not seen; for a 408 behind a provisional response, with a branch that was sent on, or \
            with an Expires that has run out.
            """,
        advice: "Look at how the sender maps its own timeouts and releases to codes.",
        example: ["A>P INVITE Expires: 20", "P>A 504 [20.1 s]"]
    )

    /// How long after the Expires ran out a response is because of it: 1 s, in nanoseconds.
    private static let margin: Int64 = 1_000_000_000

    let declarations = [declaration]
    let interest = Interest(responses: [408, 504])
    private let soon: Int64

    init(_ values: RuleValues = RuleValues()) {
        soon = values.span(TimeoutCodeConfusion.declaration, "soon_ms")
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        guard hop.hasRequest, hop.traits.contains(.isWhole), case .invite = hop.method,
            !scene.symptoms.contains(.afterFinal)
        else { return }
        let delay = scene.sighting.time.nanoseconds(since: hop.time)
        let expiry = hop.expires == .max ? nil : Int64(hop.expires) * 1_000_000_000
        let isConfused: Bool
        if message.start.statusCode == 504 {
            isConfused = expiry.map { delay >= $0 && delay <= $0 + Self.margin } ?? false
        } else {
            let mayHaveExpired = expiry.map { $0 - Self.margin <= delay } ?? false
            isConfused = delay < soon && hop.branchCount == 0 && hop.provisionalCode == 0 && !mayHaveExpired
        }
        guard isConfused else { return }
        let seconds = Double(delay / 1_000_000) / 1000
        reporter.report(0, .notice, confidence: .likely, message, bytes, scene, related: [hop.frame]) {
            expiry == nil
                ? "408 after \(seconds) s, without anything that can have timed out"
                : "\(message.start.statusCode) after \(seconds) s, Expires \(hop.expires)"
        }
    }
}
