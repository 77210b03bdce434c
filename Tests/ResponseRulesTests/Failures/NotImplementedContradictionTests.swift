import CallTracking
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

private let rule = "not-implemented-contradiction"

extension SIPTrace {
    /// A request with its response, on the hop of the client.
    fileprivate mutating func ask(_ method: String, _ cSeq: Int, _ code: Int, headers: [String] = []) {
        send(method, over: .client, cSeq: cSeq)
        answer(code, over: .client, to: method, cSeq: cSeq, tag: "b", headers: headers)
    }
}

@Suite struct NotImplementedContradictionTests {
    private static let scenarios: [LinkScenario] = [
        .fires(.warning, "a method that was accepted") { trace in
            trace.ask("MESSAGE", 1, 200)
            trace.ask("MESSAGE", 2, 501)
        },
        .fires(.warning, "an unknown method that was accepted") { trace in
            trace.ask("FOO", 1, 200)
            trace.ask("FOO", 2, 501)
        },
        .fires(.warning, "a method that stands in Allow") { trace in
            trace.ask("OPTIONS", 1, 200, headers: ["Allow: INVITE, ACK,INFO , BYE"])
            trace.ask("INFO", 2, 501)
        },
        .fires(.warning, "a method that stands in the Allow of a 405") { trace in
            trace.ask("FOO", 1, 405, headers: ["Allow: INFO"])
            trace.ask("INFO", 2, 501)
        },
        .fires(.warning, "a method that every element knows") { $0.ask("INVITE", 1, 501) },
        .fires(.warning, "a server counts once") { trace in
            trace.ask("REGISTER", 1, 501)
            trace.ask("OPTIONS", 2, 501)
        },
        .fires(.warning, "a proxy that had sent the request on") { trace in
            trace.send("FOO", over: .client)
            trace.send("FOO", over: .first)
            trace.answer(404, over: .first, to: "FOO", tag: "b")
            trace.answer(501, over: .client, to: "FOO", tag: "p")
        },
        .fires(.warning, "a method that was accepted within the day") { trace in
            trace.ask("MESSAGE", 1, 200)
            trace.wait(.seconds(23 * 3600))
            trace.ask("MESSAGE", 2, 501)
        },
        .silent("a method that nobody knows") { $0.ask("FOO", 1, 501) },
        .silent("another unknown method") { trace in
            trace.ask("BAR", 1, 200)
            trace.ask("FOO", 2, 501)
        },
        .silent("a method that another server behind the address accepted") { trace in
            trace.ask("MESSAGE", 1, 200, headers: ["Server: one"])
            trace.ask("MESSAGE", 2, 501, headers: ["Server: other"])
        },
        .silent("a method that was accepted more than a day before") { trace in
            trace.ask("MESSAGE", 1, 200)
            trace.wait(.seconds(25 * 3600))
            trace.ask("MESSAGE", 2, 501)
        },
        .silent("a 501 that came from below") { trace in
            trace.send("FOO", over: .client)
            trace.send("FOO", over: .first)
            trace.answer(501, over: .first, to: "FOO", tag: "b")
            trace.answer(501, over: .client, to: "FOO", tag: "b")
        },
    ]

    @Test(arguments: scenarios)
    func `501 is for methods that nobody taught the server`(scenario: LinkScenario) throws {
        try scenario.check(rule)
    }

    @Test(arguments: scenarios)
    func `a capture that begins late brings no more`(scenario: LinkScenario) throws {
        try scenario.checkLate(rule)
    }
}
