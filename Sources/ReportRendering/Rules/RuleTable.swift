package import RuleEvaluation

/// The table that `siptally rules` prints.
package enum RuleTable {
    /// The columns from which on sources are shown as well.
    private static let wide = 120

    /// A line for each of `rules` with its severity, tier and title, under the name of its family.
    ///
    /// - Parameters:
    ///   - rules: What it lists.
    ///   - style: How the terminal shows it; titles wrap where there is little room, and stand below where there is
    ///     none.
    /// - Returns: Lines with a line feed after each.
    package static func text(of rules: [RuleDeclaration], style: ReportStyle) -> String {
        let width = min(max(style.width, 40), 200)
        var lines: [String] = []
        for family in RuleFamily.allCases {
            let members = rules.filter { $0.family == family }
            guard !members.isEmpty else { continue }
            if !lines.isEmpty { lines.append("") }
            lines.append(Ink.strong.on(family.rawValue.uppercased()))
            // In a narrow terminal each family has columns of its own, or few titles would stand on one line.
            let columns = Columns(of: width >= wide ? rules : members, width: width, style)
            lines += members.flatMap { row($0, columns) }
        }
        lines += rules.isEmpty ? [] : [""]
        lines += TextLayout.wrapped(count(of: rules), to: width)
        lines += TextLayout.wrapped("siptally explain RULE: what it sees, when it stays silent, what to do", to: width)
        return Ink.resolved(lines.map { TextLayout.trimmedEnd($0) + "\n" }.joined(), style: style)
    }

    /// How wide the columns are in front of titles, and how wide titles.
    private struct Columns {
        let name: Int
        let severity: Int
        let tier: Int
        let title: Int
        let hasSources: Bool
        let style: ReportStyle

        init(of rules: [RuleDeclaration], width: Int, _ style: ReportStyle) {
            self.style = style
            func widest(_ text: (RuleDeclaration) -> String) -> Int {
                (rules.map { DisplayWidth.of(text($0)) }.max() ?? 0) + TextLayout.gap
            }
            name = widest(\.identifier)
            severity = widest(\.severity.rawValue)
            tier = widest(\.tier.rawValue)
            hasSources = width >= wide
            let sources = hasSources ? widest { style.citation($0.sources.first ?? "") } : 0
            title = min(width - name - severity - tier - sources, widest(\.title))
        }

        var start: Int { name + severity + tier }
    }

    /// `34 rules: 12 errors, 16 warnings, 6 notices; 30 core, 2 base, 2 next`.
    static func count(of rules: [RuleDeclaration]) -> String {
        let severities = Severity.allCases.reversed().map { severity in
            (UInt64(rules.count { $0.severity == severity }), severity.rawValue)
        }
        let tiers = RuleTier.allCases.map { tier in (rules.count { $0.tier == tier }, tier.rawValue) }
        let words = [
            severities.filter { $0.0 > 0 }.map { Figures.count($0.0, $0.1) }.joined(separator: ", "),
            tiers.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", "),
        ]
        let total = Figures.count(UInt64(rules.count), "rule")
        return rules.isEmpty ? "no rules" : "\(total): \(words.joined(separator: "; "))"
    }

    private static func row(_ rule: RuleDeclaration, _ columns: Columns) -> [String] {
        let facts =
            TextLayout.padded(Ink(rule.severity).on(rule.severity.rawValue), to: columns.severity)
            + TextLayout.padded(rule.tier.rawValue, to: columns.tier)
        guard columns.title >= 20 else {
            let room = max(20, columns.start + columns.title - 4)
            return TextLayout.wrapped(rule.identifier, to: room + 4)
                + [TextLayout.indented(TextLayout.trimmedEnd(facts), by: 4)]
                + TextLayout.wrapped(rule.title, to: room).map { TextLayout.indented($0, by: 4) }
        }
        let source = columns.hasSources ? columns.style.citation(rule.sources.first ?? "") : ""
        return TextLayout.wrapped(rule.title, to: columns.title).enumerated().map { index, line in
            guard index == 0 else { return TextLayout.indented(line, by: columns.start) }
            return TextLayout.padded(rule.identifier, to: columns.name) + facts
                + TextLayout.padded(line, to: columns.title) + source
        }
    }
}
