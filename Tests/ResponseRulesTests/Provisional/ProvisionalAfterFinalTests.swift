import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct ProvisionalAfterFinalTests {
    private static let rule = "provisional-after-final"

    @Test(arguments: samples)
    func `a new 1xx behind the final response is reported`(sample: TimedSample) throws {
        try sample.check(ProvisionalAfterFinalTests.rule)
    }

    private static let samples: [TimedSample] = [
        .fires(.error, "180 after 486") { $0.answers(486, then: 180, after: 900) },
        .fires(.error, "100 after 200") { $0.answers(200, then: 100, after: 900) },
        .fires(.error, "180 of the same dialog after 200") { $0.answers(200, then: 180, after: 900) },
        .fires(.notice, "180 of another branch after 200") { $0.answers(200, then: 180, after: 900, tag: "t2") },
        .silent("of another branch, overtaken", over: [.udp]) { $0.answers(200, then: 180, after: 40, tag: "t2") },
        .fires(.error, "another branch after a failure") { $0.answers(486, then: 180, after: 900, tag: "t2") },
        .silent("at the limit of reordering", over: [.udp]) { $0.answers(486, then: 180, after: 250) },
        .fires(.error, "one past it", over: [.udp]) { $0.answers(486, then: 180, after: 251) },
        .fires(.error, "on a stream nothing is overtaken", over: [.tcp]) { $0.answers(486, then: 180, after: 40) },
        .silent("a copy of an earlier one") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.at(600)
            $0.response(486, "Busy Here")
            $0.repeat(1, at: [1_500])
        },
        .silent("in order") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.response(486, "Busy Here")
        },
        .fires(.error, "seen from the final response on") {
            $0.answers(486, then: 180, after: 900)
            $0 = $0.suffix(2)
        },
    ]
}

extension SIPTrace {
    fileprivate mutating func answers(_ code: Int, then other: Int, after milliseconds: Int, tag: String = "callee") {
        request("INVITE")
        at(100)
        response(code, "Phrase")
        at(100 + milliseconds)
        answer(as: tag)
        response(other, "Phrase")
    }
}
