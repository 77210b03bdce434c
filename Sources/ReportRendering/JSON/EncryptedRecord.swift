internal import NetworkTypes
internal import Tallying

/// An element of `capture.encrypted`: a server whose messages were seen and could not be read.
struct EncryptedRecord: Encodable {
    private let address: String
    private let port: UInt16
    private let transport: String
    /// Both are there where nothing was seen as well.
    private let serverName: OrNull<String>
    private let version: OrNull<String>
    private let frames: UInt64
    private let connections: UInt64

    private enum CodingKeys: String, CodingKey {
        case address, port, transport, version, frames, connections
        case serverName = "sni"
    }

    init(_ peer: EncryptedPeer, _ figures: EncryptedTable.Figures) {
        address = "\(peer.server.address)"
        port = peer.server.port
        transport = peer.layer
        serverName = OrNull(peer.serverName)
        version = OrNull(peer.versionName)
        frames = figures.frames
        connections = figures.connections
    }

    /// What the list leaves out, because there were too many.
    struct Omitted: Encodable {
        private let frames: UInt64
        private let connections: UInt64

        private enum CodingKeys: String, CodingKey { case frames, connections }

        init?(_ figures: EncryptedTable.Figures) {
            guard figures.connections > 0 else { return nil }
            frames = figures.frames
            connections = figures.connections
        }
    }
}
