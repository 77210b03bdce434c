package import NetworkTypes

/// Somebody to whom SIP was not delivered, and why.
package struct UnreachablePeer: Hashable, Sendable {
    /// To whom it was sent.
    package var endpoint: Endpoint
    /// Over what.
    package var transport: Transport
    /// Why not: a name of a closed set.
    package var reason: String

    /// Such a peer.
    package init(endpoint: Endpoint, transport: Transport, reason: String) {
        self.endpoint = endpoint
        self.transport = transport
        self.reason = reason
    }
}

/// How often SIP was not delivered, as ICMP or a refused connection says: by peer and reason, up to a limit; the rest
/// are counted together.
package struct UnreachableTable: Sendable {
    /// The most peers and reasons that are told apart.
    package static let limit = 1_000

    /// How often of each.
    package private(set) var peers: [UnreachablePeer: UInt64] = [:]
    /// How often of those beyond the limit.
    package private(set) var omitted: UInt64 = 0

    /// Nothing said.
    package init() {}

    /// Counts an error about `peer`, or a refusal of it.
    package mutating func add(_ peer: UnreachablePeer) {
        if peers[peer] != nil || peers.count < UnreachableTable.limit {
            peers[peer, default: 0] &+= 1
        } else {
            omitted &+= 1
        }
    }
}
