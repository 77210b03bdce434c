internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A second INVITE of a dialog, refused with 500 while the first is pending, that is not told how long to wait.
struct OverlappingInvite: Examiner {
    /// The latest INVITEs whose ACK shows a final response that was not seen, by their calls and CSeq numbers: a ring,
    /// of which `next` is the oldest.
    private var answeredUnseen: [UInt64] = []
    private var next = 0
    private static let answeredLimit = 64

    var declarations: [RuleDeclaration] { [OverlappingInvite.declaration] }
    var interest: Interest { Interest(responses: [500], symptoms: .strayACK) }

    init(_ values: RuleValues = RuleValues()) {}

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let second = scene.hop
        guard message.start.isResponse else {
            if scene.observation.isFirst { noteStrayACK(of: second) }
            return
        }
        guard scene.observation.isFirst, message.hasWholeHeaderSection, case .invite = second.method,
            second.hasRequest, second.toTag != 0
        else { return }
        let value = message.headers.value(of: .retryAfter, bytes)
        let seconds = value.flatMap { RetryAfter.read(bytes, $0)?.seconds }
        if let seconds, seconds <= OverlappingInvite.longestWait { return }
        let answered = answeredUnseen
        let pending = hops.first(inCallOf: second) { other in
            OverlappingInvite.overlaps(other, second) && !answered.contains(OverlappingInvite.name(of: other))
        }
        guard let first = pending else { return }
        let severity: Severity = scene.isLossy ? .warning : .error
        reporter.report(
            0,
            severity,
            message,
            bytes,
            scene,
            evidence: scene.isLossy ? .lossy : nil,
            related: [first.frame, second.frame]
        ) {
            let gap = second.time.nanoseconds(since: first.time).asSeconds
            let wait = value.map { "with Retry-After: \(bytes.text(of: $0))" } ?? "without Retry-After"
            return "500 \(wait) to INVITE \(second.cSeq), \(gap) after INVITE \(first.cSeq), which was pending"
        }
    }

    /// Notes that the INVITE that the ACK with these facts is for was answered, as far as that was not seen.
    private mutating func noteStrayACK(of ack: Hop) {
        if answeredUnseen.count < OverlappingInvite.answeredLimit {
            answeredUnseen.append(OverlappingInvite.name(of: ack))
        } else {
            answeredUnseen[next] = OverlappingInvite.name(of: ack)
            next = (next + 1) % OverlappingInvite.answeredLimit
        }
    }

    private static func name(of hop: Hop) -> UInt64 { hop.callKey ^ UInt64(hop.cSeq) &* 0x9E37_79B9_7F4A_7C15 }

    /// The longest random wait, in seconds (RFC 3261 §14.2).
    private static let longestWait: UInt32 = 10

    /// Whether `second` came in the dialog of `first`, from the same client, before the final response to that.
    private static func overlaps(_ first: Hop, _ second: Hop) -> Bool {
        guard case .invite = first.method, first.hasRequest, first.cSeq < second.cSeq,
            first.fromTag == second.fromTag, first.flow.source.address == second.flow.source.address,
            first.flow.destination.address == second.flow.destination.address
        else { return false }
        let hasTag =
            first.toTag != 0 || first.firstEarlyTag == 0 || first.firstEarlyTag == second.toTag
            || first.secondEarlyTag == second.toTag
        guard hasTag, first.toTag == 0 || first.toTag == second.toTag else { return false }
        return first.finalCode == 0 || first.finalTime > second.time
    }

    static let declaration = RuleDeclaration(
        "overlap-invite-without-retry-after",
        .failures,
        .error,
        .must,
        .transaction,
        tier: .next,
        title: "Second INVITE refused without the random wait",
        sources: ["RFC 3261 §14.2"],
        explanation: """
            A server that gets a second INVITE in a dialog before it has answered the first refuses it with 500 and a \
            Retry-After of 0 to 10 seconds chosen at random. Without it the client takes the 500 as a lasting failure, \
            or comes back at once and meets the same INVITE again.
            """,
        silence: """
            Where either INVITE was not seen, and where the first had its final response or an ACK shows that it had. \
            While the capture loses packets it is a warning.
            """,
        advice: "Ask the owner of the server to add Retry-After; look also at why its client does not wait.",
        example: ["A>P INVITE CSeq: 5", "A>P INVITE CSeq: 6", "P>A 500 without Retry-After"]
    )
}
