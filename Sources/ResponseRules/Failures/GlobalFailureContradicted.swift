internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A 6xx on one branch of a fork, and another branch that lives on: one of the two is wrong.
///
/// Either the server said that nobody will answer, and somebody does, or the proxy did not stop its search: a 6xx ends
/// it (RFC 3261 §16.7 steps 5 and 10).
struct GlobalFailureContradicted: Examiner {
    private static let rule = RuleDeclaration(
        "global-failure-contradicted",
        .failures,
        .warning,
        .must,
        .transaction,
        tier: .next,
        title: "6xx while another branch lives",
        sources: ["RFC 3261 §16.7", "RFC 3261 §21.6", "RFC 8688 §3.1"],
        parameters: [
            .number("cancel_ms", 500, in: 50...10_000, "milliseconds in which pending branches have to be cancelled")
        ],
        explanation: """
            A 6xx says that no end point will take the call, and ends the search of the proxy. Here another branch of \
            the same INVITE rang or was answered after it, or the proxy tried a new target or left branches ringing.
            """,
        silence: """
            Where the branches are not seen to belong to one INVITE, where a response of another branch was underway \
            when the 6xx came (250 ms), and where a pending branch had sent no provisional response, before which it \
            cannot be cancelled.
            """,
        advice: """
            Let a device that speaks only for itself decline with 486 or 480 in place of 600 or 603, and let the proxy \
            cancel the other branches and try no further target once a 6xx has come.
            """,
        example: ["P>B INVITE", "P>C INVITE", "B>P 603", "P>D INVITE"]
    )
    let declarations = [rule]
    let interest = Interest(symptoms: .linked)
    private let cancelSpan: Int64

    /// The 6xx that ended a search.
    private struct Ending {
        let branch: HopID
        let code: UInt16
        let time: CaptureTime
        let frame: FrameReference
        let isLossy: Bool
    }
    private static let limit = 4_096
    private var endings: [HopID: Ending] = [:]
    /// When it is looked whether branches were cancelled, and when a search is forgotten.
    private var cancels = Deadlines<HopID>(limit: GlobalFailureContradicted.limit)
    private var ends = Deadlines<HopID>(limit: GlobalFailureContradicted.limit)

    /// How far apart messages may be and yet have crossed (guard REORDER): 250 ms; and what a proxy may be at sending
    /// when a response comes: 5 ms.
    private static let reorder: Int64 = 250_000_000
    private static let underway: Int64 = 5_000_000
    /// How long a search may go on: 180 s.
    private static let search: Int64 = 180_000_000_000

    init(_ values: RuleValues = RuleValues()) {
        cancelSpan = values.span(GlobalFailureContradicted.rule, "cancel_ms")
    }

    var deadline: Int64 { min(cancels.next, ends.next) }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("searches_ended", GlobalFailureContradicted.limit, ends.dropped)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        guard case .invite = message.method, scene.observation.isFirst else { return }
        let hop = scene.hop
        let code = message.start.statusCode
        if message.start.isResponse, code >= 600 {
            if hop.finalCode == code, hops.holds(hop.upstream) { begin(hop, scene) }
            return
        }
        guard !endings.isEmpty, let ending = endings[hop.upstream], ending.branch != hop.id,
            let above = hops[hop.upstream]
        else { return }
        let span = scene.sighting.time.nanoseconds(since: ending.time)
        if !message.start.isResponse {
            guard span > GlobalFailureContradicted.underway else { return }
            report(above, ending, [scene.sighting.frame], &reporter) {
                "new branch to \(hop.flow.destination) \(span / 1_000_000) ms after the \(ending.code)"
            }
        } else if (180..<190).contains(code) || (200..<300).contains(code) {
            guard span > GlobalFailureContradicted.reorder else { return }
            // The server that spoke for all of them was wrong.
            let party = hops[ending.branch]?.flow.destination
            report(above, ending, [scene.sighting.frame], against: party, &reporter) {
                "\(code) of \(hop.flow.destination) \(span / 1_000_000) ms after the \(ending.code)"
            }
        }
    }

    private mutating func begin(_ hop: Hop, _ scene: borrowing Scene) {
        guard endings[hop.upstream] == nil, endings.count < GlobalFailureContradicted.limit else { return }
        endings[hop.upstream] = Ending(
            branch: hop.id,
            code: hop.finalCode,
            time: scene.sighting.time,
            frame: scene.sighting.frame,
            isLossy: scene.isLossy
        )
        cancels.wait(hop.upstream, until: scene.now &+ cancelSpan &+ 1)
        ends.wait(hop.upstream, until: scene.now &+ GlobalFailureContradicted.search)
    }

    mutating func advance(to now: Int64, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        while let id = cancels.due(at: now) { lookForPending(id, hops, &reporter) }
        while let id = ends.due(at: now) { endings[id] = nil }
    }

    /// Looks for branches that were neither cancelled nor came to an end of their own.
    private func lookForPending(_ id: HopID, _ hops: borrowing HopTable, _ reporter: inout Reporter) {
        guard let ending = endings[id], let above = hops[id] else { return }
        var pending: [Hop] = []
        hops.forEachBranch(of: above) { branch in
            // Before a provisional response there is nothing to cancel (RFC 3261 §9.1).
            let isPending = branch.finalCode == 0 && !branch.wasCancelled && branch.provisionalCode > 0
            if branch.id != ending.branch, isPending, branch.firstResponseTime <= ending.time { pending.append(branch) }
        }
        guard !pending.isEmpty else { return }
        report(above, ending, pending.prefix(4).map(\.frame), isAbsence: true, &reporter) {
            let places = pending.prefix(4).map { "\($0.flow.destination)" }.joined(separator: ", ")
            return "no CANCEL to \(places) within \(cancelSpan / 1_000_000) ms of the \(ending.code)"
        }
    }

    private func report(
        _ above: Hop,
        _ ending: Ending,
        _ frames: [FrameReference],
        against party: Endpoint? = nil,
        isAbsence: Bool = false,
        _ reporter: inout Reporter,
        detail: () -> String
    ) {
        let isMild = isAbsence && ending.isLossy
        reporter.report(
            0,
            isMild ? .notice : .warning,
            of: above,
            at: ending.time,
            against: party,
            evidence: isMild ? .lossy : .whole,
            related: [ending.frame] + frames,
            detail: detail
        )
    }
}
