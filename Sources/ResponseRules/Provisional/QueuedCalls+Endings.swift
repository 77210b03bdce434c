internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue

/// How queued calls end, and how many of them because their callers give up.
extension QueuedCalls {
    /// Counts the queued calls of `server` that came to an end, and judges how many were abandoned.
    mutating func settle(
        _ server: Endpoint,
        at now: Int64,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        if servers[server] == nil, servers.count >= QueuedCalls.serverLimit {
            refusedServers &+= 1
            if let oldest = servers.min(by: { $0.value.latest < $1.value.latest })?.key { servers[oldest] = nil }
        }
        var state = servers[server] ?? Server(latest: now)
        state.latest = now
        for (id, entry) in entries where entry.server == server {
            guard let hop = hops[id] else {
                entries[id] = nil
                continue
            }
            guard hop.finalCode != 0 else { continue }
            entries[id] = nil
            guard hop.hasRequest else { continue }
            state.ended += 1
            guard hop.finalCode == 487, cancel(of: hop, hops) != nil else { continue }
            state.abandoned += 1
            state.waiting.append(hop)
            if state.waiting.count > QueuedCalls.serverLimit { state.waiting.removeFirst() }
        }
        if state.ended >= leastCalls, Double(state.abandoned) > abandonRatio * Double(state.ended) {
            for hop in state.waiting.sorted(by: { $0.finalTime < $1.finalTime }) {
                reporter.report(1, .warning, of: hop, at: hop.finalTime, counting: .call, evidence: .whole) {
                    "queued, and cancelled after \(hop.finalTime.nanoseconds(since: hop.time).asSeconds), as were "
                        + "\(state.abandoned) of \(state.ended) queued calls of the server"
                }
            }
            state.waiting = []
        }
        servers[server] = state
    }

    /// The CANCEL of the INVITE of `hop`, by the same client.
    func cancel(of hop: Hop, _ hops: borrowing HopTable) -> Hop? {
        hops.first(inCallOf: hop) { other in
            other.method == .cancel && other.cSeq == hop.cSeq && other.viaStack == hop.viaStack
        }
    }
}
