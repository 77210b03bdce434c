import NetworkTypes
import SIPCatalogue
import TestSupport
import Testing

@testable import CallTracking

/// What is forgotten, and when.
@Suite struct ExpiryTests {
    @Test func `an INVITE is unanswered after 64 times T1 of capture time`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        var tracking = Tracking(trace)
        tracking.pass(31, after: trace.steps[0].time)
        #expect(tracking.unanswered.isEmpty)
        #expect(tracking.ended.isEmpty)
        tracking.pass(33, after: trace.steps[0].time)
        #expect(tracking.unanswered == [.invite])
        #expect(tracking.ended.map(\.outcome) == [.unanswered])
    }

    @Test func `a call that rings is kept for three minutes and more`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        var tracking = Tracking(trace)
        tracking.pass(200, after: trace.now)
        #expect(tracking.open.map(\.outcome) == [.inProgress])
        var late = trace
        late.wait(.seconds(200))
        late.response(200, "OK")
        tracking.take(late.suffix(1))
        #expect(tracking.open.map(\.outcome) == [.answered])
        #expect(tracking.unanswered.isEmpty)
    }

    @Test func `a call is forgotten after its end, and an answered one is not for hours`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.newCall("call-2@example.com")
        trace.request("INVITE")
        trace.response(404, "Not Found")
        var tracking = Tracking(trace)
        tracking.pass(3_600, after: trace.now)
        #expect(tracking.ended.map(\.outcome) == [.failed])
        #expect(tracking.open.map(\.outcome) == [.answered])
    }

    @Test func `a registration that is refreshed after an hour has one Call-ID`() {
        var trace = SIPTrace()
        var tracking = Tracking()
        for _ in 0..<3 {
            trace.request("REGISTER")
            trace.response(200, "OK")
            tracking.take(trace.suffix(2))
            tracking.pass(3_600, after: trace.now)
            trace.wait(.seconds(3_600))
        }
        #expect(tracking.callIDCount == 1)
        #expect(tracking.ended.count == 3, "the registration itself is forgotten in between")
        #expect(tracking.beginnings == [1, 3, 5])
    }

    /// Timestamps in seconds that a broken clock gives, none of which may end anything.
    @Test(
        arguments: [[86_400 * 365], [-86_400 * 365], [-5, -4, -3], [86_400, 1, 172_801, 2], [9, 0, 9, 0]] as [[Int64]]
    )
    func `a clock that steps back or jumps for a frame expires nothing`(stamps: [Int64]) {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.newCall("call-2@example.com")
        trace.request("INVITE")
        var tracking = Tracking(trace)
        for stamp in stamps { tracking.advance(to: trace.now.adding(nanoseconds: stamp * 1_000_000_000)) }
        tracking.advance(to: trace.now)
        #expect(tracking.ended.isEmpty)
        #expect(tracking.unanswered.isEmpty)
        #expect(tracking.open.count == 2)
    }

    @Test func `a flood of Call-IDs stays within the limits and says how many it dropped`() {
        var limits = TrackingLimits()
        limits.calls = 50
        limits.transactions = 50
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        for number in 0..<500 {
            trace.newCall("flood-\(number)@example.com")
            trace.request("OPTIONS")
        }
        var tracking = Tracking(limits: limits)
        tracking.take(trace)
        #expect(tracking.open.count == 50)
        #expect(tracking.tracker.evictions.calls == 451)
        #expect(tracking.tracker.evictions.transactions == 451)
        #expect(
            tracking.open.contains { $0.call.hasStart },
            "the call in progress outlives the requests nobody answers"
        )
    }
}
