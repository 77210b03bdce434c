internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue

extension Hop {
    /// Whether it asks whether a server is there: an OPTIONS to nobody.
    var isProbe: Bool { method == .options && traits.contains(.sipURI) && !traits.contains(.uriUser) }
}

extension Method? {
    /// Whether it is ACK or CANCEL, which are never sent as requests of their own.
    var isHopBound: Bool { self == .ack || self == .cancel }
}

extension HopTable {
    /// Whether `hop` is what its client, a proxy, passes on of another's request, and not a try of the proxy itself:
    /// the first of its branches with this content to this server.
    func isPassedOn(_ hop: Hop) -> Bool {
        guard !hop.upstream.isNone else { return false }
        guard let above = self[hop.upstream] else { return true }
        var isFirst = true
        forEachBranch(of: above) { other in
            if other.id != hop.id, other.contentWithoutCredentials == hop.contentWithoutCredentials,
                other.flow.destination.address == hop.flow.destination.address
            {
                isFirst = false
            }
        }
        return isFirst
    }
}
