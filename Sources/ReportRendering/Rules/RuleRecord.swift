package import RuleEvaluation

/// A rule as machines read it, everything that its declaration says.
struct RuleRecord: Encodable {
    private let rule: String
    private let family: String
    private let tier: String
    private let severity: String
    private let basis: String
    private let scope: String
    private let title: String
    private let sources: [String]
    private let parameters: [Parameter]
    private let explanation: String
    private let silence: String
    private let advice: String
    private let example: [String]

    /// What can be set: a number in a range, or a list.
    struct Parameter: Encodable {
        let name: String
        let meaning: String
        let kind: String
        let standard: Double?
        let least: Double?
        let most: Double?

        private enum CodingKeys: String, CodingKey {
            case name, meaning, kind
            case standard = "default"
            case least = "min"
            case most = "max"
        }

        init(_ parameter: RuleParameter) {
            (name, meaning) = (parameter.name, parameter.meaning)
            switch parameter.standard {
            case .number(let number, let range):
                (kind, standard, least, most) = ("number", number, range.lowerBound, range.upperBound)
            case .emptyList: (kind, standard, least, most) = ("list", nil, nil, nil)
            }
        }
    }

    private enum CodingKeys: String, CodingKey {
        case rule, family, tier, severity, basis, scope, title, sources, parameters, explanation, silence, advice
        case example
    }

    init(_ declaration: RuleDeclaration) {
        rule = declaration.identifier
        family = declaration.family.rawValue
        tier = declaration.tier.rawValue
        severity = declaration.severity.rawValue
        basis = declaration.basis.rawValue
        scope = declaration.scope.rawValue
        title = declaration.title
        sources = declaration.sources
        parameters = declaration.parameters.map(Parameter.init)
        explanation = declaration.explanation
        silence = declaration.silence
        advice = declaration.advice
        example = declaration.example
    }
}

extension RuleTable {
    /// `rules` as a JSON object of schema `siptally.rules/1`, with a line feed at its end.
    ///
    /// - Parameter rules: What it lists, in this order.
    /// - Returns: The object, its keys sorted, so that the same rules give the same bytes.
    /// - Throws: Nothing that a rule can cause; what the encoder throws is passed on.
    package static func json(of rules: [RuleDeclaration]) throws -> String {
        struct Table: Encodable {
            let schema = "siptally.rules/1"
            let rules: [RuleRecord]

            private enum CodingKeys: String, CodingKey { case schema, rules }
        }
        return try JSONText.pretty(Table(rules: rules.map(RuleRecord.init)))
    }
}
