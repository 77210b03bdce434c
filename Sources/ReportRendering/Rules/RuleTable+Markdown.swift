package import RuleEvaluation

/// The table of rules that the documentation shows.
extension RuleTable {
    /// A Markdown table of `rules`, a row for each, by family.
    package static func markdown(of rules: [RuleDeclaration]) -> String {
        let head = ["| rule | severity | family | what is wrong | source |", "| --- | --- | --- | --- | --- |"]
        let rows = RuleFamily.allCases.flatMap { family in rules.filter { $0.family == family }.map(row) }
        return (head + rows).map { $0 + "\n" }.joined()
    }

    private static func row(_ rule: RuleDeclaration) -> String {
        let cells = [
            "`\(rule.identifier)`", rule.severity.rawValue, rule.family.rawValue, rule.title, rule.sources.first ?? "",
        ]
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}
