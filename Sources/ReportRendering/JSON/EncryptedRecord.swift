internal import NetworkTypes
internal import Tallying

/// An element of `capture.encrypted`: a server whose messages were seen and could not be read.
struct EncryptedRecord: Encodable {
    private let address: String
    private let port: UInt16
    private let transport: String
    private let serverName: String?
    private let version: String?
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
        serverName = peer.serverName
        version = peer.versionName
        frames = figures.frames
        connections = figures.connections
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(address, forKey: .address)
        try container.encode(port, forKey: .port)
        try container.encode(transport, forKey: .transport)
        // Both are there where nothing was seen as well, as null.
        try container.encode(serverName, forKey: .serverName)
        try container.encode(version, forKey: .version)
        try container.encode(frames, forKey: .frames)
        try container.encode(connections, forKey: .connections)
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
