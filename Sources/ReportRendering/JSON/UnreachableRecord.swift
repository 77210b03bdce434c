internal import NetworkTypes
internal import Tallying

/// An element of `capture.unreachable`: somebody to whom SIP was not delivered.
struct UnreachableRecord: Encodable {
    private let address: String
    private let port: UInt16
    private let transport: String
    private let reason: String
    private let count: UInt64

    private enum CodingKeys: String, CodingKey { case address, port, transport, reason, count }

    init(_ peer: UnreachablePeer, _ count: UInt64) {
        address = "\(peer.endpoint.address)"
        port = peer.endpoint.port
        transport = peer.transport.rawValue
        reason = peer.reason
        self.count = count
    }
}
