package import RuleEvaluation
package import SIPCatalogue

/// Everything that a settings file says.
package struct SettingsFile: Sendable {
    /// The file's name; `nil` where there is none.
    package let name: String?
    /// What is settled of the rules.
    package var control = RuleControl()
    /// The status codes of the site.
    package private(set) var codes = SiteCodes()

    /// No file: everything is as it is by default.
    package init() { name = nil }

    /// Reads the file at `path`; rules are named as in `vocabulary`.
    ///
    /// - Throws: `SettingsError` with the first thing that is wrong: where it stands, and what could be there.
    package init(_ path: String, _ vocabulary: RuleVocabulary) throws(SettingsError) {
        try self.init(text: SettingsText.read(path), named: path, vocabulary)
    }

    /// Reads `text`, the file `name`; rules are named as in `vocabulary`.
    ///
    /// - Throws: `SettingsError` with the first thing that is wrong: where it stands, and what could be there.
    package init(text: String, named name: String, _ vocabulary: RuleVocabulary) throws(SettingsError) {
        self.name = name
        let root = try SettingsNode(yaml: text, of: name)
        let sections = try SettingsPlace(file: name, line: root.line, path: "").fields(root, ["rules", "codes"])
        if let (node, place) = sections["rules"] {
            var section = RuleSection(vocabulary)
            try section.read(node, at: place)
            control = section.control
        }
        if let (node, place) = sections["codes"] {
            var section = CodeSection()
            try section.read(node, at: place)
            codes = section.codes
            makeKnown(vocabulary)
        }
    }

    /// Tells the rule on unknown codes of those of the site.
    private mutating func makeKnown(_ vocabulary: RuleVocabulary) {
        let (name, parameter) = ("unknown-status-code", "extra_codes")
        guard let rule = vocabulary.rule(name), !codes.numbers.isEmpty,
            rule.parameters.contains(where: { $0.name == parameter })
        else { return }
        let known = control.values.list(rule, parameter)
        control.values.set(rule, parameter, to: known + codes.numbers.map(String.init).filter { !known.contains($0) })
    }
}
