internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A proxy that tries several targets for an INVITE and leaves the caller without a word meanwhile.
struct ForkWithoutTrying: Examiner {
    private static let rule = RuleDeclaration(
        "fork-without-trying",
        .provisional,
        .warning,
        .must,
        .transaction,
        tier: .next,
        title: "Fork without 100 Trying",
        sources: ["RFC 3261 §17.2.1", "RFC 3261 §16.2", "RFC 3261 §21.1.1"],
        parameters: [
            .number("limit_ms", 200, in: 1...10_000, "milliseconds within which the caller has to get a response")
        ],
        explanation: """
            A proxy that sent an INVITE to two or more targets gave its client no response within 200 ms. The search \
            may take long, and without a 100 the client sends the INVITE again and again.
            """,
        silence: """
            Where the hop of the caller or the branches were not seen, and where any provisional or final response \
            left in time. Where the capture loses packets it is one step milder.
            """,
        advice: "Let the proxy send 100 Trying at once, before it looks up and tries its targets.",
        example: ["A>P INVITE [0 ms]", "P>B INVITE [20 ms]", "P>C INVITE [20 ms]", "P>A 180 [1500 ms]"]
    )
    let declarations = [rule]
    let interest = Interest(symptoms: .linked, endings: true)
    private let limit: Int64

    init(_ values: RuleValues = RuleValues()) {
        limit = values.span(ForkWithoutTrying.rule, "limit_ms")
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard case .invite = scene.hop.method, scene.observation.isFirst else { return }
        if message.start.isResponse {
            guard scene.observation.responseDelay > limit else { return }
            judge(scene.hop, [scene.sighting.frame], isLossy: scene.isLossy, hops, &reporter)
        } else if let above = hops[scene.hop.upstream] {
            // A serial fork may begin after the late response.
            judge(above, [], isLossy: scene.isLossy, hops, &reporter)
        }
    }

    mutating func takeEnd(_ end: borrowing EndedHop, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        guard case .invite = end.hop.method, !end.hop.hasResponse, end.seesClient else { return }
        report(end.hop, [], isLossy: end.isLossy, "no response", hops, &reporter)
    }

    /// Judges the hop `above` of a proxy, to which a response was seen.
    private func judge(
        _ above: Hop,
        _ frames: [FrameReference],
        isLossy: Bool,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard above.firstResponseTime != .distantPast else { return }
        let delay = above.firstResponseTime.nanoseconds(since: above.time)
        guard delay > limit else { return }
        report(above, frames, isLossy: isLossy, "the first response after \(delay / 1_000_000) ms", hops, &reporter)
    }

    private func report(
        _ above: Hop,
        _ frames: [FrameReference],
        isLossy: Bool,
        _ answer: String,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard above.branchCount > 1, above.hasRequest else { return }
        var branches: [Hop] = []
        hops.forEachBranch(of: above) { if branches.count < 8 { branches.append($0) } }
        branches.reverse()
        reporter.report(
            0,
            isLossy ? .notice : .warning,
            of: above,
            evidence: isLossy ? .lossy : .whole,
            related: branches.map(\.frame) + frames
        ) {
            let places = branches.map { branch in
                "\(branch.flow.destination) after \(branch.time.nanoseconds(since: above.time) / 1_000_000) ms"
            }
            let targets = places.isEmpty ? "\(above.branchCount) targets" : places.joined(separator: ", ")
            return "\(answer); sent on to \(targets)"
        }
    }
}
