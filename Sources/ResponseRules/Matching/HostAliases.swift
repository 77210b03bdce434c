internal import NetworkTypes

/// Addresses that belong to one host or cluster, as they were set.
struct HostAliases {
    private var clusters: [[AddressPattern]] = []

    /// The clusters of `entries`: an entry of several addresses or of a network is one, and all single addresses are
    /// one.
    init(_ entries: [String]) {
        var single: [AddressPattern] = []
        for entry in entries {
            let members = entry.split { " ,+=".contains($0) }.compactMap { AddressPattern(String($0)) }
            if members.count == 1, !entry.contains("/") { single += members } else { clusters.append(members) }
        }
        clusters.append(single)
    }

    /// Whether both are of one cluster.
    func areOne(_ one: Endpoint, _ other: Endpoint) -> Bool {
        clusters.contains { cluster in
            cluster.contains { $0.matches(one) } && cluster.contains { $0.matches(other) }
        }
    }
}
