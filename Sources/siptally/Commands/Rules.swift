import ArgumentParser
import ReportRendering
import ResponseRules
import RuleEvaluation
import Settings
import SystemPackage

/// `siptally rules`: every rule on a line.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the rules that answers are judged by.",
        usage: "siptally rules [<options>]",
        discussion: "For example: siptally rules --rules core, siptally rules --family overload --tier next."
    )

    /// How the list is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, markdown, page
    }

    @Option(help: "How to print it: text, json, markdown (a table) or page (all that explain says, in Markdown).")
    var format = Format.text

    @Option(help: ArgumentHelp("Only rules of this family; may be given again.", valueName: "family"))
    var family: [RuleFamily] = []

    @Option(help: ArgumentHelp("Only rules of this tier; may be given again.", valueName: "tier"))
    var tier: [RuleTier] = []

    @Option(
        help: ArgumentHelp(
            "Only these, as 'analyze' takes them: core, a family, a rule, a list of them.",
            valueName: "list"
        )
    )
    var rules: String?

    func run() throws {
        let rules = try chosen()
        let style = Terminal(.standardOutput).style
        switch format {
        case .text: print(RuleTable.text(of: rules, style: style), terminator: "")
        case .json: print(try RuleTable.json(of: rules), terminator: "")
        case .markdown: print(RuleTable.markdown(of: rules), terminator: "")
        case .page: print(RuleDocument.markdown(of: rules), terminator: "")
        }
    }

    private func chosen() throws -> [RuleDeclaration] {
        var control = RuleControl()
        do throws(SettingsError) {
            try RuleFlags(selection: rules).apply(to: &control, .all)
        } catch {
            Message.print(error.description)
            throw ExitStatus.usage
        }
        return RuleVocabulary.all.rules.filter { rule in
            (family.isEmpty || family.contains(rule.family)) && (tier.isEmpty || tier.contains(rule.tier))
                && control.isSelected(rule)
        }
    }
}

extension RuleFamily: ExpressibleByArgument {}
extension RuleTier: ExpressibleByArgument {}
