import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct InviteRetransmittedAfterProvisionalTests {
    private static let rule = "invite-retransmitted-after-provisional"

    @Test(arguments: samples)
    func `copies of an INVITE behind a 1xx are reported`(sample: TimedSample) throws {
        try sample.check(InviteRetransmittedAfterProvisionalTests.rule, against: .caller)
    }

    private static let samples: [TimedSample] = [
        .fires(.warning, "two copies") { $0.trying(at: 30, copies: [1_500, 3_500]) },
        .fires(.notice, "one copy", pause: .seconds(20)) { $0.trying(at: 30, copies: [1_500]) },
        .fires(.notice, "one copy at the end of the capture") { $0.trying(at: 30, copies: [1_500]) },
        .fires(.warning, "copies until Timer B") { $0.trying(at: 30, copies: SIPTrace.inviteCopies) },
        .silent("in flight") {
            $0.request("INVITE")
            $0.repeat(0, at: [500])
            $0.at(510)
            $0.response(100, "Trying")
            $0.repeat(0, at: [600])
        },
        .silent("at the limit", pause: .seconds(20)) { $0.trying(at: 30, copies: [330]) },
        .fires(.notice, "one past it", pause: .seconds(20)) { $0.trying(at: 30, copies: [331]) },
        .silent("without a 1xx", pause: .seconds(20)) {
            $0.request("INVITE")
            $0.repeat(0, at: [500, 1_500, 3_500])
        },
        .silent("another request", pause: .seconds(20)) {
            $0.request("OPTIONS")
            $0.at(4_000)
            $0.response(100, "Trying")
            $0.repeat(0, at: [8_000, 12_000])
        },
    ]

    @Test func `an INVITE of which one copy alone was seen was not sent again`() throws {
        var trace = SIPTrace()
        trace.trying(at: 30, copies: [1_500])
        #expect(try Analysed(trace.suffix(2)).findings[InviteRetransmittedAfterProvisionalTests.rule] == nil)
    }

    @Test(
        arguments: [
            ([500, 1_500, 3_500], "in gaps that double: the 1xx does not reach the client"),
            ([1_000, 2_000, 3_000], "in equal gaps, as a faulty client does"),
        ]
    )
    func `the gaps say whose fault it is`(copies: [Int], cause: String) throws {
        var trace = SIPTrace()
        trace.trying(at: 30, copies: copies)
        let detail = try Analysed(trace).detail(InviteRetransmittedAfterProvisionalTests.rule, .warning)
        #expect(detail?.hasSuffix(cause) ?? false, "\(detail ?? "")")
    }
}

extension SIPTrace {
    fileprivate mutating func trying(at milliseconds: Int, copies: [Int]) {
        request("INVITE")
        at(milliseconds)
        response(100, "Trying")
        self.repeat(0, at: copies)
    }
}
