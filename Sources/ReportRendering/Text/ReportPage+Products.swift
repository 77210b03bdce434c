internal import RuleEvaluation
internal import Tallying

/// How products stand before the rules, where several servers are the same.
extension ReportPage {
    /// The most products that are listed.
    private static let productLimit = 10

    /// A line for each product, those first that answered most; none where no two servers are the same.
    var products: [String] {
        let ranked = report.rankedProducts
        guard ranked.contains(where: { $0.card.servers > 1 }) else { return [] }
        let shown = Array(ranked.prefix(ReportPage.productLimit))
        let names = shown.map { TextLayout.truncated(foreign($0.name), to: 40) }
        var table: [TextTable.Column] = [
            .init(title: "PRODUCTS", cells: names, shrinksTo: 16),
            count("servers", shown.map { UInt64($0.card.servers) }, rank: 4),
            count("judged", shown.map(\.card.judged), rank: 5),
        ]
        table += Severity.allCases.reversed().map { severity in
            count("\(severity.rawValue)s", shown.map { $0.card.findings[severity] }, rank: 3 - severity.rank)
        }
        let rates = shown.map { entry in
            entry.card.findingsPerThousandCalls.map { Figures.grouped(UInt64($0.rounded())) } ?? "–"
        }
        table.append(.init(title: "per 1,000 calls", cells: rates, isTrailing: true, rank: 6))
        let others = ranked.count - shown.count
        let rest = others > 0 ? ["and \(Figures.count(UInt64(others), "other product"))"] : []
        return TextTable(table).lines(width: width) + rest
    }

    private func count(_ title: String, _ counts: [UInt64], rank: Int) -> TextTable.Column {
        .init(title: title, cells: counts.map { $0 == 0 ? "–" : Figures.grouped($0) }, isTrailing: true, rank: rank)
    }
}
