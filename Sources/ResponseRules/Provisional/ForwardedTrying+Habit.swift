internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue

/// A proxy whose 100s come only and always when one has come from below.
extension ForwardedTrying {
    /// Counts by what its 100s came, and reports a habit of passing them on that nothing else shows.
    mutating func takeHabit(
        _ hop: Hop,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (sent, now) = (hops.trying(of: hop)?.time, scene.now)
        var (isPrompted, follows) = (false, false)
        hops.forEachBranch(of: hop) { branch in
            guard let original = hops.trying(of: branch) else { return }
            isPrompted = true
            let delay = sent?.nanoseconds(since: original.time) ?? -1
            if delay >= 0, delay <= near { follows = true }
        }
        proxies.update(hop.flow.destination.address, at: scene.now, from: KnownProxy()) { proxy in
            if sent != nil { proxy.tryings += 1 }
            if follows { proxy.followed += 1 }
            if !isPrompted, sent != nil { proxy.unprompted += 1 }
            if !isPrompted, sent == nil { proxy.quiet += 1 }
        }
        guard let proxy = proxies[hop.flow.destination.address], !proxy.isReported, proxy.quiet > 0,
            proxy.unprompted == 0, proxy.tryings >= patternMinimum, isStateful(proxy, at: now),
            Double(proxy.followed) >= patternRatio * Double(proxy.tryings)
        else { return }
        proxies.update(hop.flow.destination.address, at: scene.now, from: KnownProxy()) { $0.isReported = true }
        reporter.report(
            0,
            .warning,
            confidence: .likely,
            of: hop,
            counting: .each(calls: proxy.followed),
            evidence: .whole
        ) {
            "\(proxy.followed) of \(proxy.tryings) 100s followed one from below at once, and where none came from "
                + "below none was sent; the proxy keeps state: \(proxy.proofs.words)"
        }
    }
}
