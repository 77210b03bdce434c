import RuleEvaluation
import Settings
import Testing

@Suite struct RuleFlagsTests {
    private func control(
        _ assignments: String...,
        rules: String? = nil,
        file: String = ""
    ) throws(SettingsError) -> RuleControl {
        var control = try Sample.read(file).control
        try RuleFlags(selection: rules, assignments: assignments).apply(to: &control, Sample.vocabulary)
        return control
    }

    @Test func `rules and families get a severity, rules before families in any order`() throws {
        let control = try control("retry-after-ignored=error", "overload=notice", "reserved-code-used=off")
        #expect(control.severity(of: Sample.ignored, judged: .warning) == .error)
        #expect(control.severity(of: Sample.storm, judged: .warning) == .notice)
        #expect(!control.isOn(Sample.odd))
    }

    @Test func `parameters are numbers and lists`() throws {
        let networks = "192.0.2.0/24,2001:db8::/32"
        let control = try control("retry-after-ignored.min=7", "retry-after-ignored.nat_networks=\(networks)")
        #expect(control.values.count(Sample.ignored, "min") == 7)
        #expect(control.values.list(Sample.ignored, "nat_networks") == ["192.0.2.0/24", "2001:db8::/32"])
    }

    @Test func `the command line goes before the file`() throws {
        let file = "rules:\n  select: core\n  retry-after-ignored: { severity: error, min: 5 }\n  overload: off\n"
        #expect(try control("overload=notice", file: file).severity(of: Sample.ignored, judged: .warning) == .notice)
        #expect(try control("retry-after-ignored.min=9", file: file).values.count(Sample.ignored, "min") == 9)
        let selected = try control(rules: "syntax", file: file)
        #expect(Sample.vocabulary.rules.filter(selected.isOn).map(\.identifier) == ["reserved-code-used"])
    }

    @Test(
        arguments: [
            ("retry-after-ignored", nil, "RULE=LEVEL, FAMILY=LEVEL or RULE.PARAMETER=VALUE is expected"),
            ("=off", nil, "RULE=LEVEL, FAMILY=LEVEL or RULE.PARAMETER=VALUE is expected"),
            ("overload=loud", nil, "'loud' is none of off, notice, warning, error"),
            ("overload=", nil, "'' is none of off, notice, warning, error"),
            (
                "retry-after-ignore=off", nil,
                "no rule or family is called 'retry-after-ignore'; did you mean retry-after-ignored?"
            ),
            ("nothing-like-it=off", nil, "no rule or family is called 'nothing-like-it'; 'siptally rules' lists them"),
            ("overload.min=5", nil, "overload.min is a family: only rules have parameters"),
            ("retry-after-ignored.min=", nil, "one number from 1 to 1000 is expected"),
            ("retry-after-ignored.min=0x5", nil, "'0x5' is no number from 1 to 1000"),
            ("retry-after-ignored.min=1001", nil, "1001 is not from 1 to 1000"),
            (
                "server-error-storm=error", "core",
                "the rule is not selected; '--rules core,server-error-storm' selects it as well"
            ),
        ] as [(String, String?, String)]
    )
    func `what is wrong with --rule is told`(text: String, rules: String?, complaint: String) {
        #expect { try control(text, rules: rules) } throws: { "\($0)" == "--rule \(text): \(complaint)" }
    }

    @Test(
        arguments: [
            ("core,", "'' selects nothing; give rules or any of all, core, base, next, backlog, syntax, "),
            ("cores", "'cores' selects nothing; did you mean core?"),
        ]
    )
    func `what is wrong with --rules is told`(text: String, complaint: String) {
        #expect { try control(rules: text) } throws: { "\($0)".hasPrefix("--rules: \(complaint)") }
    }
}
