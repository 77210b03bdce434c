import ArgumentParser
import ResponseRules
import RuleEvaluation
import Settings
import SystemPackage

/// The option that names the settings.
struct SettingsArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Read settings from this file, in YAML.", valueName: "file"))
    var config: String?

    /// What the file says; the defaults where there is none.
    ///
    /// - Throws: `ExitStatus.usage` where something in it is wrong; that has been said then.
    func settings() throws -> SettingsFile {
        guard let config else { return SettingsFile() }
        return try complaining { () throws(SettingsError) in try SettingsFile(config, .all) }
    }

    /// What `body` gives; what is wrong in settings is said and becomes wrong usage.
    func complaining<Value>(_ body: () throws(SettingsError) -> Value) throws -> Value {
        do throws(SettingsError) { return try body() } catch {
            Message.print(error.description)
            throw ExitStatus.usage
        }
    }
}

/// The options that say which rules judge, and how.
struct RuleArguments: ParsableArguments {
    @OptionGroup
    var settings: SettingsArguments

    @Option(
        help: ArgumentHelp(
            "Judge by these rules only.",
            discussion: """
                Tiers (core, base, next, backlog), families (\(RuleFamily.allCases.map(\.rawValue).joined(separator: ", "))) \
                and rules, separated by commas, or all.
                """,
            valueName: "list"
        )
    )
    var rules: String?

    @Option(
        help: ArgumentHelp(
            "Set the severity of a rule, or one of its parameters; may be given again.",
            discussion: """
                RULE=off, RULE=notice, RULE=warning or RULE=error, the same for a whole family, and RULE.PARAMETER=VALUE. \
                'siptally rules' lists rules, 'siptally explain RULE' its parameters.
                """,
            valueName: "rule=severity"
        )
    )
    var rule: [String] = []

    /// What the file and the options say, the options before the file.
    ///
    /// - Throws: `ExitStatus.usage` where something is wrong; that has been said then.
    func settled() throws -> SettingsFile {
        var file = try settings.settings()
        try settings.complaining { () throws(SettingsError) in
            try RuleFlags(selection: rules, assignments: rule).apply(to: &file.control, .all)
        }
        return file
    }
}

extension RuleVocabulary {
    /// The words for every rule there is.
    static let all = RuleVocabulary(RuleCatalogue.declarations)
}
