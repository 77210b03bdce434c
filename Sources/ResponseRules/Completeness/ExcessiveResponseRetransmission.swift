internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A final or reliable provisional response that is sent again too often.
struct ExcessiveResponseRetransmission: Examiner {
    private static let rule = RuleDeclaration(
        "excessive-response-retransmission",
        .completeness,
        .warning,
        .operational,
        .transaction,
        tier: .next,
        title: "final response repeated too often",
        sources: ["RFC 3261 §13.3.1.4", "RFC 3261 §17.2.1", "RFC 3261 §17.2.2", "RFC 3262 §3"],
        parameters: [
            .number("max", 3, in: 0...50, "copies of a final response"),
            .number("max_1xx", 4, in: 0...50, "copies of a reliable provisional response"),
        ],
        explanation: """
            A server repeats a final response to INVITE until the ACK comes, and a reliable provisional one until the \
            PRACK. Many copies say that it does not come, that a path doubles packets, or that the client does not get \
            the response.
            """,
        silence: """
            For what a mirror port shows twice; and for as many copies of an answer to another request than INVITE as \
            there are copies of that request.
            """,
        advice: """
            Gaps that double up to four seconds say that the ACK is lost or was not sent: look where the Contact and the \
            routes send it. Copies at once come from a doubled path.
            """,
        example: ["A>P INVITE", "P>A 200", "P>A 200 [500 ms]", "P>A 200 [1.5 s]", "P>A 200 [3.5 s]", "P>A 200 [7.5 s]"]
    )

    let declarations = [ExcessiveResponseRetransmission.rule]
    let interest = Interest(symptoms: [.copy])
    private let most: Int
    private let mostReliable: Int

    init(_ values: RuleValues = RuleValues()) {
        most = values.count(ExcessiveResponseRetransmission.rule, "max")
        mostReliable = values.count(ExcessiveResponseRetransmission.rule, "max_1xx")
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        // Copies of an earlier response are none of the latest.
        guard message.start.isResponse, scene.observation.copyNumber > 1 else { return }
        let copies = scene.observation.copyNumber - 1
        let isInvite = message.cSeq.method == .invite
        let (requests, sinceFirst) = (Int(scene.request.count), scene.observation.sinceFirst)
        if message.start.isFinal {
            guard copies - (isInvite ? 0 : requests) > most else { return }
        } else {
            guard message.headers.has(.rSeq), copies > mostReliable else { return }
        }
        let pattern = pattern(scene.response, requests, isFinal: message.start.isFinal)
        let evidence: Evidence? = scene.isLossy ? .lossy : nil
        reporter.report(0, .warning, message, bytes, scene, evidence: evidence, related: [scene.hop.finalFrame]) {
            let code = bytes.text(of: message.start.statusText)
            let span = SpanText.of(sinceFirst)
            return "\(code) sent again \(SpanText.times(copies)) within \(span): \(pattern)"
        }
    }

    /// What the copies look like.
    private func pattern(_ response: Repeats, _ requests: Int, isFinal: Bool) -> String {
        let spacing = response.spacing(isInvite: false)
        if case .burst = spacing { return "at once, as a path that doubles packets" }
        if requests >= Int(response.count) { return "for as many copies of the request" }
        let acknowledgement = isFinal ? "ACK" : "PRACK"
        switch spacing {
        case .timers: return "in gaps that double, so its \(acknowledgement) is lost or was not sent"
        case .even: return "in equal gaps, which no timer of SIP has"
        case .burst, .irregular, nil: return "in irregular gaps, so copies or its \(acknowledgement) were lost"
        }
    }
}
