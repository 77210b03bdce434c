internal import NetworkTypes
internal import RuleEvaluation
internal import SIPCatalogue
internal import Tallying

/// Who answered.
extension ReportPage {
    /// The most servers that are listed.
    private static let serverLimit = 10

    /// The servers that answered most, by class and, where there is room, by product and code.
    var servers: [String] {
        let ranked = report.rankedServers
        guard !ranked.isEmpty else { return [] }
        let shown = Array(ranked.prefix(ReportPage.serverLimit))
        var table = [
            TextTable.Column(title: "SERVERS", cells: shown.map { name(of: $0.key) }),
            figures("responses", shown.map(\.server.responses)),
        ]
        table += ResponseClass.allCases.map { classColumn($0, shown.map(\.server)) }
        table.append(optional("sent again", shown.map(\.server.retransmissions), rank: 7))
        table += Severity.allCases.reversed().map { severity in
            optional("\(severity.rawValue)s", shown.map { $0.server.bySeverity[severity] }, rank: 3 - severity.rank)
        }
        table += [
            .init(title: "per 1,000 calls", cells: rates(of: shown.map(\.server)), isTrailing: true, rank: 5),
            .init(title: "product", cells: shown.map { product(of: $0.server) }, rank: 6, shrinksTo: 12),
            .init(title: "codes", cells: shown.map { codes(of: $0.server) }, rank: 8),
        ]
        return TextTable(table).lines(width: width) + omitted(ranked.dropFirst(shown.count).map(\.server))
    }

    /// `203.0.113.20:5060`, with the transport where it is not UDP.
    func name(of key: ServerKey) -> String {
        key.transport == .udp ? "\(key.endpoint)" : "\(key.endpoint) \(key.transport.rawValue.uppercased())"
    }

    /// The failures of a server say more than its successes, these more than what is provisional.
    private func classColumn(_ responseClass: ResponseClass, _ servers: [Server]) -> TextTable.Column {
        let rank = [0, 4, 3, 3, 2, 2, 2][responseClass.rawValue]
        return optional(responseClass.name, servers.map { $0.classes[responseClass.rawValue] }, rank: rank, least: 5)
    }

    /// A column of counts that is left out where all are zero; a zero is a dash.
    private func optional(_ title: String, _ counts: [UInt64], rank: Int, least: Int = 0) -> TextTable.Column {
        let isVacant = counts.allSatisfy { $0 == 0 }
        let cells = isVacant ? [] : counts.map { $0 == 0 ? "–" : Figures.grouped($0) }
        return .init(title: title, cells: cells, isTrailing: true, rank: rank, least: isNarrow ? 0 : least)
    }

    /// Findings in a thousand calls, where there are any.
    private func rates(of servers: [Server]) -> [String] {
        guard servers.contains(where: { $0.bySeverity.total > 0 && $0.calls > 0 }) else { return [] }
        return servers.map { server in
            Scorecard(server).findingsPerThousandCalls.map { Figures.grouped(UInt64($0.rounded())) } ?? "–"
        }
    }

    private func product(of server: Server) -> String {
        server.product.name.map { TextLayout.truncated(foreign($0), to: 40) } ?? ""
    }

    /// The four codes that a server sent most.
    private func codes(of server: Server) -> String {
        let codes = server.codes.all.sorted { $0.count != $1.count ? $0.count > $1.count : $0.code < $1.code }
        let words = codes.prefix(4).map { "\($0.code == 0 ? "other" : String($0.code)) \(Figures.grouped($0.count))" }
        return words.joined(separator: ", ") + (codes.count > 4 ? ", …" : "")
    }

    private func omitted(_ servers: [Server]) -> [String] {
        var sentences: [String] = []
        if !servers.isEmpty {
            let responses = servers.reduce(0) { $0 &+ $1.responses }
            let findings = servers.reduce(0) { $0 &+ $1.bySeverity.total }
            let found = findings > 0 ? " and \(Figures.count(findings, "finding"))" : ""
            sentences.append(
                "and \(Figures.count(UInt64(servers.count), "other server")) with "
                    + "\(Figures.count(responses, "response"))\(found)"
            )
        }
        if tally.servers.uncountedResponses > 0 {
            sentences.append(
                "\(Figures.count(tally.servers.uncountedResponses, "response")) of servers beyond the first "
                    + "\(Figures.grouped(UInt64(ServerTable.limit))) in no row"
            )
        }
        return sentences.flatMap { TextLayout.wrapped($0, to: width) }
    }
}
