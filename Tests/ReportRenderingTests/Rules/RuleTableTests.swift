import Foundation
import ResponseRules
import RuleEvaluation
import Testing

@testable import ReportRendering

@Suite struct RuleTableTests {
    private let rules = RuleCatalogue.declarations

    @Test func `the Markdown table has a row for each rule and five cells in each`() {
        let lines = RuleTable.markdown(of: rules).split(separator: "\n")
        #expect(lines.count == rules.count + 2)
        for line in lines { #expect(line.split(separator: " | ").count == 5, "\(line)") }
        for rule in rules { #expect(lines.count { $0.hasPrefix("| `\(rule.identifier)` |") } == 1) }
    }

    @Test(arguments: [40, 60, 79, 80, 119, 120, 160, 200])
    func `the table keeps to the width and has each rule on a line of its own`(width: Int) {
        let lines = RuleTable.text(of: rules, style: ReportStyle(width: width)).split(separator: "\n")
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
        // One name is longer than forty columns, and broken there.
        for rule in rules where rule.identifier.utf8.count <= width {
            #expect(lines.count { $0.split(separator: " ").first ?? "" == rule.identifier } == 1)
        }
    }

    @Test func `sources stand in the table where there is room`() {
        let source = rules.first?.sources.first ?? ""
        #expect(RuleTable.text(of: rules, style: ReportStyle(width: 120)).contains(source))
        #expect(!RuleTable.text(of: rules, style: ReportStyle(width: 119)).contains(source))
    }

    @Test func `the last lines say how many rules of each kind there are`() {
        let count = RuleTable.count(of: rules).replacing("\u{A0}", with: " ")
        #expect(count.hasPrefix("\(rules.count) rules: "))
        #expect(RuleTable.count(of: []) == "no rules")
    }

    @Test func `the JSON has every field of every declaration`() throws {
        let json = try JSONSerialization.jsonObject(with: Data(RuleTable.json(of: rules).utf8)) as? [String: Any]
        #expect(json?["schema"] as? String == "siptally.rules/1")
        let rows = try #require(json?["rules"] as? [[String: Any]])
        #expect(rows.compactMap { $0["rule"] as? String } == rules.map(\.identifier))
        let fields = Set(Mirror(reflecting: rules[0]).children.compactMap(\.label)).subtracting(["identifier"])
        for row in rows { #expect(Set(row.keys) == fields.union(["rule"])) }
    }
}
