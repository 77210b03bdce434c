import Testing

@testable import SIPMessages

@Suite struct DecodeIssueTests {
    @Test func `identifiers are unique and fit for a report key`() {
        let names = DecodeIssue.allCases.map(\.identifier)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.utf8.allSatisfy { $0 == 0x2D || (0x61...0x7A).contains($0) } })
    }

    @Test func `raw values are bits of a set`() {
        #expect(DecodeIssue.allCases.map(\.rawValue) == (0..<UInt8(DecodeIssue.allCases.count)).map { $0 })
        #expect(DecodeIssue.allCases.count <= 32)
    }

    @Test(arguments: DecodeIssue.allCases)
    func `a set holds what was put into it and nothing else`(issue: DecodeIssue) {
        var issues = DecodeIssues()
        #expect(issues.isEmpty)
        issues.insert(issue)
        issues.insert(issue)
        #expect(issues.all == [issue])
        #expect(issues == DecodeIssues(issue))
        #expect(DecodeIssue.allCases.filter(issues.contains) == [issue])
        #expect(issues.areOfTheSender == (issue != .cut))
    }

    @Test func `all issues are listed in the order of their declaration`() {
        var issues = DecodeIssues()
        for issue in DecodeIssue.allCases.reversed() { issues.insert(issue) }
        #expect(issues.all == DecodeIssue.allCases)
    }
}
