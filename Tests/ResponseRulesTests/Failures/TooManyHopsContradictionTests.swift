import CallTracking
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

private let rule = "too-many-hops-contradiction"

@Suite struct TooManyHopsContradictionTests {
    private static let scenarios: [LinkScenario] = [
        .fires(.warning, "483 with all hops left") { trace in
            trace.send("OPTIONS", over: .client, hops: 70)
            trace.answer(483, over: .client, to: "OPTIONS", tag: "p")
        },
        .fires(.warning, "483 with one hop left") { trace in
            trace.send("INVITE", over: .client, hops: 1)
            trace.answer(483, over: .client, tag: "p")
        },
        .fires(.warning, "483 with hops left at the farthest server", against: SIPTrace.Link.first.party) { trace in
            trace.send("INVITE", over: .client, hops: 70)
            trace.send("INVITE", over: .first, hops: 69)
            trace.answer(483, over: .first, tag: "b")
            trace.answer(483, over: .client, tag: "b")
        },
        .fires(.warning, "a spent request is sent on") { trace in
            trace.send("INVITE", over: .client, hops: 0)
            trace.send("INVITE", over: .first, hops: 0)
        },
        .fires(.warning, "a spent request is sent on with new hops") { trace in
            trace.send("OPTIONS", over: .client, hops: 0)
            trace.send("OPTIONS", over: .first, hops: 70)
        },
        .fires(.warning, "a hop is not counted, on two branches") { trace in
            trace.send("INVITE", over: .client, hops: 70)
            trace.send("INVITE", over: .first, hops: 70)
            trace.send("INVITE", over: .second, hops: 70)
        },
        .silent("483 to a spent request") { trace in
            trace.send("OPTIONS", over: .client, hops: 0)
            trace.answer(483, over: .client, to: "OPTIONS", tag: "p")
        },
        .silent("483 of a server behind, where nothing was left") { trace in
            trace.send("INVITE", over: .client, hops: 1)
            trace.send("INVITE", over: .first, hops: 0)
            trace.answer(483, over: .first, tag: "b")
            trace.answer(483, over: .client, tag: "b")
        },
        .silent("a request without Max-Forwards") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first, hops: 70)
            trace.answer(100, over: .first)
        },
        .silent("more than one hop taken") { trace in
            trace.send("INVITE", over: .client, hops: 70)
            trace.send("INVITE", over: .first, hops: 10)
        },
        .silent("a back-to-back user agent counts anew") { trace in
            trace.send("INVITE", over: .client, hops: 0)
            trace.newCall("leg@example.com")
            trace.send("INVITE", over: .first, isOwn: true, hops: 70)
        },
    ]

    @Test(arguments: scenarios)
    func `hops are counted down to the last`(scenario: LinkScenario) throws {
        try scenario.check(rule)
    }

    @Test(arguments: scenarios)
    func `a capture that begins late brings no more`(scenario: LinkScenario) throws {
        try scenario.checkLate(rule)
    }
}
