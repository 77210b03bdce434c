import Foundation
import TestSupport
import Testing

/// What is settled of rules and codes, by a file and by options, as a user meets it.
@Suite struct RuleControlTests {
    private static let capture = SampleCapture.calls([(503, "Service Unavailable"), (499, "Credit Exhausted")])

    /// Runs `analyze` on the sample with `arguments` and, where there is any, `settings` as its file.
    private func analyze(_ arguments: String..., settings: String? = nil) throws -> Program {
        try analyze(arguments, settings: settings)
    }

    private func analyze(_ arguments: [String], settings: String?) throws -> Program {
        let directory = try TemporaryDirectory()
        let capture = try directory.write("trunk.pcap", Self.capture)
        let file = try settings.map { try directory.write("site.yaml", Array($0.utf8)) }
        return try Program(["analyze", "--quiet"] + arguments + (file.map { ["--config", $0] } ?? []) + [capture])
    }

    private func findings(_ run: Program) throws -> [String] {
        let findings = try run.json["findings"] as? [[String: Any]] ?? []
        return findings.map { "\($0["rule"] ?? "") \($0["severity"] ?? "")" }.sorted()
    }

    private static let usual = ["unavailable-without-retry-after warning", "unknown-status-code notice"]

    @Test func `without settings every rule is on and said to be`() throws {
        let run = try analyze("--format", "json")
        #expect(try findings(run) == Self.usual)
        let rules = try #require(try run.json["rules"] as? [String: Any])
        #expect((rules["on"] as? [String])?.contains("unknown-status-code") == true)
        #expect((rules["off"] as? [String])?.isEmpty == true)
        #expect(rules["settings"] is NSNull)
        #expect(try run.json["suppressed"] == nil)
        #expect(try !analyze().output.contains("\nRULES "))
    }

    @Test func `options go before the file, and the report says by what it was judged`() throws {
        let settings = "rules:\n  select: overload\n  unknown-status-code: off\n  overload: error\n"
        let usual = try analyze("--format", "json", settings: settings)
        #expect(try findings(usual) == ["unavailable-without-retry-after error"])
        let options = ["--rules", "all", "--rule", "overload=notice", "--rule", "unknown-status-code=error"]
        let run = try analyze(["--format", "json"] + options, settings: settings)
        #expect(try findings(run) == ["unavailable-without-retry-after notice", "unknown-status-code error"])
        let rules = try #require(try run.json["rules"] as? [String: Any])
        #expect((rules["settings"] as? String)?.hasSuffix("/site.yaml") == true)
        #expect((rules["severities"] as? [String: String])?["unknown-status-code"] == "error")
    }

    @Test func `a severity that is set decides on --fail-on`() throws {
        #expect(try analyze("--fail-on", "error").status == 0)
        #expect(try analyze("--fail-on", "error", "--rule", "unavailable-without-retry-after=error").status == 1)
    }

    @Test func `what exceptions leave out is counted and said, and so is one that has ended`() throws {
        let settings = """
            rules:
              exceptions:
                - { rule: overload, server: 0.0.0.0/0, reason: prepaid platform, until: 9999-12-31 }
                - { rule: syntax, server: 0.0.0.0/0, reason: test bed, until: 1999-12-31 }
            """
        let run = try analyze("--format", "json", settings: settings)
        #expect(try findings(run) == ["unknown-status-code notice"])
        let suppressed = try #require(try run.json["suppressed"] as? [[String: Any]])
        #expect(suppressed.map { $0["count"] as? Int } == [1, 0])
        #expect(suppressed.map { $0["expired"] as? Bool } == [false, true])
        #expect(suppressed.first?["reason"] as? String == "prepaid platform")
        let text = try analyze(settings: settings).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains("1 finding of overload for 0.0.0.0/0 left out: prepaid platform"))
        #expect(text.contains("the exception of syntax for 0.0.0.0/0 ended on 1999-12-31"))
    }

    @Test func `a code of the site is shown by name`() throws {
        let code = "{ code: 499, phrase: Credit Exhausted, meaning: the account is empty, sort: vendor }"
        let settings = "codes:\n  - \(code)\n"
        #expect(try analyze(settings: settings).output.contains("499  Credit Exhausted"))
        let directory = try TemporaryDirectory()
        let file = try directory.write("site.yaml", Array(settings.utf8))
        #expect(try Program("explain", "499", "--config", file).output.contains("The account is empty."))
        #expect(try Program("codes", "--config", file).output.contains("499  Credit Exhausted"))
        #expect(try Program("explain", "4xx", "--config", file).output.contains("499  Credit Exhausted"))
        let json = try Program("codes", "--format", "json", "--config", file).json
        let row = (json["codes"] as? [[String: Any]])?.first { $0["code"] as? Int == 499 }
        #expect(row?["registration"] as? String == "private")
    }

    @Test(arguments: ["analyze", "explain", "codes"])
    func `settings that cannot be read stop the program with one line and code 2`(command: String) throws {
        let subject = command == "explain" ? ["486"] : command == "analyze" ? ["trunk.pcap"] : []
        let run = try Program([command, "--config", "/nowhere/site.yaml"] + subject)
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.complaints == ["siptally: /nowhere/site.yaml: cannot be read: No such file or directory"])
    }

    @Test func `a wrong key stops the program with file, line and the nearest name`() throws {
        let run = try analyze(settings: "rules:\n  unavailable-without-retry-afer: off\n")
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.complaints.count == 1)
        let complaint = run.complaints.first ?? ""
        #expect(complaint.contains("/site.yaml:2: rules.unavailable-without-retry-afer: no rule or family is called "))
        #expect(complaint.hasSuffix("did you mean unavailable-without-retry-after?"))
    }

    @Test func `a wrong option stops the program with one line`() throws {
        let run = try analyze("--rule", "overlod=off")
        #expect(run.status == 2)
        #expect(
            run.complaints == [
                "siptally: --rule overlod=off: no rule or family is called 'overlod'; did you mean overload?"
            ]
        )
    }

    @Test(
        arguments: [
            (["--rules", "core"], true, false), (["--tier", "next"], false, true),
            (["--family", "overload"], true, false), (["--family", "syntax", "--tier", "next"], false, true),
            (["--rules", "malformed-retry-after"], false, true),
        ]
    )
    func `the list of rules is cut down by family, tier and name`(arguments: [String], core: Bool, next: Bool) throws {
        let run = try Program(["rules"] + arguments)
        #expect(run.status == 0)
        #expect(run.output.contains("\nunavailable-without-retry-after ") == core)
        #expect(run.output.contains("\nmalformed-retry-after ") == next)
    }
}
