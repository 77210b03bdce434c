package import RuleEvaluation

/// What the command line says of rules; it goes before what a file says.
package struct RuleFlags: Sendable {
    /// What `--rules` selects, words between commas.
    package var selection: String?
    /// What `--rule` sets, each `RULE=LEVEL`, `FAMILY=LEVEL` or `RULE.PARAMETER=VALUE`.
    package var assignments: [String] = []

    /// Nothing is said.
    package init(selection: String? = nil, assignments: [String] = []) {
        self.selection = selection
        self.assignments = assignments
    }

    /// Settles in `control` what is said, in the words of `vocabulary`.
    ///
    /// - Throws: `SettingsError` with the first thing that is wrong.
    package func apply(to control: inout RuleControl, _ vocabulary: RuleVocabulary) throws(SettingsError) {
        if let selection { control.selection = try selectors(selection, vocabulary) }
        var ofRules: [(name: String, value: String, text: String)] = []
        for text in assignments {
            guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
                throw SettingsError("--rule \(text)", "RULE=LEVEL, FAMILY=LEVEL or RULE.PARAMETER=VALUE is expected")
            }
            let (name, value) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
            if let family = RuleFamily(rawValue: name) {
                control.set(family, to: try level(value, text, vocabulary), of: vocabulary.rules)
            } else {
                ofRules.append((name, value, text))
            }
        }
        // A rule goes before its family, in whatever order they are given.
        for (name, value, text) in ofRules { try set(name, to: value, text, in: &control, vocabulary) }
    }

    private func selectors(_ text: String, _ vocabulary: RuleVocabulary) throws(SettingsError) -> [RuleSelector] {
        var selectors: [RuleSelector] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            do throws(Complaint) { selectors.append(try vocabulary.selector(String(word))) } catch {
                throw SettingsError("--rules", error.text)
            }
        }
        return selectors
    }

    private func set(
        _ name: String,
        to value: String,
        _ text: String,
        in control: inout RuleControl,
        _ vocabulary: RuleVocabulary
    ) throws(SettingsError) {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        do throws(Complaint) {
            guard let first = parts.first, let rule = vocabulary.rule(first) else {
                _ = try vocabulary.subject(parts.first ?? name)
                throw Complaint("\(name) is a family: only rules have parameters")
            }
            if parts.count == 2 {
                let values = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                try vocabulary.set(parts[1], of: rule, to: value.isEmpty ? [] : values, in: &control)
                return
            }
            let level = try vocabulary.level(value)
            guard level == .off || control.isSelected(rule) else {
                let selection = (control.selection ?? []).map(\.name).joined(separator: ",")
                throw Complaint("the rule is not selected; '--rules \(selection),\(first)' selects it as well")
            }
            control.set(rule, to: level)
        } catch {
            throw SettingsError("--rule \(text)", error.text)
        }
    }

    private func level(
        _ word: String,
        _ text: String,
        _ vocabulary: RuleVocabulary
    ) throws(SettingsError) -> RuleLevel {
        do throws(Complaint) { return try vocabulary.level(word) } catch {
            throw SettingsError("--rule \(text)", error.text)
        }
    }
}
