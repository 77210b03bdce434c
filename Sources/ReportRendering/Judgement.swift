package import RuleEvaluation
package import SIPCatalogue

/// What the rules of a report went by.
package struct Judgement: Sendable {
    /// Which rules are on, how severe they are, and where they say nothing.
    package var control: RuleControl
    /// The status codes of the site.
    package var codes: SiteCodes
    /// The file that settled it, as it was named; `nil` where there is none.
    package var settingsName: String?

    /// What rules go by; what is left out is as it is by default.
    package init(
        control: RuleControl = RuleControl(),
        codes: SiteCodes = SiteCodes(),
        settingsName: String? = nil
    ) {
        self.control = control
        self.codes = codes
        self.settingsName = settingsName
    }

    /// Whether rules judge as they do when nobody says anything.
    var isUsual: Bool { settingsName == nil && control.isUntouched && codes.numbers.isEmpty }

    /// What was set of the parameters of `rule`, in the order of its declaration.
    func parameters(of rule: RuleDeclaration) -> [(name: String, value: String)] {
        rule.parameters.compactMap { parameter in
            control.values.text(rule, parameter.name).map { (parameter.name, $0) }
        }
    }
}
