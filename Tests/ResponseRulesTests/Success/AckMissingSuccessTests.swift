import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct AckMissingSuccessTests {
    private static let rule = "ack-missing-success"

    @Test(arguments: samples)
    func `an answer that is repeated in vain lacks its ACK`(sample: TimedSample) throws {
        try sample.check(AckMissingSuccessTests.rule, against: .caller)
    }

    private static let samples: [TimedSample] = [
        .fires(.error, "no ACK, then BYE", pause: .seconds(4)) {
            $0.answer(copies: SIPTrace.responseCopies)
            $0.at(32_050)
            $0.swapSides()
            $0.request("BYE")
        },
        .fires(.error, "three copies", pause: .seconds(40)) { $0.answer(copies: [500, 1_500, 3_500]) },
        .silent("two copies", pause: .seconds(40)) { $0.answer(copies: [500, 1_500]) },
        .silent("the capture ends first", pause: .seconds(20)) { $0.answer(copies: [500, 1_500, 3_500]) },
        .silent("the ACK comes", pause: .seconds(40)) {
            $0.answer(copies: [500])
            $0.at(520)
            $0.ackAnswer()
        },
        .silent("the ACK comes late", pause: .seconds(40)) {
            $0.answer(copies: SIPTrace.responseCopies)
            $0.at(31_600)
            $0.ackAnswer()
        },
        .silent("the ACK was there before the copies", pause: .seconds(40)) {
            $0.request("INVITE")
            $0.response(200, "OK")
            $0.ackAnswer()
            $0.repeat(1, at: [500, 1_500, 3_500, 7_500])
        },
        .silent("an ACK with the branch of the INVITE", pause: .seconds(40)) {
            $0.answer(copies: [500, 1_500, 3_500, 7_500])
            $0.request("ACK")
        },
        .silent("the INVITE was not seen", pause: .seconds(40)) {
            $0.answer(copies: SIPTrace.responseCopies)
            $0 = $0.suffix(11)
        },
        .silent("another request", pause: .seconds(40)) {
            $0.request("OPTIONS")
            $0.response(200, "OK")
            $0.repeat(1, at: SIPTrace.responseCopies)
        },
        .fires(.error, "an INVITE inside the dialog, of which the first was acknowledged", pause: .seconds(40)) {
            $0.answer(copies: [])
            $0.ackAnswer()
            $0.at(1_000)
            $0.request("INVITE", isInside: true)
            $0.response(200, "OK")
            $0.repeat(4, at: [2_000, 3_000, 5_000])
        },
        .fires(.error, "the second of two branches that answered", pause: .seconds(40)) {
            $0.answer(copies: [])
            $0.ackAnswer()
            $0.answer(as: "t2")
            $0.response(200, "OK", to: "INVITE")
            $0.repeat(3, at: [500, 1_500, 3_500])
        },
    ]

    @Test func `over a proxy it is one finding, against the caller`() throws {
        var (upper, lower) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upper.request("INVITE")
        lower.forward("INVITE")
        let via = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        lower.response(200, "OK", headers: [via])
        lower.repeat(1, at: [500, 1_500, 3_500])
        upper.at(30)
        upper.response(200, "OK")
        upper.repeat(1, at: [510, 1_510, 3_510])
        upper.merge(lower)
        let analysed = try Analysed(upper, pause: .seconds(40))
        let group = try #require(analysed.group(AckMissingSuccessTests.rule, .error))
        #expect(group.count == 1 && group.calls == 1)
        #expect(group.servers.map(\.key.endpoint) == [.caller])
    }

    @Test func `where the ACK was due and that the callee hung up is said`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK", headers: ["Contact: <sip:bob@10.0.0.1>"])
        trace.repeat(1, at: [500, 1_500, 3_500])
        trace.at(10_000)
        trace.swapSides()
        trace.request("BYE")
        let analysed = try Analysed(trace, pause: .seconds(40))
        let detail = analysed.detail(AckMissingSuccessTests.rule, .error)
        #expect(
            detail == "200 sent again 3 times without an ACK, then BYE by the callee; it was due at <sip:bob@10.0.0.1>"
        )
        #expect(analysed.group(AckMissingSuccessTests.rule, .error)?.likely == 0)
    }
}

extension SIPTrace {
    fileprivate mutating func answer(copies: [Int]) {
        request("INVITE")
        response(200, "OK")
        self.repeat(1, at: copies)
    }
}
