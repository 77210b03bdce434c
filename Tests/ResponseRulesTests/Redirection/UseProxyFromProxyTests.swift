import CallTracking
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

private let rule = "use-proxy-from-proxy"
private let contact = ["Contact: <sip:proxy.example.com>"]

@Suite struct UseProxyFromProxyTests {
    private static let scenarios: [LinkScenario] = [
        .fires(.error, "nothing but a 100 came from below") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.answer(100, over: .first)
            trace.answer(305, over: .client, tag: "p", headers: contact)
        },
        .fires(.error, "another code came from below") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.answer(404, over: .first, tag: "b")
            trace.answer(305, over: .client, tag: "p", headers: contact)
        },
        .fires(.error, "another method than INVITE") { trace in
            trace.send("MESSAGE", over: .client)
            trace.send("MESSAGE", over: .first)
            trace.answer(305, over: .client, to: "MESSAGE", tag: "p", headers: contact)
        },
        .fires(.notice, "a host that was a proxy in an earlier call") { trace in
            trace.relayedCall("earlier@example.com", 486)
            trace.newCall("later@example.com")
            trace.send("INVITE", over: .client)
            trace.answer(305, over: .client, tag: "p", headers: contact)
        },
        .silent("the callee itself") { trace in
            trace.send("INVITE", over: .client)
            trace.answer(305, over: .client, tag: "p", headers: contact)
        },
        .silent("a 305 that came from below") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.answer(305, over: .first, tag: "b", headers: contact)
            trace.answer(305, over: .client, tag: "b", headers: contact)
        },
        .silent("302 of a proxy") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.answer(100, over: .first)
            trace.answer(302, over: .client, tag: "p", headers: contact)
        },
        .silent("a proxy of which nothing was seen for 25 h") { trace in
            trace.relayedCall("earlier@example.com", 486)
            trace.wait(.seconds(25 * 3600))
            trace.newCall("later@example.com")
            trace.send("INVITE", over: .client)
            trace.answer(305, over: .client, tag: "p", headers: contact)
        },
    ]

    @Test(arguments: scenarios)
    func `305 is for the callee itself`(scenario: LinkScenario) throws {
        try scenario.check(rule)
    }

    @Test(arguments: scenarios)
    func `a capture that begins late brings no more`(scenario: LinkScenario) throws {
        try scenario.checkLate(rule)
    }

    @Test func `where packets are lost a 305 is told one step milder`() throws {
        let scenario = try #require(UseProxyFromProxyTests.scenarios.first)
        let group = try #require(try scenario.lossy().group(rule, .warning))
        #expect(group.lossy == 1)
    }
}
