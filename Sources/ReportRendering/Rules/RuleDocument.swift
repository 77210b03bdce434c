package import RuleEvaluation

/// The page of the documentation on rules, in Markdown: everything that is known of each of them.
package enum RuleDocument {
    /// The columns of ladders and of the file's own lines.
    private static let width = 80

    /// The page of `rules`, a section for each family and one for each rule in it.
    package static func markdown(of rules: [RuleDeclaration]) -> String {
        let families = RuleFamily.allCases.map { family in (family, rules.filter { $0.family == family }) }
        var lines = head(of: rules, families.filter { !$0.1.isEmpty }.map { $0.0 })
        for (family, members) in families where !members.isEmpty {
            lines += ["## \(family.rawValue.prefix(1).uppercased() + family.rawValue.dropFirst())", ""]
            lines += members.flatMap(section)
        }
        let text = lines.joined(separator: "\n")
        return text.replacing("\u{A0}", with: " ")
    }

    /// What the README says of `rules`: how many there are, and a table of the core.
    static func summary(of rules: [RuleDeclaration]) -> String {
        let count = RuleTable.count(of: rules).replacing("\u{A0}", with: " ")
        let core = rules.filter { $0.tier == .core }
        return "[docs/rules.md](docs/rules.md) has \(count). The core:\n\n\(RuleTable.markdown(of: core))"
    }

    private static func head(of rules: [RuleDeclaration], _ families: [RuleFamily]) -> [String] {
        let links = families.map { "[\($0.rawValue)](#\($0.rawValue))" }
        let preface = """
            # The rules of siptally

            <!-- made by `make docs` (siptally rules --format page): change the rules and not this page -->

            \(RuleTable.count(of: rules)).

            An **error** breaks a MUST, or leaves a call or transaction broken; a **warning** breaks a SHOULD or does harm
            in operation; a **notice** is information. `siptally explain RULE` prints a section on a terminal, and
            `siptally rules --format json` has all of it as data. The [README](../README.md#the-rules) says how a rule is
            switched off, made more or less severe, set to other limits, or kept from a server that is known for it.

            In the examples A or X is the client, P the watched gateway or proxy, S a server, B and C are the far side.

            Families: \(links.joined(separator: ", ")).

            """
        return preface.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func section(_ rule: RuleDeclaration) -> [String] {
        var lines = ["### \(rule.identifier)", ""]
        lines += ["**\(rule.severity.rawValue)**, \(rule.tier.rawValue): \(rule.title).", ""]
        lines += [escaped(rule.explanation), ""]
        var facts = [
            ("basis", RuleWords.basis(rule.basis)), ("counts", RuleWords.counted(rule.scope)),
            ("silent", escaped(rule.silence)), ("to do", escaped(rule.advice)),
            ("sources", rule.sources.joined(separator: ", ")),
        ]
        if !rule.parameters.isEmpty { facts.append(("can be set", "")) }
        lines += facts.map { TextLayout.trimmedEnd("- **\($0.0)**: \($0.1)") }
        lines += rule.parameters.map { "  - \(escaped(RuleWords.parameter($0)))" }
        lines.append("")
        guard !rule.example.isEmpty else { return lines }
        return lines + ["```text"] + ExchangeLadder(rule.example, width: width).lines + ["```", ""]
    }

    /// `text` with the signs that Markdown would act on made plain.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "\\`*_<>[]#|".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}
