import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct AmbiguousLeaksContactsTests {
    private static let rule = "ambiguous-leaks-contacts"

    @Test(arguments: samples, transports)
    func `a 485 that names others is reported`(sample: RuleSample, transport: Transport) throws {
        try sample.check(AmbiguousLeaksContactsTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.warning, 485, "Ambiguous", headers: ["Contact: Carol <sip:carol@x>"]),
        .fires(.warning, 485, "Ambiguous", headers: ["Contact: <sip:bob@x>, <sip:bobby@x>"]),
        .fires(.warning, 485, "Ambiguous", headers: [#"Contact: "Bob Jones" <sip:bob@x>"#]),
        .fires(.warning, 485, "Ambiguous", headers: ["Contact: <sip:bob@x>", "m: tel:+4930123456"]),
        .silent(485, "Ambiguous"), .silent(485, "Ambiguous", headers: ["Contact: <sip:bob@198.51.100.7:5070>"]),
        .silent(485, "Ambiguous", headers: ["Contact: Bob <sip:BOB@x>;q=0.5, sip:bob@y"]),
        .silent(485, "Ambiguous", headers: ["Contact: <sip:alice@example.com>"]),
        .silent(485, "Ambiguous", headers: ["Contact: <sip:198.51.100.7>"]),
        .silent(484, headers: ["Contact: Carol <sip:carol@x>"]),
        .silent(
            485,
            headers: [#"Contact: "bob j." <sip:bob@x>"#],
            rewriting: [("To: <", #"To: "Bob J." <"#)]
        ),
    ]

    @Test func `the finding counts and names nobody`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(485, "Ambiguous", headers: ["Contact: <sip:bob@x>, <sip:carol@x>, Dan <sip:dan@x>"])
        let detail = try Analysed(trace).detail(AmbiguousLeaksContactsTests.rule, .warning)
        #expect(detail == "485 names 2 contacts not asked for")
    }

    @Test func `whoever is of the house may be told`() throws {
        let name = AmbiguousLeaksContactsTests.rule
        let rule = try #require(RuleCatalogue.judges.first { $0.declaration.identifier == name })
        for (networks, count) in [
            (["192.0.2.1"], UInt64(0)), (["192.0.2.0/24", "rubbish"], 0), (["198.51.100.0/24"], 1),
        ] {
            var values = RuleValues()
            values.set(rule.declaration, "allow_networks", to: networks)
            var trace = SIPTrace()
            trace.request("INVITE")
            trace.response(485, "Ambiguous", headers: ["Contact: Carol <sip:carol@x>"])
            let findings = try Analysed(trace, rules: RuleCatalogue.rules(values)).findings
            #expect(findings[name, default: 0] == count, "\(networks)")
        }
    }
}
