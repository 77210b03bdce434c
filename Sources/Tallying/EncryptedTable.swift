package import NetworkTypes

/// Somebody who was spoken to in a form that cannot be read.
package struct EncryptedPeer: Hashable, Sendable {
    /// The server: who answered, or was asked to.
    package var server: Endpoint
    /// Whether it was DTLS over UDP; TLS over TCP where not.
    package var isDatagram: Bool
    /// The name that the client asked for (RFC 6066 §3), as it stood there; `nil` where none was seen.
    package var serverName: String?
    /// The version as on the wire: the one agreed on, or the highest one offered where no answer was seen; 0 for
    /// neither.
    package var version: UInt16

    /// A peer of which this was seen.
    package init(server: Endpoint, isDatagram: Bool, serverName: String?, version: UInt16) {
        self.server = server
        self.isDatagram = isDatagram
        self.serverName = serverName
        self.version = version
    }

    /// The word for what hides the messages.
    package var layer: String { isDatagram ? "dtls" : "tls" }

    /// The version as people write it, or `nil` where none was seen (RFC 8446 §4.2.1, RFC 9147 §5.3).
    package var versionName: String? {
        switch version {
        case 0: nil
        case 0x0300: "SSL 3.0"
        case 0x0301: "TLS 1.0"
        case 0x0302: "TLS 1.1"
        case 0x0303: "TLS 1.2"
        case 0x0304: "TLS 1.3"
        case 0xFEFF: "DTLS 1.0"
        case 0xFEFD: "DTLS 1.2"
        case 0xFEFC: "DTLS 1.3"
        default: "0x" + String(version, radix: 16)
        }
    }
}

/// What was seen of SIP that is encrypted: by server, name and version, up to a limit; the rest are counted together.
package struct EncryptedTable: Sendable {
    /// The most peers that are told apart.
    package static let limit = 1_000

    /// How much was seen.
    package struct Figures: Equatable, Sendable {
        /// Frames that brought bytes of it.
        package var frames: UInt64
        /// Connections, or pairs of ends with DTLS.
        package var connections: UInt64

        /// So much.
        package init(frames: UInt64, connections: UInt64) {
            self.frames = frames
            self.connections = connections
        }

        fileprivate mutating func add(_ more: Figures) {
            frames &+= more.frames
            connections &+= more.connections
        }
    }

    /// What was seen of each peer.
    package private(set) var peers: [EncryptedPeer: Figures] = [:]
    /// What was seen of peers beyond the limit.
    package private(set) var omitted = Figures(frames: 0, connections: 0)

    /// Nothing seen.
    package init() {}

    /// What was seen of all peers together.
    package var total: Figures {
        peers.values.reduce(into: omitted) { $0.add($1) }
    }

    /// Adds what was seen of `peer`.
    package mutating func add(_ figures: Figures, of peer: EncryptedPeer) {
        if peers[peer] != nil || peers.count < EncryptedTable.limit {
            peers[peer, default: Figures(frames: 0, connections: 0)].add(figures)
        } else {
            omitted.add(figures)
        }
    }
}
