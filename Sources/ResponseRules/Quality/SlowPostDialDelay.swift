internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A caller who waits too long for the first sign that the call goes on: ringing, queueing, early media or an answer.
struct SlowPostDialDelay: Examiner {
    private let limit: Int64

    var declarations: [RuleDeclaration] { [SlowPostDialDelay.declaration] }
    var interest: Interest { Interest(symptoms: .waited) }

    init(_ values: RuleValues = RuleValues()) {
        limit = values.span(SlowPostDialDelay.declaration, "limit_s")
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard scene.symptoms.contains(.waited), let began = hops.call(of: scene.hop)?.began else { return }
        let (hop, time) = (scene.hop, scene.sighting.time)
        let waited = time.nanoseconds(since: began)
        guard waited > limit else { return }
        reporter.report(0, .warning, message, bytes, scene, counting: .call, related: [hop.frame]) {
            let code = message.start.statusCode
            var words = code >= 300 ? "failed with \(code) " : "\(code) is the first sign, "
            words += "\(waited.asSeconds) after the first INVITE"
            let before = hop.time.nanoseconds(since: began)
            if before > 0 { words += "; \(before.asSeconds) of them before this INVITE was sent" }
            hops.forEachBranch(of: hop) { branch in
                guard branch.finalCode == code || branch.provisionalCode == code else { return }
                let sent = branch.time.nanoseconds(since: hop.time).asSeconds
                words += "; passed on to \(branch.flow.destination) after \(sent)"
            }
            return words
        }
    }

    static let declaration = RuleDeclaration(
        "slow-post-dial-delay",
        .quality,
        .warning,
        .operational,
        .call,
        tier: .next,
        title: "Caller waits too long for the first sign",
        sources: ["RFC 6076 §4.3.1", "ITU-T E.721"],
        parameters: [
            .number("limit_s", 8, in: 1...60, "longest wait; 6 suits national calls, 11 international ones")
        ],
        explanation: """
            From the first INVITE, challenges and redirections included, the caller heard nothing for longer than the \
            limit: no 180, 181, 182, no 183 with SDP, no 2xx. People hang up and dial again, and call it a dead line.
            """,
        silence: """
            Where the first INVITE was not seen. Digits that are dialled one by one count from the last, and on the \
            far side of a back-to-back user agent the leg counts by itself.
            """,
        advice:
            "Follow the call towards the callee: look for the hop on which the sign is late, and for routes tried in vain.",
        example: ["A>P INVITE", "P>A 100 [20 ms]", "P>A 183 without SDP [2 s]", "P>A 180 [14 s]"]
    )
}
