package import RuleEvaluation

/// The one list of rules.
package enum RuleCatalogue {
    /// The rules with their defaults.
    package static let standard = RuleSet(judges, examiners)

    /// What is said of every rule.
    package static var declarations: [RuleDeclaration] { standard.declarations }

    /// The rules with a memory.
    private static let examiners: [any Examiner] = []

    /// The rules that judge each response by itself, by family.
    package static let judges: [any ResponseRule] =
        [
            StatusCodeOutOfRange(),
            UnknownStatusCode(),
            ReasonPhraseContradiction(),
            MissingMandatoryHeader(),
            MalformedRetryAfter(),
        ] + MissingChallenge.table + RequiredHeader.table + [UnavailableWithoutRetryAfter()]

    /// The identifiers of the rules that judge responses with `code`, in the order of the list.
    package static func identifiers(judging code: UInt16) -> [String] {
        judges.filter { rule in
            if case .some(let codes) = rule.codes { return codes.contains(code) }
            return false
        }.map(\.declaration.identifier)
    }
}
