package import RuleEvaluation

/// The page that `siptally explain RULE` prints.
package enum RulePage {
    /// The page of one rule for a terminal of `width` columns.
    package static func text(for rule: RuleDeclaration, width: Int) -> String {
        let page = LabelledPage(width: width)
        let remarks = "\(rule.family.rawValue)   \(rule.severity.rawValue)   \(rule.sources.first ?? "")"
        let title = TextLayout.withNote(
            remarks,
            on: TextLayout.wrapped(rule.identifier, to: page.width),
            width: page.width
        )
        let rows =
            page.row("basis", [basis(rule.basis)]) + page.row("counts", [counted(rule.scope)])
            + page.row("silent", [rule.silence]) + page.row("to do", [rule.advice])
            + page.row("sources", [rule.sources.joined(separator: ", ")])
        return page.text(title + page.prose("\(sentence(rule.title)) \(rule.explanation)") + [""] + rows)
    }

    private static func sentence(_ title: String) -> String { title.prefix(1).uppercased() + title.dropFirst() + "." }

    private static func basis(_ basis: Basis) -> String {
        switch basis {
        case .must: "a MUST, or the grammar"
        case .should: "a SHOULD"
        case .operational: "operation: a MAY, the meaning of a code, or experience"
        }
    }

    private static func counted(_ scope: Scope) -> String {
        switch scope {
        case .message, .transaction: "transactions; retransmissions, mirror copies and relayed responses count once"
        case .call: "calls"
        case .server: "windows in which it held for a server"
        case .capture: "stretches of time"
        }
    }
}

/// The table that `siptally rules` prints.
package enum RuleTable {
    /// A line for each of `rules`, under the name of its family, for a terminal of `width` columns.
    package static func text(of rules: [RuleDeclaration], width: Int) -> String {
        let nameWidth = (rules.map { DisplayWidth.of($0.identifier) }.max() ?? 0) + TextLayout.gap
        var lines: [String] = []
        for family in RuleFamily.allCases {
            let members = rules.filter { $0.family == family }
            guard !members.isEmpty else { continue }
            if !lines.isEmpty { lines.append("") }
            lines.append(family.rawValue.uppercased())
            lines += members.flatMap { row($0, nameWidth, width) }
        }
        lines += ["", "siptally explain RULE   what it sees, when it stays silent, what to do"]
        return lines.map { TextLayout.trimmedEnd($0) + "\n" }.joined()
    }

    private static func row(_ rule: RuleDeclaration, _ nameWidth: Int, _ width: Int) -> [String] {
        let name = TextLayout.padded(rule.identifier, to: nameWidth)
        let severity = TextLayout.padded(rule.severity.rawValue, to: 9)
        let start = nameWidth + 9
        let words = width >= 120 ? "\(rule.title)   \(rule.sources.first ?? "")" : rule.title
        guard width - start >= 20 else { return [rule.identifier, "    \(rule.severity.rawValue)  \(rule.title)"] }
        return TextLayout.wrapped(words, to: width - start).enumerated().map { index, line in
            index == 0 ? name + severity + line : TextLayout.indented(line, by: start)
        }
    }
}
