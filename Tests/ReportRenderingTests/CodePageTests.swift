import FoundationEssentials
import ReportRendering
import SIPCatalogue
import Testing

@Suite struct CodePageTests {
    static let widths = [0, 40, 60, 80, 100, 132, 200]
    static let rules = ["unavailable-without-retry-after", "retry-after-ignored", "unavailable-forwarded-upstream"]

    @Test func `the page of 503 says who sends it, what it brings and what to do`() throws {
        let code = try #require(StatusCodes.row(for: 503))
        let expected = """
            503 Service Unavailable                        server failure   RFC 3261 §21.5.4
            The server cannot take the request now: overload or maintenance.

            sent by      any element               for  any method
            may bring    Retry-After (seconds after which the client may come back)
            the client   tries another server; sends this one nothing until Retry-After has
                         passed; without Retry-After treats it as 500
            a proxy      does not pass a 503 on unless it knows that other requests would
                         fail as well; it answers 500 instead             RFC 3261 §16.7 (6)
            often means  a trunk at its limit (cause 34 or 42), a licence reached, a
                         database away
            look at      Retry-After, Warning, Reason, whether it is one server or all
            judged by    unavailable-without-retry-after, retry-after-ignored,
                         unavailable-forwarded-upstream

            """
        #expect(CodePage.text(for: code, judgedBy: Self.rules, width: 80) == expected)
    }

    @Test(arguments: widths)
    func `every page fits its width and no line ends in a blank`(width: Int) {
        let limit = min(max(width, 40), 120)
        for code in StatusCodes.all {
            check(CodePage.text(for: code, judgedBy: Self.rules, width: width), fits: limit)
        }
        for responseClass in ResponseClass.allCases {
            check(CodePage.text(forClass: responseClass, width: width), fits: limit)
        }
        for number: UInt16 in [0, 299, 499, 999, .max] {
            check(CodePage.text(forUnlisted: number, width: width), fits: limit)
        }
    }

    @Test(arguments: ResponseClass.allCases)
    func `a class page lists exactly the codes of its class`(responseClass: ResponseClass) {
        let lines = CodePage.text(forClass: responseClass, width: 80).split(separator: "\n")
        let listed = lines.filter { $0.dropFirst(3).hasPrefix("  ") }.compactMap { UInt16($0.prefix(3)) }
        #expect(listed == StatusCodes.all.filter { $0.responseClass == responseClass }.map(\.number))
    }

    @Test(arguments: [(ResponseClass.provisional, 183), (.success, 200), (.requestFailure, 400), (.globalFailure, 600)])
    func `a class page says what becomes of an unknown code`(responseClass: ResponseClass, standIn: Int) {
        let words = "does not know a \(responseClass.name) code treats it as \(standIn)"
        #expect(CodePage.text(forClass: responseClass, width: 80).contains(words))
    }

    @Test func `a number that nobody registered is explained by its class`() {
        #expect(CodePage.text(forUnlisted: 499, width: 80).contains("treats it as 400"))
        #expect(CodePage.text(forUnlisted: 700, width: 80).contains("from 100 to 699"))
    }

    @Test func `a page without rules has no line for them`() throws {
        let code = try #require(StatusCodes.row(for: 402))
        #expect(!CodePage.text(for: code, judgedBy: [], width: 80).contains("judged by"))
    }

    @Test func `the page as JSON carries the same facts`() throws {
        struct Page: Decodable {
            struct Code: Decodable {
                struct Demand: Decodable { let strength: String, headers: [String], choice: String }
                let code: Int, phrase: String, carries: [Demand], judged_by: [String]
            }
            let schema: String, code: Code
        }
        let code = try #require(StatusCodes.row(for: 415))
        let json = try CodePage.json(for: code, judgedBy: ["unsupported-media-without-accept"])
        let page = try JSONDecoder().decode(Page.self, from: Data(json.utf8))
        #expect(page.schema == "siptally.code/1")
        #expect(page.code.code == 415 && page.code.phrase == "Unsupported Media Type")
        #expect(page.code.judged_by == ["unsupported-media-without-accept"])
        let demand = try #require(page.code.carries.first)
        #expect(demand.strength == "must" && demand.choice == "one")
        #expect(demand.headers == ["Accept", "Accept-Encoding", "Accept-Language"])
    }

    private func check(_ text: String, fits width: Int) {
        #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
        for line in text.split(separator: "\n") {
            #expect(DisplayWidth.of(line) <= width && line.last != " ", "\(line)")
        }
    }
}
