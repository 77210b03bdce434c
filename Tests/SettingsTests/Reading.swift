import RuleEvaluation
import Settings

/// Two families of rules to set something of.
enum Sample {
    static let vocabulary = RuleVocabulary([odd, ignored, storm])

    static let odd = rule("reserved-code-used", .syntax, .next)
    static let ignored = rule(
        "retry-after-ignored",
        .overload,
        .core,
        [
            .number("min", 3, in: 1...1_000, "requests"), .number("grace_ms", 500, in: 0...10_000, "grace"),
            .number("share", 0.5, in: 0...1, "share"), .list("nat_networks", "networks"),
        ]
    )
    static let storm = rule("server-error-storm", .overload, .next)

    /// What `text` says.
    static func read(_ text: String) throws(SettingsError) -> SettingsFile {
        try SettingsFile(text: text, named: "site.yaml", vocabulary)
    }

    /// What is wrong with `text`; nothing where it is right.
    static func complaint(_ text: String) -> String {
        do throws(SettingsError) {
            _ = try read(text)
            return ""
        } catch {
            return error.description
        }
    }

    private static func rule(
        _ name: String,
        _ family: RuleFamily,
        _ tier: RuleTier,
        _ parameters: [RuleParameter] = []
    ) -> RuleDeclaration {
        RuleDeclaration(
            name,
            family,
            .warning,
            .should,
            .message,
            tier: tier,
            title: name,
            sources: ["RFC 3261 §21"],
            parameters: parameters,
            explanation: "",
            silence: "",
            advice: "",
            example: []
        )
    }
}
