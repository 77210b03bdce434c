internal import NetworkTypes
internal import Tallying

/// What went by and is in no figure.
extension ReportPage {
    /// The most peers that are named, each on a line of its own.
    private static let mostPeers = 8

    /// SIP that cannot be read because it is encrypted.
    var encrypted: [String] {
        let total = tally.encrypted.total
        guard total.connections > 0 else { return [] }
        let peers = report.rankedEncrypted
        let listed = peers.map { peer, figures in
            let said = [peer.serverName.map(foreign), peer.versionName].compactMap(\.self).joined(separator: ", ")
            let about = said.isEmpty ? "" : " (\(said))"
            return "\(peer.server)\(about): \(amount(figures))"
        }
        return ["SIP over TLS was seen and cannot be read: \(amount(total))"] + rows(listed)
    }

    private func amount(_ figures: EncryptedTable.Figures) -> String {
        "\(Figures.count(figures.frames, "frame")) in \(Figures.count(figures.connections, "connection"))"
    }

    /// The first of `lines`, set in, and how many more there are.
    private func rows(_ lines: [String]) -> [String] {
        let others = lines.count - min(lines.count, ReportPage.mostPeers)
        let rest = others > 0 ? ["and \(Figures.count(UInt64(others), "other peer"))"] : []
        return (lines.prefix(ReportPage.mostPeers) + rest).map { "\u{A0}\u{A0}" + $0 }
    }

    /// Those to whom SIP was not delivered.
    var unreachable: [String] {
        let peers = report.rankedUnreachable
        guard !peers.isEmpty else { return [] }
        let listed = peers.map { peer, count in
            let transport = peer.transport == .udp ? "" : " \(peer.transport.rawValue.uppercased())"
            let reason = peer.reason.replacing("_", with: " ")
            return "\(peer.endpoint)\(transport): \(reason), \(Figures.count(count, "time"))"
        }
        return ["SIP could not be delivered:"] + rows(listed)
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
