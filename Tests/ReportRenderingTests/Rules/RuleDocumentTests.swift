import Foundation
import ResponseRules
import RuleEvaluation
import Testing

@testable import ReportRendering

/// What the documentation says of the rules is what the rules say of themselves; `make docs` renews it.
@Suite struct RuleDocumentTests {
    private static let root = #filePath.components(separatedBy: "/Tests/")[0]
    private static let renewal = "`make docs` renews it; read the difference"
    private static let start = "<!-- rules: made by make docs -->\n"
    private static let end = "<!-- rules: end -->"
    private static let isRenewed = ProcessInfo.processInfo.environment["SIPTALLY_REWRITE_GOLDENS"] == "1"

    private let rules = RuleCatalogue.declarations

    @Test func `docs-rules is made from the rules`() throws {
        let path = Self.root + "/docs/rules.md"
        let page = RuleDocument.markdown(of: rules)
        if Self.isRenewed { try page.write(toFile: path, atomically: true, encoding: .utf8) }
        let isSame = try String(contentsOfFile: path, encoding: .utf8) == page
        #expect(isSame, "docs/rules.md says other than the rules: \(Self.renewal)")
    }

    @Test func `the README has the core rules and says how many there are`() throws {
        let path = Self.root + "/README.md"
        let readme = try String(contentsOfFile: path, encoding: .utf8)
        let parts = readme.components(separatedBy: Self.start)
        try #require(parts.count == 2, "README.md has the start marker \(parts.count - 1) times")
        let rest = parts[1].components(separatedBy: Self.end)
        try #require(rest.count == 2, "README.md has the end marker \(rest.count - 1) times")
        if Self.isRenewed {
            let renewed = parts[0] + Self.start + RuleDocument.summary(of: rules) + Self.end + rest[1]
            try renewed.write(toFile: path, atomically: true, encoding: .utf8)
            return
        }
        let isSame = rest[0] == RuleDocument.summary(of: rules)
        #expect(isSame, "README.md says other than the rules: \(Self.renewal)")
    }

    @Test func `the page has a section for each rule, with everything that it says`() {
        let page = RuleDocument.markdown(of: rules)
        for rule in rules {
            let sections = page.components(separatedBy: "\n### \(rule.identifier)\n")
            #expect(sections.count == 2, "\(rule.identifier)")
            let section = sections[1].components(separatedBy: "\n### ")[0].replacing("\\", with: "")
            for text in [rule.title, rule.explanation, rule.silence, rule.advice] + rule.sources {
                #expect(section.contains(text), "\(rule.identifier): \(text)")
            }
            for parameter in rule.parameters { #expect(section.contains("\(parameter.name) = ")) }
        }
    }
}
