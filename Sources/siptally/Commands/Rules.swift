import ArgumentParser
import ReportRendering
import ResponseRules
import RuleEvaluation
import SystemPackage

/// `siptally rules`: every rule on a line.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List every rule that answers are judged by.")

    /// How the list is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, markdown
    }

    @Option(help: "How to print the list: text or markdown.")
    var format = Format.text

    func run() {
        let rules = RuleCatalogue.declarations
        switch format {
        case .text: print(RuleTable.text(of: rules, width: Terminal(.standardOutput).width), terminator: "")
        case .markdown: print(RuleTable.markdown(of: rules), terminator: "")
        }
    }
}
