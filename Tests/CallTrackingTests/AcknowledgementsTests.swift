import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// What ACK and PRACK acknowledge, and which INVITE a CANCEL is for.
@Suite struct AcknowledgementsTests {
    /// Responses to an INVITE before its CANCEL, and the state in which that finds it.
    @Test(
        arguments: [
            ([], .calling), ([100], .proceeding), ([100, 180], .proceeding), ([486], .completed),
            ([180, 200], .accepted),
        ] as [([Int], TransactionState)]
    )
    func `a CANCEL finds its INVITE as it stands`(codes: [Int], state: TransactionState) {
        var trace = SIPTrace()
        trace.request("INVITE")
        for code in codes { trace.response(code, "Some Phrase") }
        trace.request("CANCEL")
        trace.resend()
        let tracking = Tracking(trace)
        #expect(tracking.observations.map(\.cancels) == Array(repeating: nil, count: codes.count + 1) + [state, nil])
        let wasCancelled = tracking.tracker.wasCancelled(tracking.observations[0])
        #expect(wasCancelled)
    }

    @Test func `a CANCEL of another request, or of one that was not seen, finds nothing`() {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.request("CANCEL")
        trace.rewrite(".1.INVITE", ".1.OPTIONS")
        trace.request("INVITE")
        trace.dropLast()
        trace.request("CANCEL")
        trace.request("INVITE")
        trace.request("CANCEL")
        trace.rewrite("CSeq: 3", "CSeq: 4")
        let tracking = Tracking(trace)
        #expect(tracking.observations.allSatisfy { $0.cancels == nil })
        let wasCancelled = tracking.observations.contains { tracking.tracker.wasCancelled($0) }
        #expect(!wasCancelled)
    }

    @Test(
        arguments: [
            (["5 1 INVITE"], .provisional), (["5  1\tINVITE"], .provisional), (["05 1 INVITE"], .provisional),
            (["6 1 INVITE"], .nothing), (["5 2 INVITE"], .nothing), (["5 1 UPDATE"], .nothing), (["5 1"], .nothing),
            (["5"], .nothing), ([""], .nothing), (["1 INVITE"], .nothing), ([], .nothing),
            (["99999999999999999999 1 INVITE"], .nothing), (["5 99999999999 INVITE"], .nothing),
        ] as [([String], Observation.Acknowledged)]
    )
    func `a PRACK acknowledges the response that its RAck names`(
        values: [String],
        acknowledged: Observation.Acknowledged
    ) {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(183, "Session Progress", headers: ["Require: 100rel", "RSeq: 5"])
        trace.request("PRACK", headers: values.map { "RAck: \($0)" })
        #expect(Tracking(trace).observations.map(\.acknowledges) == [.nothing, .nothing, acknowledged])
    }

    @Test func `a PRACK acknowledges no response of another branch, of another call, or one that was missed`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(183, "Session Progress", headers: ["RSeq: 5"])
        trace.request("PRACK", headers: ["RAck: 5 1 INVITE"])
        trace.rewrite("tag=callee", "tag=other")
        trace.newCall("call-2@example.com")
        trace.request("INVITE")
        trace.response(183, "Session Progress", headers: ["RSeq: 5"])
        trace.dropLast()
        trace.request("PRACK", headers: ["RAck: 5 1 INVITE"])
        #expect(Tracking(trace).observations.allSatisfy { $0.acknowledges == .nothing })
    }

    @Test func `a PRACK comes too late when nobody waits for it any more`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(183, "Session Progress", headers: ["RSeq: 5"])
        var tracking = Tracking(trace)
        tracking.pass(60, after: trace.now)
        trace.wait(.seconds(60))
        trace.request("PRACK", headers: ["RAck: 5 1 INVITE"])
        tracking.take(trace.suffix(1))
        #expect(tracking.observations.last?.acknowledges == .nothing)
    }

    @Test(
        arguments: [
            (486, "", .failure), (200, "ack-", .success), (200, "", .success), (180, "", .nothing),
            (180, "ack-", .nothing),
            (486, "ack-", .nothing),
        ] as [(Int, String, Observation.Acknowledged)]
    )
    func `an ACK acknowledges a final response`(code: Int, branch: String, acknowledged: Observation.Acknowledged) {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(code, "Some Phrase")
        trace.request("ACK")
        trace.rewrite("branch=z9hG4bK", "branch=z9hG4bK\(branch)")
        #expect(Tracking(trace).observations.map(\.acknowledges) == [.nothing, .nothing, acknowledged])
    }

    @Test func `reliable responses that nobody acknowledges stay within their limit, and those dropped are counted`() {
        var limits = TrackingLimits()
        limits.reliableResponses = 10
        var trace = SIPTrace()
        trace.request("INVITE")
        for number in 1...50 { trace.response(183, "Session Progress", headers: ["RSeq: \(number)"]) }
        var tracking = Tracking(limits: limits)
        tracking.take(trace)
        let count = tracking.tracker.reliableResponses.count
        #expect(count == 10)
        #expect(tracking.tracker.responseBounds.last?.reached == 40)
    }
}
