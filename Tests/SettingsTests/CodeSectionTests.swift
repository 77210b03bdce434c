import RuleEvaluation
import SIPCatalogue
import Settings
import TestSupport
import Testing

@Suite struct CodeSectionTests {
    private static let codes = """
        - { code: 499, phrase: Credit Exhausted, meaning: the prepaid account is empty, sort: vendor }
        - { code: 699, phrase: Gone Fishing, meaning: nobody is here }

        """

    @Test func `codes stand in the file, by number`() throws {
        let codes = try Sample.read("codes:\n" + Self.codes).codes
        #expect(codes.numbers == [499, 699])
        #expect(codes[499]?.phrase == "Credit Exhausted")
        #expect(codes[499]?.sort == .vendor)
        #expect(codes[699]?.sort == .site)
        #expect(codes.row(for: 499)?.meaning == "The prepaid account is empty.")
        #expect(codes.row(for: 486)?.reasonPhrase == "Busy Here")
        #expect(codes.rows.count == StatusCodes.all.count + 2)
    }

    @Test func `codes stand in a file of their own beside the settings`() throws {
        let directory = try TemporaryDirectory()
        let codes = try directory.write("site-codes.yaml", Array(Self.codes.utf8))
        let settings = try directory.write("site.yaml", Array("codes: site-codes.yaml\n".utf8))
        #expect(codes != settings)
        #expect(try SettingsFile(settings, Sample.vocabulary).codes.numbers == [499, 699])
    }

    @Test func `a file that is not there is named`() throws {
        let directory = try TemporaryDirectory()
        let settings = try directory.write("site.yaml", Array("codes: nowhere.yaml\n".utf8))
        #expect(throws: SettingsError.self) { try SettingsFile(settings, Sample.vocabulary) }
        #expect(Sample.complaint("codes: nowhere.yaml").hasPrefix("site.yaml:1: codes: nowhere.yaml: cannot be read: "))
    }

    @Test(
        arguments: [
            ("{ code: 99, phrase: x, meaning: y }", "codes.code: '99' is no status code from 100 to 699"),
            ("{ code: 700, phrase: x, meaning: y }", "codes.code: '700' is no status code from 100 to 699"),
            ("{ code: +49, phrase: x, meaning: y }", "codes.code: '+49' is no status code from 100 to 699"),
            (
                "{ code: 486, phrase: x, meaning: y }",
                "codes.code: 486 is Busy Here already; 'siptally explain 486' says what it means"
            ),
            ("{ code: 499, meaning: y }", "codes: phrase is missing"),
            ("{ code: 499, phrase: '', meaning: y }", "codes.phrase: a value is expected here"),
            (
                "{ code: 499, phrase: x, meaning: y, sort: vendr }",
                "codes.sort: 'vendr' is none of site, carrier, vendor, draft; did you mean vendor?"
            ),
            ("{ code: 499, phrase: x, meening: y }", "codes.meening: there is no such key; did you mean meaning?"),
        ]
    )
    func `what is wrong with a code is told`(code: String, complaint: String) {
        #expect(Sample.complaint("codes:\n  - \(code)\n") == "site.yaml:2: \(complaint)")
    }

    @Test func `a code is told once`() {
        let code = "  - { code: 499, phrase: x, meaning: y }\n"
        #expect(Sample.complaint("codes:\n" + code + code) == "site.yaml:3: codes: 499 stands there twice")
    }

    @Test func `a file that cannot be settings is refused in one line`() throws {
        let directory = try TemporaryDirectory()
        let long = try directory.write("long.yaml", [UInt8](repeating: 0x20, count: 1 << 20 | 1))
        let octets = try directory.write("octets.yaml", [0xFF, 0xFE, 0x00])
        for (path, words) in [(long, "is longer than 1048576 bytes"), (octets, "is not text in UTF-8")] {
            #expect { try SettingsFile(path, Sample.vocabulary) } throws: { "\($0)" == "\(path): \(words)" }
        }
        let folder = try #require(long.split(separator: "/").dropLast().last)
        let path = long.components(before: String(folder)) + folder
        #expect { try SettingsFile(path, Sample.vocabulary) } throws: { "\($0)".contains("cannot be read: ") }
    }
}

extension String {
    /// What stands before the last `part`.
    fileprivate func components(before part: String) -> String {
        ranges(of: part).last.map { String(self[..<$0.lowerBound]) } ?? ""
    }
}
