package import RuleEvaluation

/// What can be said of rules, in a file or on the command line: names, levels, parameters.
package struct RuleVocabulary: Sendable {
    /// Every rule there is.
    package let rules: [RuleDeclaration]

    /// The words for `rules`.
    package init(_ rules: [RuleDeclaration]) { self.rules = rules }

    /// The rule or family that is called `name`.
    func subject(_ name: String) throws(Complaint) -> RuleSubject {
        if let family = RuleFamily(rawValue: name) { return .family(family) }
        if rule(name) != nil { return .rule(name) }
        let names = RuleFamily.allCases.map(\.rawValue) + rules.map(\.identifier)
        let hint = NearestName.of(name, among: names).map { "; did you mean \($0)?" }
        throw Complaint("no rule or family is called '\(name)'" + (hint ?? "; 'siptally rules' lists them"))
    }

    /// The rules that `name` selects.
    func selector(_ name: String) throws(Complaint) -> RuleSelector {
        if name == "all" { return .all }
        if let tier = RuleTier(rawValue: name) { return .tier(tier) }
        if let family = RuleFamily(rawValue: name) { return .subject(.family(family)) }
        if rule(name) != nil { return .subject(.rule(name)) }
        let words = ["all"] + RuleTier.allCases.map(\.rawValue) + RuleFamily.allCases.map(\.rawValue)
        if let nearest = NearestName.of(name, among: words + rules.map(\.identifier)) {
            throw Complaint("'\(name)' selects nothing; did you mean \(nearest)?")
        }
        throw Complaint("'\(name)' selects nothing; give rules or any of \(words.joined(separator: ", "))")
    }

    /// The level that `word` is.
    func level(_ word: String) throws(Complaint) -> RuleLevel {
        guard let level = RuleLevel(rawValue: word) else {
            throw .unknown(word, among: RuleLevel.allCases.map(\.rawValue))
        }
        return level
    }

    /// Sets the level of `subject`.
    func set(_ subject: RuleSubject, to level: RuleLevel, in control: inout RuleControl) {
        switch subject {
        case .family(let family): control.set(family, to: level, of: rules)
        case .rule(let name): if let rule = rule(name) { control.set(rule, to: level) }
        }
    }

    /// Sets the parameter `name` of `rule` to `values`, of which a number takes one.
    func set(
        _ name: String,
        of rule: RuleDeclaration,
        to values: [String],
        in control: inout RuleControl
    ) throws(Complaint) {
        guard let parameter = rule.parameters.first(where: { $0.name == name }) else {
            let names = rule.parameters.map(\.name)
            let hint = names.isEmpty ? "; it has none" : SettingsPlace.hint(name, among: names)
            throw Complaint("\(rule.identifier) has no parameter '\(name)'\(hint)")
        }
        switch parameter.standard {
        case .emptyList: control.values.set(rule, name, to: values)
        case .number(_, let range):
            control.values.set(rule, name, to: try RuleVocabulary.number(values, of: parameter, in: range))
        }
    }

    /// The rule that is called `name`.
    func rule(_ name: String) -> RuleDeclaration? { rules.first { $0.identifier == name } }

    private static func number(
        _ values: [String],
        of parameter: RuleParameter,
        in range: ClosedRange<Double>
    ) throws(Complaint) -> Double {
        let bounds = "from \(RuleParameter.text(range.lowerBound)) to \(RuleParameter.text(range.upperBound))"
        guard values.count == 1, let text = values.first else { throw Complaint("one number \(bounds) is expected") }
        // What Double reads besides, such as nan and 0x1p3, nobody means.
        let isDecimal = text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
        guard isDecimal, let number = Double(text) else { throw Complaint("'\(text)' is no number \(bounds)") }
        guard range.contains(number) else { throw Complaint("\(text) is not \(bounds)") }
        guard !parameter.isCount || number == number.rounded() else {
            throw Complaint("\(text) is no whole number \(bounds)")
        }
        return number
    }
}
