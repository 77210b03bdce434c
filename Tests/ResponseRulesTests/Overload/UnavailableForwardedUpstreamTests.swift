import CallTracking
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

private let rule = "unavailable-forwarded-upstream"

extension SIPTrace {
    /// A call in which B answers 503 and the proxy `code`.
    fileprivate mutating func unavailable(_ code: Int = 503) {
        newCall("unavailable@example.com")
        send("INVITE", over: .client)
        send("INVITE", over: .first)
        answer(503, over: .first, tag: "b")
        answer(code, over: .client, tag: code == 503 ? "b" : "p")
    }
}

@Suite struct UnavailableForwardedUpstreamTests {
    private static let scenarios: [LinkScenario] = [
        .fires(.warning, "another call succeeded before") { trace in
            trace.relayedCall("earlier@example.com", 200)
            trace.wait(.seconds(9))
            trace.unavailable()
        },
        .fires(.warning, "another call succeeds after it") { trace in
            trace.unavailable()
            trace.wait(.seconds(9))
            trace.relayedCall("later@example.com", 200)
        },
        .fires(.warning, "another call succeeds of which one hop is seen") { trace in
            trace.unavailable()
            trace.newCall("later@example.com")
            trace.send("INVITE", over: .client)
            trace.answer(200, over: .client, tag: "c")
        },
        .silent("500 in its place") { trace in
            trace.relayedCall("earlier@example.com", 200)
            trace.unavailable(500)
        },
        .silent("the 503 is the proxy's own") { trace in
            trace.relayedCall("earlier@example.com", 200)
            trace.newCall("later@example.com")
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.answer(503, over: .client, tag: "p")
        },
        .silent("nothing else succeeds") { trace in
            trace.relayedCall("earlier@example.com", 486)
            trace.unavailable()
            trace.relayedCall("later@example.com", 480)
        },
        .silent("the others succeeded more than 10 s before and after") { trace in
            trace.relayedCall("earlier@example.com", 200)
            trace.wait(.seconds(11))
            trace.unavailable()
            trace.wait(.seconds(11))
            trace.relayedCall("later@example.com", 200)
        },
    ]

    @Test(arguments: scenarios)
    func `a 503 of one server is not the proxy's`(scenario: LinkScenario) throws {
        try scenario.check(rule)
    }

    @Test(arguments: scenarios)
    func `a capture that begins late brings no more`(scenario: LinkScenario) throws {
        try scenario.checkLate(rule)
    }
}
