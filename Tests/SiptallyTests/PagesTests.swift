import Foundation
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import TestSupport
import Testing

/// The pages of `explain`, `codes`, `rules` and `help`.
@Suite struct PagesTests {
    @Test(
        arguments: ["100", "180", "200", "302", "401", "404", "486", "503", "603", "499", "1xx", "6XX"]
            + RuleCatalogue.declarations.map(\.identifier)
    )
    func `a page fits 80 columns and is about its subject`(subject: String) throws {
        let run = try Program("explain", subject)
        #expect(run.status == 0)
        #expect(run.complaints.isEmpty)
        #expect(run.width <= 80)
        #expect(run.output.lowercased().contains(subject.lowercased()))
    }

    @Test func `the list of codes has each code, in 80 columns and as JSON`() throws {
        let run = try Program("codes")
        #expect(run.status == 0)
        #expect(run.width <= 80)
        for row in StatusCodes.all { #expect(run.output.contains("\(row.number)")) }
        let json = try Program("codes", "--format", "json").output
        #expect((try? JSONSerialization.jsonObject(with: Data(json.utf8))) != nil)
    }

    @Test func `the list of rules has each rule, in 80 columns`() throws {
        let run = try Program("rules")
        #expect(run.status == 0)
        #expect(run.width <= 80)
        for rule in RuleCatalogue.declarations { #expect(run.output.contains(rule.identifier)) }
    }

    @Test(arguments: [["help"], ["--help"], ["help", "analyze"], ["analyze", "--help"], ["--version"]])
    func `help and version go to standard output`(arguments: [String]) throws {
        let run = try Program(arguments)
        #expect(run.status == 0)
        #expect(run.complaints.isEmpty)
        #expect(!run.output.isEmpty)
        #expect(run.width <= 80)
    }

    @Test func `a rule that is nearly right is offered`() throws {
        let run = try Program("explain", "unavailable-without-retry-afer")
        #expect(run.status == 2)
        #expect(run.complaints.first?.hasSuffix("did you mean unavailable-without-retry-after?") == true)
    }
}
