import CallTracking
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

private let rule = "fork-without-trying"

extension SIPTrace {
    /// An INVITE that goes on to B and C, and the first response after `delay`.
    fileprivate mutating func fork(_ code: Int, after delay: Duration) {
        send("INVITE", over: .client)
        at(.milliseconds(20))
        send("INVITE", over: .first)
        send("INVITE", over: .second)
        at(delay)
        answer(code, over: .client, tag: code == 100 ? "" : "b")
    }
}

@Suite struct ForkWithoutTryingTests {
    private static let scenarios: [LinkScenario] = [
        .fires(.warning, "180 after 1.5 s") { $0.fork(180, after: .milliseconds(1500)) },
        .fires(.warning, "100 after 201 ms") { $0.fork(100, after: .milliseconds(201)) },
        .fires(.warning, "a failure after 1 s") { $0.fork(486, after: .seconds(1)) },
        .fires(.warning, "a serial fork after a late response") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.at(.milliseconds(1500))
            trace.answer(180, over: .client, tag: "b")
            trace.at(.seconds(10))
            trace.send("INVITE", over: .second)
        },
        .fires(.warning, "no response at all", pause: .seconds(40)) { trace in
            trace.send("INVITE", over: .first, cSeq: 9)
            trace.answer(486, over: .client, cSeq: 8, tag: "x")
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.send("INVITE", over: .second)
        },
        .silent("100 after 15 ms") { trace in
            trace.send("INVITE", over: .client)
            trace.at(.milliseconds(15))
            trace.answer(100, over: .client)
            trace.send("INVITE", over: .first)
            trace.send("INVITE", over: .second)
            trace.at(.milliseconds(1500))
            trace.answer(180, over: .client, tag: "b")
        },
        .silent("100 after 200 ms") { $0.fork(100, after: .milliseconds(200)) },
        .silent("a final response within the time") { $0.fork(486, after: .milliseconds(150)) },
        .silent("one target") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.at(.milliseconds(1500))
            trace.answer(180, over: .client, tag: "b")
        },
        .silent("no response where nothing is seen to be sent to the client") { trace in
            trace.send("INVITE", over: .client)
            trace.send("INVITE", over: .first)
            trace.send("INVITE", over: .second)
        },
    ]

    @Test(arguments: scenarios)
    func `a fork owes its client a response within 200 ms`(scenario: LinkScenario) throws {
        try scenario.check(rule)
    }

    @Test(arguments: scenarios)
    func `a capture that begins late brings no more`(scenario: LinkScenario) throws {
        try scenario.checkLate(rule)
    }

    @Test func `where packets are lost a fork is told one step milder`() throws {
        let scenario = try #require(ForkWithoutTryingTests.scenarios.first)
        let group = try #require(try scenario.lossy().group(rule, .notice))
        #expect(group.lossy == 1)
    }
}
