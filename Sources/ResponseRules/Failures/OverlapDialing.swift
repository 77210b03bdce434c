internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// A caller that sends each digit in an INVITE of its own until the number is whole (RFC 3578).
///
/// The INVITEs of one run have one Call-ID, or one client and one From.
struct OverlapDialing: Examiner {
    let declarations = [OverlapDialing.declaration]
    let interest = Interest(requests: [.invite], responses: [484], symptoms: .awaited)
    /// The most runs that are remembered, each under two keys.
    static let limit = 1_024

    private var runs = RecentTable<DialledRun>(limit: OverlapDialing.limit * 2)
    private let hash = KeyedHash()
    private let longestGap: Int64

    init(_ values: RuleValues = RuleValues()) { longestGap = values.span(OverlapDialing.declaration, "gap_s") }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("dialled_runs", OverlapDialing.limit, runs.evictions)]
    }

    /// What the run of a message is found by: its call, and its caller.
    private struct Keys {
        let call: UInt64
        let caller: UInt64
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let isResponse = message.start.isResponse
        guard isResponse || !runs.isEmpty else { return }
        let hop = scene.hop
        guard hop.method == .invite, hop.hasRequest, hop.toTag == 0, hop.upstream.isNone else { return }
        let client = hop.flow.source.address
        let start = hash.combine(client.high, client.low)
        let keys = Keys(
            call: hash.combine(start, hop.callKey),
            caller: hash.hash(bytes, message.from.uri, from: start)
        )
        if !isResponse {
            takeInvite(message, bytes, scene, keys, &reporter)
        } else if message.start.statusCode == 484 {
            takeRefusal(scene, keys, hops, &reporter)
        } else {
            takeAnswer(message, bytes, scene, keys, &reporter)
        }
    }

    private func run(_ keys: Keys) -> DialledRun? { runs[keys.call] ?? runs[keys.caller] }

    private mutating func set(_ run: DialledRun, _ keys: Keys, at now: Int64) {
        runs.set(keys.call, run, at: now)
        runs.set(keys.caller, run, at: now)
    }

    private mutating func end(_ keys: Keys) {
        runs.remove(keys.call)
        runs.remove(keys.caller)
    }

    private mutating func takeInvite(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ keys: Keys,
        _ reporter: inout Reporter
    ) {
        guard var run = run(keys), scene.now - run.refusedAt <= longestGap,
            run.isExtended(by: bytes.user(of: message.start.requestURI))
        else { return }
        run.pending = scene.hop.id
        reporter.awaitAnswers(to: scene.hop)
        set(run, keys, at: scene.now)
    }

    /// Takes a 484, behind which a longer number may already have been sent.
    private mutating func takeRefusal(
        _ scene: borrowing Scene,
        _ keys: Keys,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (hop, now, frame) = (scene.hop, scene.now, scene.sighting.frame)
        let user = reporter.dialledUser(of: hop)
        guard !user.isEmpty else { return }
        var run: DialledRun
        if let known = self.run(keys), known.pending == hop.id {
            run = known
            run.extend(user, at: now, frame)
        } else {
            run = DialledRun(user, at: now, frame)
        }
        let next = hops.first(inCallOf: hop) { other in
            other.method == .invite && other.cSeq > hop.cSeq && other.upstream.isNone
                && other.flow.source.address == hop.flow.source.address && other.finalCode != 484
        }
        guard let next, run.isExtended(by: reporter.dialledUser(of: next)) else { return set(run, keys, at: now) }
        if let code = next.answer {
            end(keys)
            return report(run, next, code, &reporter)
        }
        run.pending = next.id
        reporter.awaitAnswers(to: next)
        set(run, keys, at: now)
    }

    private func report(_ run: DialledRun, _ hop: Hop, _ code: UInt16, _ reporter: inout Reporter) {
        let count = reporter.dialledUser(of: hop).count
        reporter.report(
            0,
            .notice,
            of: hop,
            against: hop.flow.source,
            counting: .call,
            evidence: .whole,
            related: run.frames
        ) { run.text(endingWith: code, count) }
    }

    private mutating func takeAnswer(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ keys: Keys,
        _ reporter: inout Reporter
    ) {
        let (hop, code) = (scene.hop, message.start.statusCode)
        // A challenge is answered with the same number.
        guard code > 100, code != 401, code != 407, let run = run(keys), run.pending == hop.id else { return }
        end(keys)
        let count = reporter.dialledUser(of: hop).count
        reporter.report(
            0,
            .notice,
            message,
            bytes,
            scene,
            against: hop.flow.source,
            counting: .call,
            related: run.frames
        ) { run.text(endingWith: code, count) }
    }
}

extension Hop {
    /// The code that says what became of an INVITE, as far as that is known: no 100, 484 or challenge.
    fileprivate var answer: UInt16? {
        switch finalCode {
        case 0: provisionalCode > 100 ? provisionalCode : nil
        case 401, 407, 484: nil
        default: finalCode
        }
    }
}
