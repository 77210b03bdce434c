internal import NetworkTypes
internal import Tallying

/// What went by and is in no figure.
extension ReportPage {
    /// The most peers that a line names.
    private static let mostPeers = 4

    /// SIP that cannot be read because it is encrypted.
    var encrypted: [String] {
        let total = tally.encrypted.total
        guard total.connections > 0 else { return [] }
        let peers = report.rankedEncrypted
        let listed = peers.prefix(ReportPage.mostPeers).map { peer, figures in
            let said = [peer.serverName.map(foreign), peer.versionName].compactMap(\.self).joined(separator: ", ")
            let about = said.isEmpty ? "" : " (\(said))"
            return "\(Figures.grouped(figures.frames)) with \(peer.server)\(about)"
        }
        let rest = peers.count > listed.count ? ["others with \(peers.count - listed.count) more"] : []
        let amount = "\(Figures.count(total.frames, "frame")) in \(Figures.count(total.connections, "connection"))"
        return ["SIP over TLS was seen and cannot be read: \(amount), \((listed + rest).joined(separator: "; "))"]
    }

    /// Those to whom SIP was not delivered.
    var unreachable: [String] {
        let peers = report.rankedUnreachable
        guard !peers.isEmpty else { return [] }
        let listed = peers.prefix(ReportPage.mostPeers).map { peer, count in
            let transport = peer.transport == .udp ? "" : " \(peer.transport.rawValue.uppercased())"
            let reason = peer.reason.replacing("_", with: " ")
            return "\(peer.endpoint)\(transport) (\(reason), \(Figures.count(count, "time")))"
        }
        let rest = peers.count > listed.count ? ["\(peers.count - listed.count) more"] : []
        return ["SIP could not be delivered: \((listed + rest).joined(separator: "; "))"]
    }

    /// SIP that cannot be read for another reason.
    var unreadable: [String] {
        tally.unreadable.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { reason, count in
            switch reason {
            case "websocket_compressed":
                "\(Figures.count(count, "WebSocket message")) with permessage-deflate cannot be read"
            default: "\(Figures.count(count, "message")) cannot be read: \(reason.replacing("_", with: " "))"
            }
        }
    }
}
