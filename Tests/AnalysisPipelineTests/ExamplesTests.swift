import CallTracking
import Foundation
import ResponseRules
import RuleEvaluation
import Tallying
import TestAnalysis
import Testing

/// The captures that are shipped give what the tables beside them say.
@Suite struct ExamplesTests {
    /// A line of `counts.tsv`: what another program counts in a capture.
    struct Expectation: Sendable, CustomTestStringConvertible {
        let file: String
        let messages: UInt64
        let requests: [String: UInt64]
        let responses: [String: UInt64]
        let callIDs: UInt64
        var testDescription: String { file }

        init?(_ cells: [String]) {
            guard cells.count == 5, let messages = UInt64(cells[1]), let callIDs = UInt64(cells[4]) else { return nil }
            file = cells[0]
            self.messages = messages
            requests = Examples.counts(cells[2])
            responses = Examples.counts(cells[3])
            self.callIDs = callIDs
        }
    }

    /// A line of `calls.tsv`: what is known to have happened in a capture.
    struct Happening: Sendable, CustomTestStringConvertible {
        let file: String
        /// Call-IDs by what they were used for; calls by how they ended, by hops and by dialogs.
        let kinds, outcomes, hops, dialogs: [String: UInt64]
        /// Ratios, and how many samples an interval has and their mean, worked out by hand.
        let figures: [String: String]
        var testDescription: String { file }

        init?(_ cells: [String]) {
            guard cells.count == 6 else { return nil }
            file = cells[0]
            kinds = Examples.counts(cells[1])
            outcomes = Examples.counts(cells[2])
            hops = Examples.counts(cells[3])
            dialogs = Examples.counts(cells[4])
            figures = Examples.words(cells[5])
        }
    }

    private static let folders = ["", "tunnels/"]

    private static let expectations = folders.flatMap { name in
        Examples.table(name + "counts.tsv").compactMap { Expectation([name + $0[0]] + $0.dropFirst()) }
    }

    private static let happenings = Examples.table("calls.tsv").compactMap { Happening($0) }

    @Test(arguments: folders)
    func `every capture of the folder has its line`(name: String) throws {
        let captures = try Examples.captures(in: name)
        #expect(!captures.isEmpty)
        let listed = ExamplesTests.expectations.map(\.file).filter { $0.contains("/") == !name.isEmpty }
        #expect(captures.sorted() == listed.sorted())
        if name.isEmpty { #expect(captures.sorted() == ExamplesTests.happenings.map(\.file).sorted()) }
    }

    @Test(arguments: expectations)
    func `the counts are those of the table`(expected: Expectation) throws {
        let tally = try Examples.analysed(expected.file).tally
        #expect(tally.messages.total == expected.messages)
        #expect(tally.messages.requests.all == expected.requests)
        #expect(tally.messages.responses.all == expected.responses)
        #expect(tally.calls.callIDs == expected.callIDs)
        #expect(tally.messages.duplicates == 0)
    }

    @Test(arguments: expectations.map(\.file))
    func `the findings are those of the table`(file: String) throws {
        let implemented = Set(RuleCatalogue.declarations.map(\.identifier))
        let rows = Examples.table("findings.tsv").filter { $0.first == file && implemented.contains($0[1]) }
        let expected = Dictionary(rows.map { ($0[1], UInt64($0[2]) ?? 0) }) { $0 + $1 }
        #expect(try Examples.analysed(file).findings == expected)
    }

    @Test(arguments: happenings)
    func `each call counts once, with its outcome, its hops and its dialogs`(expected: Happening) throws {
        let all = try Examples.analysed(expected.file).calls
        #expect(count(all) { $0.call.kind.rawValue } == expected.kinds)
        let calls = all.filter { $0.call.kind == .call }
        #expect(count(calls) { $0.outcome.rawValue } == expected.outcomes)
        #expect(count(calls) { "\($0.call.hops)" } == expected.hops)
        #expect(count(calls) { "\($0.call.forks)" } == expected.dialogs)
    }

    @Test(arguments: happenings)
    func `the figures are those worked out by hand`(expected: Happening) throws {
        let row = try Examples.analysed(expected.file).tally.kpis.total
        var figures: [String: String] = [:]
        for name in KPIRatio.allCases {
            figures[name.key] = "\(row.ratios[name].numerator)/\(row.ratios[name].denominator)"
        }
        for name in KPIInterval.allCases {
            let interval = row.intervals[name]
            figures[name.key] = interval.mean.map { "\(interval.count):" + String(format: "%.6f", $0) } ?? "0"
        }
        #expect(figures.filter { expected.figures.keys.contains($0.key) } == expected.figures)
    }

    private typealias EndedCall = (call: Call, outcome: CallOutcome)

    private func count(_ calls: [EndedCall], by word: (EndedCall) -> String) -> [String: UInt64] {
        calls.reduce(into: [:]) { $0[word($1), default: 0] += 1 }
    }
}
