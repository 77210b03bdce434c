package import RuleEvaluation

/// The page that `siptally explain RULE` prints.
package enum RulePage {
    /// The page of one rule.
    ///
    /// - Parameters:
    ///   - rule: What it is of.
    ///   - style: How the terminal shows it; below 40 columns the page is set for 40, beyond 120 it grows no more.
    /// - Returns: Lines with a line feed after each.
    package static func text(for rule: RuleDeclaration, style: ReportStyle) -> String {
        let page = LabelledPage(width: style.width)
        let sources = rule.sources.map { TextLayout.unbroken(style.citation($0)) }
        let remarks = "\(rule.family.rawValue)   \(rule.severity.rawValue)   \(sources.first ?? "")"
        let name = TextLayout.wrapped(rule.identifier, to: page.width)
        var lines = TextLayout.withNote(remarks.replacing("\u{A0}", with: " "), on: name, width: page.width)
        lines += page.prose("\(RuleWords.sentence(rule.title)) \(rule.explanation)") + [""]
        lines += page.row("basis", [RuleWords.basis(rule.basis)])
        lines += page.row("counts", [RuleWords.counted(rule.scope)])
        lines += page.row("tier", [RuleWords.tier(rule.tier)])
        lines += page.row("can be set", rule.parameters.map(RuleWords.parameter))
        lines += page.row("silent", [rule.silence]) + page.row("to do", [rule.advice])
        lines += page.row("sources", [sources.joined(separator: ", ")])
        let text = page.text(lines + ladder(rule, page))
        return Ink.resolved(text, style: style)
    }

    /// The example, drawn, under a line that says who is who.
    private static func ladder(_ rule: RuleDeclaration, _ page: LabelledPage) -> [String] {
        guard !rule.example.isEmpty else { return [] }
        let ladder = ExchangeLadder(rule.example, width: page.width)
        let legend = ladder.legend.isEmpty ? "" : ", where \(ladder.legend)"
        return [""] + page.prose("For example\(legend):") + [""] + ladder.lines
    }
}

/// The typed facts of rules in words, as pages and the documentation print them.
enum RuleWords {
    /// What a rule is about, as a sentence.
    static func sentence(_ title: String) -> String { title.prefix(1).uppercased() + title.dropFirst() + "." }

    /// How strong the sentence behind a rule is.
    static func basis(_ basis: Basis) -> String {
        switch basis {
        case .must: "a MUST, or the grammar"
        case .should: "a SHOULD"
        case .operational: "operation: a MAY, the meaning of a code, or experience"
        }
    }

    /// What the count of a rule counts.
    static func counted(_ scope: Scope) -> String {
        switch scope {
        case .message, .transaction: "transactions; retransmissions, mirror copies and relayed responses count once"
        case .call: "calls"
        case .server: "windows in which it held for a server"
        case .capture: "stretches of time"
        }
    }

    /// What the tier of a rule says.
    static func tier(_ tier: RuleTier) -> String {
        switch tier {
        case .core: "core: one of the rules that say most"
        case .base: "base: it says how far the capture itself can be trusted"
        case .next: "next: beside the core"
        case .backlog: "backlog: weaker evidence or rarer traffic"
        }
    }

    /// A parameter with its default and its range.
    static func parameter(_ parameter: RuleParameter) -> String {
        let name = TextLayout.unbroken("\(parameter.name) = \(value(parameter.standard))")
        return "\(name)\(range(parameter.standard)): \(parameter.meaning)"
    }

    /// What a parameter holds when nobody sets it.
    static func value(_ standard: RuleParameter.Default) -> String {
        switch standard {
        case .number(let number, _): RuleParameter.text(number)
        case .emptyList: "none"
        }
    }

    private static func range(_ standard: RuleParameter.Default) -> String {
        switch standard {
        case .number(_, let range):
            TextLayout.unbroken(" (\(RuleParameter.text(range.lowerBound)) to \(RuleParameter.text(range.upperBound)))")
        case .emptyList: TextLayout.unbroken(" (a list)")
        }
    }
}
