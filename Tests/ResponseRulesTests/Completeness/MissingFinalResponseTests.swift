import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct MissingFinalResponseTests {
    private static let rule = "missing-final-response"

    @Test(arguments: samples)
    func `a request in progress that stays silent is reported`(sample: TimedSample) throws {
        try sample.check(MissingFinalResponseTests.rule)
    }

    private static let samples: [TimedSample] = [
        .fires(.error, "an INVITE that rings for 200 s", pause: .seconds(202)) { $0.ring() },
        .fires(.error, "and goes on to ring", pause: .seconds(600)) { $0.ring() },
        .silent("the capture ends first", pause: .seconds(198)) { $0.ring() },
        .silent("answered after all", over: [.udp], pause: .seconds(5)) {
            $0.ring()
            for minute in 1...10 { $0.repeat(2, at: [minute * 60_000]) }
            $0.at(600_100)
            $0.response(200, "OK")
        },
        .silent("cancelled", pause: .seconds(300)) {
            $0.ring()
            $0.request("CANCEL")
            $0.response(200, "OK", to: "CANCEL")
        },
        .silent("an ACK says that an answer was missed", pause: .seconds(300)) {
            $0.ring()
            $0.ackAnswer()
        },
        .silent("the INVITE was not seen", pause: .seconds(300)) {
            $0.ring()
            $0 = $0.suffix(2)
        },
        .fires(.error, "another request, until Timer F", pause: .seconds(34)) {
            $0.request("MESSAGE")
            $0.at(4_000)
            $0.response(100, "Trying")
        },
        .silent("another request that was answered", pause: .seconds(34)) {
            $0.request("MESSAGE")
            $0.at(4_000)
            $0.response(100, "Trying")
            $0.at(20_000)
            $0.response(200, "OK")
        },
    ]
}

extension SIPTrace {
    fileprivate mutating func ring() {
        request("INVITE")
        response(100, "Trying")
        response(180, "Ringing")
    }
}
