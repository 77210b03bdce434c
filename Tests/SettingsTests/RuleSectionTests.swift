import NetworkTypes
import RuleEvaluation
import Settings
import Testing

@Suite struct RuleSectionTests {
    @Test(arguments: ["", "# nothing\n", "rules:\n", "rules: {}\n", "codes: []\n", "rules:\n  exceptions:\n"])
    func `a file that says nothing changes nothing`(text: String) throws {
        let control = try Sample.read(text).control
        for rule in Sample.vocabulary.rules {
            #expect(control.isOn(rule))
            #expect(control.level(of: rule) == nil)
        }
        #expect(control.exceptions.isEmpty)
    }

    @Test(
        arguments: [
            ("all", ["reserved-code-used", "retry-after-ignored", "server-error-storm"]),
            ("core", ["retry-after-ignored"]), ("[core, syntax]", ["reserved-code-used", "retry-after-ignored"]),
            ("[base]", []), ("[server-error-storm]", ["server-error-storm"]),
        ]
    )
    func `tiers, families and rules are selected`(words: String, on: [String]) throws {
        let control = try Sample.read("rules:\n  select: \(words)\n").control
        #expect(Sample.vocabulary.rules.filter(control.isOn).map(\.identifier) == on)
    }

    @Test func `a rule goes before its family, wherever they stand`() throws {
        let control = try Sample.read(
            """
            rules:
              retry-after-ignored: { severity: error, min: 5, grace_ms: 250.5, nat_networks: [192.0.2.0/24, 198.51.100.1] }
              overload: { severity: notice }
              reserved-code-used: off
            """
        ).control
        #expect(control.severity(of: Sample.ignored, judged: .warning) == .error)
        #expect(control.severity(of: Sample.storm, judged: .warning) == .notice)
        #expect(!control.isOn(Sample.odd))
        #expect(control.values.count(Sample.ignored, "min") == 5)
        #expect(control.values.span(Sample.ignored, "grace_ms") == 250_500_000)
        #expect(control.values.number(Sample.ignored, "share") == 0.5)
        #expect(control.values.list(Sample.ignored, "nat_networks") == ["192.0.2.0/24", "198.51.100.1"])
    }

    @Test func `an exception names a rule, a server, a reason and perhaps its last day`() throws {
        let control = try Sample.read(
            """
            rules:
              exceptions:
                - { rule: reserved-code-used, server: 192.0.2.0/24, reason: "prepaid platform", until: 2027-01-31 }
                - rule: overload
                  server: "[2001:db8::1]:5060"
                  reason: a test bed
            """
        ).control
        let exceptions = control.exceptions
        try #require(exceptions.count == 2)
        #expect(exceptions.map(\.subject.name) == ["reserved-code-used", "overload"])
        #expect(exceptions.map(\.reason) == ["prepaid platform", "a test bed"])
        #expect(exceptions.map(\.serverText) == ["192.0.2.0/24", "[2001:db8::1]:5060"])
        #expect(exceptions.map { $0.until?.description } == ["2027-01-31", nil])
    }

