import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct EarlyTryingNonInviteTests {
    private static let rule = "early-trying-non-invite"

    @Test(arguments: samples)
    func `a 100 is early before the client would slow down by itself`(sample: TimedSample) throws {
        try sample.check(EarlyTryingNonInviteTests.rule)
    }

    private static let samples: [TimedSample] = [
        .fires(.error, "at once", over: [.udp]) { $0.trying(30) },
        .silent("over a stream", over: [.tcp]) { $0.trying(30) },
        .silent("after 3.6 s", over: [.udp]) { $0.trying(3_600) },
        .fires(.error, "just before what is tolerated", over: [.udp]) { $0.trying(3_149) },
        .silent("at what is tolerated", over: [.udp]) { $0.trying(3_150) },
        .silent("a client with a T1 of 1 s", over: [.udp]) { $0.trying(2_900, copies: [1_000]) },
        .fires(.error, "just before what it tolerates", over: [.udp]) { $0.trying(2_699, copies: [1_000]) },
        .fires(.error, "a gap too short for a T1", over: [.udp]) { $0.trying(3_149, copies: [90]) },
        .silent("a gap too long for a T1", over: [.udp]) { $0.trying(3_150, copies: [2_010]) },
        .silent("a 100 to INVITE") {
            $0.request("INVITE")
            $0.response(100, "Trying")
        },
        .silent("another provisional response") {
            $0.request("OPTIONS")
            $0.response(183, "Session Progress")
        },
    ]

    @Test func `a request that was not seen is not judged`() throws {
        var trace = SIPTrace()
        trace.trying(30)
        #expect(try Analysed(trace.suffix(1)).findings[EarlyTryingNonInviteTests.rule] == nil)
    }
}

extension SIPTrace {
    fileprivate mutating func trying(_ milliseconds: Int, copies: [Int] = []) {
        request("OPTIONS")
        self.repeat(0, at: copies)
        at(milliseconds)
        response(100, "Trying")
    }
}
