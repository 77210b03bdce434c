internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPMessages
internal import WireBytes

/// The rule on 503s that do not say when to come back, with a memory of how many came lately from each server.
struct UnavailableServers: Examiner {
    let declarations = [Obligation.overload.declaration]
    let interest = Interest(responses: Obligation.overload.codes)
    /// The most servers that are remembered; the one that was silent longest goes for a new one.
    private static let limit = 1_024

    private let rule = RequiredHeader(Obligation.overload)
    private let window: Int64
    private let least: Int
    /// When the latest findings of each server were made, fewer than ``least`` of them.
    private var latest: [Endpoint: [Int64]] = [:]
    private var evictions: UInt64 = 0

    /// The rule with its parameters from `values`, and nothing to remember.
    init(_ values: RuleValues) {
        window = values.span(Obligation.overload.declaration, "window_s")
        least = values.count(Obligation.overload.declaration, "min")
    }

    var bounds: [(name: String, value: Int, reached: UInt64)] {
        [("unavailable_servers", UnavailableServers.limit, evictions)]
    }

    mutating func take(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let sighting = scene.sighting
        let traits = scene.hop.hasRequest ? scene.hop.traits : nil
        let hop = HopFacts(request: traits, flow: sighting.flow, isInSync: sighting.isInSync)
        guard let severity = rule.judge(message, bytes, hop) else { return }
        let isBurst = note(sighting.flow.source, at: scene.now)
        reporter.report(0, severity, message, bytes, scene) {
            let evidence = rule.evidence(message, bytes)
            return isBurst ? "\(evidence), one of \(least) or more within \(window / 1_000_000_000) s" : evidence
        }
    }

    /// Remembers one of `server`; the result says whether it makes as many within the window as a burst has.
    private mutating func note(_ server: Endpoint, at now: Int64) -> Bool {
        if latest[server] == nil, latest.count >= UnavailableServers.limit {
            let quiet = latest.min { ($0.value.last ?? 0) < ($1.value.last ?? 0) }
            if let quiet { latest[quiet.key] = nil }
            evictions &+= 1
        }
        latest[server, default: []].append(now)
        guard let times = latest[server], let first = times.first, times.count >= least else { return false }
        latest[server]?.removeFirst()
        return now &- first <= window
    }
}
