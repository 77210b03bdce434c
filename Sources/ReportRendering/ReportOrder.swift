internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import Tallying

/// A finding with the facts of its rule.
struct ReportedFinding {
    let rule: RuleDeclaration
    let severity: Severity
    let group: FindingGroup
}

/// The orders in which every renderer lists things; all of them are total, so the same report gives the same bytes.
extension Report {
    /// Findings by severity, the gravest first, then by count, the greatest first, then by rule.
    var rankedFindings: [ReportedFinding] {
        tally.findings.groups
            .filter { rules.indices.contains($0.key.rule) }
            .map { ReportedFinding(rule: rules[$0.key.rule], severity: $0.key.severity, group: $0.value) }
            .sorted { left, right in
                if left.severity != right.severity { return left.severity > right.severity }
                if left.group.count != right.group.count { return left.group.count > right.group.count }
                return left.rule.identifier < right.rule.identifier
            }
    }

    /// Servers by responses, the most first, then by address, port and transport.
    var rankedServers: [(key: ServerKey, server: Server)] {
        tally.servers.all.sorted { left, right in
            if left.server.responses != right.server.responses {
                return left.server.responses > right.server.responses
            }
            return left.key < right.key
        }
    }
}

extension Report {
    /// What servers say they are, by responses that were judged, the most first, then by name; servers that say nothing
    /// or several things are in none.
    var rankedProducts: [(name: String, card: Scorecard)] {
        var cards: [String: Scorecard] = [:]
        for (_, server) in tally.servers.all {
            if let name = server.product.name { cards[name, default: Scorecard()].add(server) }
        }
        return cards.map { (name: $0.key, card: $0.value) }
            .sorted { $0.card.judged != $1.card.judged ? $0.card.judged > $1.card.judged : $0.name < $1.name }
    }
}

extension Report {
    /// Directions by attempts, the most first, then by address.
    var rankedDirections: [(key: Direction, row: FigureRow)] {
        tally.kpis.directions.all.sorted { left, right in
            let attempts = (left.row.ratios[.asr].denominator, right.row.ratios[.asr].denominator)
            return attempts.0 != attempts.1 ? attempts.0 > attempts.1 : left.key < right.key
        }
    }
}

extension Report {
    /// The most windows of the shortest kind that is listed where nobody said which.
    package static let windowLimit = 60

    /// Windows with their figures, the shorter ones first, then by their beginning.
    ///
    /// Where nobody said which, the shortest of which there are not too many, and longer ones where these are several:
    /// a single one is as good as the total.
    var listedWindows: [(span: WindowSpan, start: CaptureTime, row: FigureRow)] {
        let table = tally.kpis.windows
        var listed: [(span: WindowSpan, start: CaptureTime, row: FigureRow)] = []
        for span in WindowSpan.allCases where windows.isEmpty || windows.contains(span) {
            let all = table.all(span)
            if windows.isEmpty, all.count > Report.windowLimit || all.count < 2 && !listed.isEmpty { continue }
            listed += all.map { (span, $0.start, $0.row) }
        }
        return listed
    }
}

extension Report {
    /// Who was spoken to in a form that cannot be read, by frames, the most first, then by address, port and what was
    /// said.
    var rankedEncrypted: [(key: EncryptedPeer, value: EncryptedTable.Figures)] {
        tally.encrypted.peers.sorted { left, right in
            if left.value.frames != right.value.frames { return left.value.frames > right.value.frames }
            return left.key < right.key
        }
    }
}

extension Report {
    /// Who could not be reached, by errors, the most first, then by address, port, transport and reason.
    var rankedUnreachable: [(key: UnreachablePeer, value: UInt64)] {
        tally.unreachable.peers.sorted { left, right in
            left.value != right.value ? left.value > right.value : left.key < right.key
        }
    }
}

extension UnreachablePeer {
    static func < (left: UnreachablePeer, right: UnreachablePeer) -> Bool {
        (left.endpoint, left.transport.place, left.reason) < (right.endpoint, right.transport.place, right.reason)
    }
}

extension EncryptedPeer {
    static func < (left: EncryptedPeer, right: EncryptedPeer) -> Bool {
        (left.server, left.layer, left.serverName ?? "", left.version)
            < (right.server, right.layer, right.serverName ?? "", right.version)
    }
}

extension FindingGroup {
    /// The servers by occurrences, the most first, then by address, port and transport.
    var rankedServers: [(key: ServerKey, count: UInt64)] {
        servers.map { (key: $0.key, count: $0.value) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.key < $1.key }
    }
}

extension ServerKey {
    static func < (left: ServerKey, right: ServerKey) -> Bool {
        (left.endpoint, left.transport.place) < (right.endpoint, right.transport.place)
    }
}
