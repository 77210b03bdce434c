import NetworkTypes
import RuleEvaluation
import Testing

@Suite struct RuleControlTests {
    private let storm = RuleControlTests.rule("error-storm", .overload, .next)
    private let hurry = RuleControlTests.rule("retry-too-soon", .overload, .core)
    private let phrase = RuleControlTests.rule("odd-phrase", .syntax, .core)
    private var all: [RuleDeclaration] { [storm, hurry, phrase] }

    @Test func `by default every rule is on and keeps its severity`() {
        let control = RuleControl()
        for rule in all {
            #expect(control.isOn(rule))
            #expect(control.severity(of: rule, judged: .notice) == .notice)
            #expect(control.exception(for: rule, server: server("192.0.2.1"), at: noon) == nil)
        }
    }

    @Test(
        arguments: [
            ([RuleSelector.all], ["error-storm", "retry-too-soon", "odd-phrase"]), ([], []),
            ([.tier(.core)], ["retry-too-soon", "odd-phrase"]),
            ([.subject(.family(.overload))], ["error-storm", "retry-too-soon"]),
            ([.tier(.base), .subject(.rule("error-storm"))], ["error-storm"]),
        ]
    )
    func `what is selected is on, and nothing else`(selection: [RuleSelector], on: [String]) {
        var control = RuleControl()
        control.selection = selection
        #expect(all.filter(control.isOn).map(\.identifier) == on)
    }

    @Test func `a level is that of the rule, or else of its family`() {
        var control = RuleControl()
        control.set(.overload, to: .off, of: all)
        control.set(hurry, to: .error)
        #expect(all.filter(control.isOn).map(\.identifier) == ["retry-too-soon", "odd-phrase"])
        #expect(control.severity(of: hurry, judged: .notice) == .error)
        #expect(control.severity(of: phrase, judged: .notice) == .notice)
    }

    @Test func `a family that is set takes away what was set of its rules`() {
        var control = RuleControl()
        control.set(hurry, to: .error)
        control.set(phrase, to: .off)
        control.set(.overload, to: .notice, of: all)
        #expect(control.severity(of: hurry, judged: .warning) == .notice)
        #expect(!control.isOn(phrase))
    }

    @Test func `a level does not switch on what is not selected`() {
        var control = RuleControl()
        control.selection = [.subject(.family(.syntax))]
        control.set(hurry, to: .error)
        #expect(!control.isOn(hurry))
    }

    @Test func `an exception is for its rule, or its family, and its servers`() {
        var control = RuleControl()
        control.add(exception(.rule("retry-too-soon"), "192.0.2.0/24"))
        control.add(exception(.family(.overload), "[2001:db8::1]:5060"))
        control.add(exception(.family(.overload), "192.0.2.7:5080"))
        #expect(control.exception(for: hurry, server: server("192.0.2.7"), at: noon) == 0)
        #expect(control.exception(for: hurry, server: server("192.0.3.7"), at: noon) == nil)
        #expect(control.exception(for: storm, server: server("192.0.2.7"), at: noon) == nil)
        #expect(control.exception(for: storm, server: server("192.0.2.7", 5080), at: noon) == 2)
        #expect(control.exception(for: storm, server: server("2001:db8::1"), at: noon) == 1)
        #expect(control.exception(for: phrase, server: server("2001:db8::1"), at: noon) == nil)
    }

    @Test func `an exception holds to the last moment of its day by the time of the capture`() throws {
        let day = try #require(CivilDate("2027-01-31"))
        var control = RuleControl()
        control.add(exception(.rule("retry-too-soon"), "192.0.2.0/24", until: day))
        let last = CaptureTime(nanoseconds: 1_801_439_999_999_999_999)
        #expect(day.end == last)
        #expect(control.exception(for: hurry, server: server("192.0.2.7"), at: last) == 0)
        let first = last.adding(nanoseconds: 1)
        #expect(control.exception(for: hurry, server: server("192.0.2.7"), at: first) == nil)
        #expect(control.exceptions[0].isOver(at: first))
    }

    @Test func `where one exception has ended the next one holds`() throws {
        var control = RuleControl()
        control.add(exception(.rule("retry-too-soon"), "192.0.2.0/24", until: CivilDate("1970-01-01")))
        control.add(exception(.rule("retry-too-soon"), "192.0.2.0/23"))
        #expect(control.exception(for: hurry, server: server("192.0.2.7"), at: noon) == 1)
    }

    @Test func `exceptions beyond the limit are left out`() {
        var control = RuleControl()
        for _ in 0...RuleControl.exceptionLimit { control.add(exception(.rule("retry-too-soon"), "192.0.2.1")) }
        #expect(control.exceptions.count == RuleControl.exceptionLimit)
    }

    private let noon = CaptureTime(nanoseconds: 1_795_252_320_000_000_000)

    private func server(_ address: String, _ port: UInt16 = 5060) -> Endpoint {
        Endpoint(address: IPAddress(address) ?? IPAddress(v4: 0), port: port)
    }

    private func exception(_ subject: RuleSubject, _ text: String, until: CivilDate? = nil) -> RuleException {
        guard let server = AddressPattern(text) else { preconditionFailure("\(text) is no pattern") }
        return RuleException(subject, server: server, serverText: text, reason: "known", until: until)
    }

    private static func rule(_ name: String, _ family: RuleFamily, _ tier: RuleTier) -> RuleDeclaration {
        RuleDeclaration(
            name,
            family,
            .warning,
            .should,
            .message,
            tier: tier,
            title: name,
            sources: ["RFC 3261 §21"],
            explanation: "",
            silence: "",
            advice: "",
            example: []
        )
    }
}
