import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

private let rule = "trying-forwarded-upstream"

@Suite struct ForwardedTryingTests {
    @Test(arguments: ForwardedTryingScenarios.all)
    func `a 100 is passed on where the host keeps state and the 100 is not its own`(scenario: LinkScenario) throws {
        try scenario.check(rule)
    }

    @Test(arguments: ForwardedTryingScenarios.all)
    func `a capture that begins late brings no more`(scenario: LinkScenario) throws {
        try scenario.checkLate(rule)
    }

    @Test(
        arguments: [
            (ForwardedTryingScenarios.certain, Confidence.certain),
            (ForwardedTryingScenarios.likely, Confidence.likely),
        ]
    )
    func `it says how sure it is`(scenarios: [LinkScenario], confidence: Confidence) throws {
        for scenario in scenarios {
            let analysed = try Analysed(scenario.trace(), pause: scenario.pause)
            let group = try #require(scenario.severity.flatMap { analysed.group(rule, $0) })
            #expect(group.examples.map(\.confidence) == [confidence], "\(scenario.testDescription)")
        }
    }

    @Test func `twenty 100s that follow those from below at once are a habit, nineteen are not`() throws {
        for count in [19, 20] {
            var trace = SIPTrace()
            trace.relayedCall("earlier@example.com", 486, tries: false)
            trace.send("ACK", over: .first, tag: "b", isOwn: true)
            trace.wait(.milliseconds(10))
            trace.send("ACK", over: .client, tag: "b")
            for number in 1...count {
                trace.newCall("call-\(number)@example.com")
                trace.send("INVITE", over: .client)
                trace.send("INVITE", over: .first)
                trace.answer(100, over: .first)
                trace.answer(100, over: .client)
                trace.answer(200, over: .first, tag: "b")
                trace.answer(200, over: .client, tag: "b")
            }
            let group = try Analysed(trace).group(rule, .warning)
            #expect((group?.count ?? 0) == (count == 20 ? 1 : 0))
        }
    }

    @Test func `where packets are lost only a fork proves that the proxy keeps state`() throws {
        let found = try ForwardedTryingScenarios.certain.filter { try $0.lossy().findings[rule] != nil }
        #expect(found.map(\.testDescription) == ["a fork passes on the 100 of B with its tag"])
    }
}
