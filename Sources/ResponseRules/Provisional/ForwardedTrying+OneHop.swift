internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import SIPMessages
internal import WireBytes

/// Where only the hop of the client is seen, and what lies behind is elsewhere.
extension ForwardedTrying {
    /// A second 100: another than the first, and some time after it, shows that something on the way keeps state.
    func takeSecond(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let (hop, sighting) = (scene.hop, scene.sighting)
        guard let first = hops.trying(of: hop), sighting.time.nanoseconds(since: first.time) > near,
            sighting.flow.source.address == hop.flow.destination.address
        else { return }
        let second = hops.features(of: message, bytes)
        let hasOtherTag = second.tag != 0 && second.tag != first.features.tag && hop.toTag == 0
        let feature = second.first(newAgainst: first.features)
        guard hasOtherTag || feature != nil else { return }
        reporter.report(
            0,
            .warning,
            confidence: .likely,
            of: hop,
            at: sighting.time,
            evidence: .whole,
            related: [first.frame, sighting.frame]
        ) {
            let milliseconds = sighting.time.nanoseconds(since: first.time) / 1_000_000
            let what = hasOtherTag ? "with another To tag" : "with another \(feature?.name ?? "")"
            return "a second 100 \(what) \(milliseconds) ms after the first: "
                + "the proxy or an element behind it passed it on"
        }
    }

    /// A response with the To tag that the 100 had: the far side made both, where the proxy says in Record-Route that
    /// it is one.
    func takeTagged(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ scene: borrowing Scene,
        _ hops: borrowing HopTable,
        _ reporter: inout Reporter
    ) {
        let hop = scene.hop
        let host = hop.flow.destination.address
        guard let proxy = proxies[host], isStateful(proxy, at: scene.now), let first = hops.trying(of: hop),
            first.features.tag != 0, scene.sighting.flow.source.address == host,
            ForwardedTrying.recordsRoute(of: host, message, bytes)
        else { return }
        reporter.report(
            0,
            .warning,
            confidence: .likely,
            of: hop,
            at: first.time,
            evidence: .whole,
            related: [first.frame, scene.sighting.frame]
        ) {
            "100 with the To tag of the \(message.start.statusCode) of the far side, over a proxy that keeps state: "
                + proxy.proofs.words
        }
    }

    /// Whether a Record-Route names `host` by its address.
    private static func recordsRoute(of host: IPAddress, _ message: borrowing SIPMessage, _ bytes: RawSpan) -> Bool {
        var isThere = false
        message.headers.forEachValue(of: .recordRoute, bytes) { value in
            for entry in bytes.text(of: value).split(separator: ",") {
                guard let colon = entry.firstIndex(of: ":") else { continue }
                var rest = entry[entry.index(after: colon)...]
                if let at = rest.firstIndex(of: "@") { rest = rest[rest.index(after: at)...] }
                let text =
                    rest.first == "["
                    ? rest.dropFirst().prefix { $0 != "]" } : rest.prefix { !":;>? ".contains($0) }
                if IPAddress(text) == host { isThere = true }
            }
        }
        return isThere
    }
}
