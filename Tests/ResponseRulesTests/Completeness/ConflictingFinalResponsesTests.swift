import CallTracking
import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct ConflictingFinalResponsesTests {
    private static let rule = "conflicting-final-responses"

    @Test(arguments: samples)
    func `a server answers once`(sample: TimedSample) throws {
        try sample.check(ConflictingFinalResponsesTests.rule)
    }

    private static let samples: [TimedSample] = [
        .fires(.error, "486, then 404") { $0.answers((486, "t1"), (404, "t1")) },
        .fires(.warning, "480, then 404 with another tag") { $0.answers((480, "t1"), (404, "t2")) },
        .fires(.warning, "486 twice, with other tags") { $0.answers((486, "t1"), (486, "t2")) },
        .fires(.error, "200, then 486") { $0.answers((200, "t1"), (486, "t1")) },
        .fires(.warning, "200, then 486 of another branch") { $0.answers((200, "t1"), (486, "t2")) },
        .fires(.error, "486, then 200") { $0.answers((486, "t1"), (200, "t1")) },
        .fires(.warning, "486, then 200 with another tag") { $0.answers((486, "t1"), (200, "t2")) },
        .fires(.error, "200, then 202 of one dialog") { $0.answers((200, "t1"), (202, "t1")) },
        .silent("two branches that answer") { $0.answers((200, "t1"), (200, "t2")) },
        .silent("the same twice") { $0.answers((486, "t1"), (486, "t1")) },
        .silent("486, then 200, of a fork that rang twice") {
            $0.request("INVITE")
            for tag in ["t1", "t2"] {
                $0.answer(as: tag)
                $0.response(180, "Ringing")
            }
            $0.at(5_000)
            $0.answer(as: "t1")
            $0.response(603, "Decline")
            $0.at(5_300)
            $0.answer(as: "t2")
            $0.response(200, "OK")
        },
        .fires(.error, "OPTIONS: 200, then 503") { $0.answers(to: "OPTIONS", (200, "t1"), (503, "t1")) },
        .silent("OPTIONS: 200 twice, with other tags") { $0.answers(to: "OPTIONS", (200, "t1"), (200, "t2")) },
        .fires(.error, "seen without the request") {
            $0.answers((486, "t1"), (404, "t1"))
            $0 = $0.suffix(2)
        },
        .silent("a challenge and the answer to the next INVITE") {
            $0.answers((401, "t1"), (401, "t1"))
            $0.request("ACK")
            $0.request("INVITE")
            $0.response(200, "OK")
        },
    ]

    @Test(arguments: [(true, UInt64(0)), (false, 1)])
    func `a proxy passes the 2xx of a branch on, and makes none itself`(isDelivered: Bool, expected: UInt64) throws {
        var (upper, lower) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upper.request("INVITE")
        let via = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        lower.at(5)
        lower.forward("INVITE")
        lower.answer(as: "t2")
        lower.at(300)
        if isDelivered { lower.response(200, "OK", headers: [via]) }
        upper.at(100)
        upper.answer(as: "t1")
        upper.response(603, "Decline")
        upper.at(400)
        upper.answer(as: "t2")
        upper.response(200, "OK")
        upper.merge(lower)
        let analysed = try Analysed(upper)
        #expect(analysed.findings[ConflictingFinalResponsesTests.rule, default: 0] == expected)
        #expect((analysed.group(ConflictingFinalResponsesTests.rule, .error) != nil) == !isDelivered)
    }
}

extension SIPTrace {
    fileprivate mutating func answers(to method: String = "INVITE", _ responses: (code: Int, tag: String)...) {
        request(method)
        for (number, response) in responses.enumerated() {
            at(100 + 600 * number)
            answer(as: response.tag)
            self.response(response.code, "Phrase", to: method)
        }
    }
}
