import FoundationEssentials
import ReportRendering
import SIPCatalogue
import Testing

@Suite struct CodeTableTests {
    @Test(arguments: [40, 79, 80, 99, 100, 132, 133, 153, 167, 200, 250])
    func `no line is wider than the terminal or ends in a blank`(width: Int) {
        for line in CodeTable.text(width: width).split(separator: "\n") {
            #expect(DisplayWidth.of(line) <= width && line.last != " ", "\(line)")
        }
    }

    @Test(arguments: [80, 100, 133, 200])
    func `there is one line for each code, by number`(width: Int) {
        let lines = CodeTable.text(width: width).split(separator: "\n")
        #expect(lines.compactMap { UInt16($0.prefix(3)) } == StatusCodes.all.map(\.number))
    }

    @Test func `wider terminals get more columns`() throws {
        func line(_ width: Int) throws -> Substring {
            try #require(CodeTable.text(width: width).split(separator: "\n").first { $0.hasPrefix("423") })
        }
        #expect(try line(80) == "423  Interval Too Brief                the lifetime asked for is too short")
        #expect(try line(100).hasSuffix("  RFC 3261 §21.4.17"))
        #expect(try line(133).hasSuffix("  registrar, notifier, ESC"))
        #expect(try line(153).hasSuffix("  changed request"))
        #expect(try line(200).hasSuffix("  REGISTER, SUBSCRIBE, PUBLISH"))
    }

    @Test func `a phrase wider than its column borrows from the next`() throws {
        let line = try #require(CodeTable.text(width: 80).split(separator: "\n").first { $0.hasPrefix("555") })
        #expect(line == "555  Push Notification Service Not Supported  pn-provider is not supported here")
    }

    @Test func `columns that have no room are named`() {
        #expect(CodeTable.text(width: 80).contains("Not shown for want of room: source, who sends it,"))
        #expect(!CodeTable.text(width: 200).contains("Not shown"))
    }

    @Test func `the table as JSON holds every code`() throws {
        struct Table: Decodable {
            struct Code: Decodable { let code: UInt16, needs_to_tag: Bool, registration: String }
            let schema: String, codes: [Code]
        }
        let table = try JSONDecoder().decode(Table.self, from: Data(try CodeTable.json().utf8))
        #expect(table.schema == "siptally.codes/1")
        #expect(table.codes.map(\.code) == StatusCodes.all.map(\.number))
        #expect(table.codes.filter { !$0.needs_to_tag }.map(\.code) == [100])
        #expect(table.codes.filter { $0.registration == "obsolete" }.map(\.code) == [303, 409, 411])
    }

    @Test func `the JSON is the same each time`() throws {
        #expect(try CodeTable.json() == CodeTable.json())
    }
}
