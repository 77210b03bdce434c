package import RuleEvaluation

/// The one list of rules.
package enum RuleCatalogue {
    /// Every rule, by family and in the order in which lists show them.
    package static let all: [any ResponseRule] =
        [
            StatusCodeOutOfRange(),
            UnknownStatusCode(),
            ReasonPhraseContradiction(),
            MissingMandatoryHeader(),
            MalformedRetryAfter(),
        ] + MissingChallenge.table + RequiredHeader.table + [UnavailableWithoutRetryAfter()]

    /// The identifiers of the rules that judge responses with `code`, in the order of the list.
    package static func identifiers(judging code: UInt16) -> [String] {
        all.filter { rule in
            if case .some(let codes) = rule.codes { return codes.contains(code) }
            return false
        }.map(\.declaration.identifier)
    }
}