    @Test(
        arguments: [
            ("rule:\n  select: all\n", "site.yaml:1: rule: there is no such key; did you mean rules?"),
            ("rules: 3\n", "site.yaml:1: rules: keys with values are expected here"),
            (
                "rules:\n  retry-after-ignore: off\n",
                "site.yaml:2: rules.retry-after-ignore: no rule or family is called 'retry-after-ignore'; "
                    + "did you mean retry-after-ignored?"
            ),
            (
                "rules:\n  exception: []\n",
                "site.yaml:2: rules.exception: there is no such key; did you mean exceptions?"
            ),
            (
                "rules:\n  overload: fatal\n",
                "site.yaml:2: rules.overload: 'fatal' is none of off, notice, warning, error"
            ),
            (
                "rules:\n  overload:\n    severity: eror\n",
                "site.yaml:3: rules.overload.severity: 'eror' is none of off, notice, warning, error; did you mean error?"
            ),
            (
                "rules:\n  overload: { min: 5 }\n",
                "site.yaml:2: rules.overload.min: there is no such key; there is severity"
            ),
            (
                "rules:\n  retry-after-ignored:\n    severity: error\n    min: 0\n",
                "site.yaml:4: rules.retry-after-ignored.min: 0 is not from 1 to 1000"
            ),
            (
                "rules:\n  retry-after-ignored: { min: 2.5 }\n",
                "site.yaml:2: rules.retry-after-ignored.min: 2.5 is no whole number from 1 to 1000"
            ),
            (
                "rules:\n  retry-after-ignored: { min: nan }\n",
                "site.yaml:2: rules.retry-after-ignored.min: 'nan' is no number from 1 to 1000"
            ),
            (
                "rules:\n  retry-after-ignored: { min: [1, 2] }\n",
                "site.yaml:2: rules.retry-after-ignored.min: one number from 1 to 1000 is expected"
            ),
            (
                "rules:\n  retry-after-ignored: { grace: 5 }\n",
                "site.yaml:2: rules.retry-after-ignored.grace: retry-after-ignored has no parameter 'grace'; "
                    + "did you mean grace_ms?"
            ),
            (
                "rules:\n  reserved-code-used: { min: 5 }\n",
                "site.yaml:2: rules.reserved-code-used.min: reserved-code-used has no parameter 'min'; it has none"
            ),
            ("rules:\n  select: [cor]\n", "site.yaml:2: rules.select: 'cor' selects nothing; did you mean core?"),
            ("rules:\n  select: []\n", "site.yaml:2: rules.select: nothing is selected; 'all' stands for every rule"),
            (
                "rules:\n  exceptions:\n    - { rule: overload, server: 192.0.2.1 }\n",
                "site.yaml:3: rules.exceptions: reason is missing"
            ),
            (
                "rules:\n  exceptions:\n    - rule: overload\n      server: 192.0.2.300\n      reason: x\n",
                "site.yaml:4: rules.exceptions.server: '192.0.2.300' is no address, network (192.0.2.0/24) or "
                    + "address:port"
            ),
            (
                "rules:\n  exceptions:\n    - { rule: overload, server: 192.0.2.1/24, reason: x }\n",
                "site.yaml:3: rules.exceptions.server: 192.0.2.1/24 is an address within a network; "
                    + "did you mean 192.0.2.0/24?"
            ),
            (
                "rules:\n  exceptions:\n    - { rule: overload, server: 192.0.2.1, reason: x, until: 2027-02-29 }\n",
                "site.yaml:3: rules.exceptions.until: '2027-02-29' is no date such as 2027-01-31"
            ),
            (
                "rules:\n  exceptions:\n    - { rule: overload, server: 192.0.2.1, reasn: x }\n",
                "site.yaml:3: rules.exceptions.reasn: there is no such key; did you mean reason?"
            ),
            ("rules:\n  overload: off\n  overload: notice\n", "site.yaml:2: overload: stands there twice"),
        ]
    )
    func `what is wrong is told with file, line, key and what could be there`(text: String, complaint: String) {
        #expect(Sample.complaint(text) == complaint)
    }

    @Test(arguments: ["rules: [", "\t", "a: b: c", "rules:\n  - x: {", "? [a]\n: b\n", "*x", "--- 1\n--- 2\n", "\u{0}"])
    func `what is no YAML, or not of this kind, is refused in one line`(text: String) {
        let complaint = Sample.complaint(text)
        #expect(complaint.hasPrefix("site.yaml"), "\(complaint)")
        #expect(!complaint.contains("\n"))
    }

    @Test func `more exceptions than there may be are refused`() {
        let item = "    - { rule: overload, server: 192.0.2.1, reason: x }\n"
        let text = "rules:\n  exceptions:\n" + String(repeating: item, count: RuleControl.exceptionLimit + 1)
        #expect(Sample.complaint(text) == "site.yaml:1003: rules.exceptions: there may be 1000 exceptions")
    }
}
