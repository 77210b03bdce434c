import CallTracking
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

private let rule = "global-failure-contradicted"

extension SIPTrace {
    /// An INVITE that goes on to B and C; C rings, and B answers 603.
    fileprivate mutating func declined() {
        send("INVITE", over: .client)
        answer(100, over: .client)
        send("INVITE", over: .first)
        send("INVITE", over: .second)
        answer(180, over: .second, tag: "c")
        answer(603, over: .first, tag: "b")
    }

    /// A CANCEL for C and what follows.
    fileprivate mutating func giveUp() {
        send("CANCEL", over: .second, isOwn: true)
        answer(200, over: .second, to: "CANCEL", tag: "c", isOwn: true)
        answer(487, over: .second, tag: "c")
        answer(603, over: .client, tag: "b")
    }
}

@Suite struct GlobalFailureContradictedTests {
    private static let scenarios: [LinkScenario] = [
        .fires(.warning, "a new target after the 603") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.send("INVITE", over: .second)
            trace.answer(603, over: .first, tag: "b")
            trace.send("INVITE", over: .third)
        },
        .fires(.warning, "another branch rings 251 ms later", against: SIPTrace.Link.first.party) { trace in
            trace.declined()
            trace.wait(.milliseconds(241))
            trace.answer(183, over: .second, tag: "d")
            trace.giveUp()
        },
        .fires(.warning, "another branch answers 1 s later", against: SIPTrace.Link.first.party) { trace in
            trace.declined()
            trace.send("CANCEL", over: .second, isOwn: true)
            trace.wait(.seconds(1))
            trace.answer(200, over: .second, tag: "c")
        },
        .fires(.warning, "the ringing branch is not cancelled", pause: .seconds(2)) { $0.declined() },
        .fires(.warning, "it is cancelled after 501 ms") { trace in
            trace.declined()
            trace.wait(.milliseconds(491))
            trace.giveUp()
        },
        .silent("the ringing branch is cancelled") { trace in
            trace.declined()
            trace.giveUp()
        },
        .silent("it is cancelled after 500 ms") { trace in
            trace.declined()
            trace.wait(.milliseconds(490))
            trace.giveUp()
        },
        .silent("a 2xx was underway") { trace in
            trace.declined()
            trace.send("CANCEL", over: .second, isOwn: true)
            trace.wait(.milliseconds(230))
            trace.answer(200, over: .second, tag: "c")
        },
        .silent("a branch that said nothing yet cannot be cancelled") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.send("INVITE", over: .second)
            trace.answer(603, over: .first, tag: "b")
        },
        .silent("486 in its place") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.answer(486, over: .first, tag: "b")
            trace.send("INVITE", over: .second)
            trace.answer(200, over: .second, tag: "c")
        },
        .silent("another call") { trace in
            trace.relayedCall("earlier@example.com", 603)
            trace.relayedCall("later@example.com", 200)
        },
    ]

    @Test(arguments: scenarios)
    func `a 6xx ends the search`(scenario: LinkScenario) throws {
        try scenario.check(rule)
    }

    @Test(arguments: scenarios)
    func `a capture that begins late brings no more`(scenario: LinkScenario) throws {
        try scenario.checkLate(rule)
    }
}
