import Foundation
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Settings
import Testing

/// The file that is shipped, `config/rules.yaml`.
@Suite struct ShippedSettingsTests {
    private static let path = #filePath.components(separatedBy: "/Tests/")[0] + "/config/rules.yaml"
    private let rules = RuleCatalogue.declarations

    @Test func `as it is shipped it changes nothing`() throws {
        let settings = try SettingsFile(Self.path, RuleVocabulary(rules))
        #expect(settings.control.selection == nil)
        #expect(settings.control.exceptions.isEmpty)
        #expect(settings.codes.numbers.isEmpty)
        for rule in rules { #expect(settings.control.level(of: rule) == nil) }
    }

    @Test func `with everything that is commented out it is understood, and says something of each key`() throws {
        let text = try String(contentsOfFile: Self.path, encoding: .utf8)
        // Behind the sign stands one blank where it is a remark, and none or several where it is a key.
        let lines = text.components(separatedBy: "\n").filter { !$0.hasPrefix("# ") || $0.hasPrefix("#  ") }
        let keys = lines.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 }.joined(separator: "\n")
        let settings = try SettingsFile(text: keys, named: "rules.yaml", RuleVocabulary(rules))
        #expect(settings.control.selection?.map(\.name) == ["all"])
        #expect(settings.control.exceptions.contains { $0.until != nil })
        #expect(rules.contains { settings.control.level(of: $0) == .off })
        #expect(settings.codes.numbers == [499])
        for word in RuleTier.allCases.map(\.rawValue) + RuleFamily.allCases.map(\.rawValue) {
            #expect(text.contains(word), "\(word)")
        }
    }
}
