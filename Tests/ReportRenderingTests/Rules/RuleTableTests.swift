import Foundation
import ResponseRules
import RuleEvaluation
import Testing

@testable import ReportRendering

@Suite struct RuleTableTests {
    private let rules = RuleCatalogue.declarations

    @Test func `the README has the table of rules that the program prints`() throws {
        let readme = try String(contentsOfFile: RuleTableTests.readme, encoding: .utf8)
        let parts = readme.components(separatedBy: RuleTableTests.start)
        try #require(parts.count == 2, "README.md has the start marker \(parts.count - 1) times")
        let table = parts[1].components(separatedBy: RuleTableTests.end)[0]
        let isSame = table == RuleTable.markdown(of: rules)
        #expect(isSame, "put the output of `siptally rules --format markdown` between the markers")
    }

    @Test func `the Markdown table has a row for each rule and five cells in each`() {
        let lines = RuleTable.markdown(of: rules).split(separator: "\n")
        #expect(lines.count == rules.count + 2)
        for line in lines { #expect(line.split(separator: " | ").count == 5, "\(line)") }
        for rule in rules { #expect(lines.count { $0.hasPrefix("| `\(rule.identifier)` |") } == 1) }
    }

    private static let start = "<!-- rules: made by siptally rules --format markdown -->\n"
    private static let end = "<!-- rules: end -->"
    private static let readme = #filePath.components(separatedBy: "/Tests/")[0] + "/README.md"
}
