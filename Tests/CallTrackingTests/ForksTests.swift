import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Calls whose nearest client forks: several INVITEs with one CSeq, of which the caller hears one outcome.
@Suite struct ForksTests {
    /// A call that forks to two callees, with what happens on each of both branches.
    static func forked(_ first: (inout SIPTrace) -> Void, _ second: (inout SIPTrace) -> Void) -> SIPTrace {
        var (trace, other) = (SIPTrace(), SIPTrace(to: .trunk))
        trace.branch = "b1."
        trace.request("INVITE")
        other.branch = "b2."
        other.wait(.milliseconds(1))
        other.request("INVITE")
        other.answer(as: "second")
        first(&trace)
        second(&other)
        trace.merge(other)
        return trace
    }

    /// What is told of a call, and what it is when everything has passed.
    private func end(_ trace: SIPTrace) throws -> (outcome: CallOutcome, attempts: [AttemptFacts], call: Call) {
        var tracking = Tracking(trace)
        #expect(tracking.callCount == 1)
        tracking.pass(400, after: trace.now)
        let rest = tracking.ended.compactMap { $0.call.untold($0.outcome, isOver: true).attempt }
        let calls = (tracking.ended + tracking.open).filter { $0.call.kind == .call }
        let (call, outcome) = try #require(calls.first)
        #expect(calls.count == 1)
        return (outcome, tracking.attempts + rest, call)
    }

    private static func fails(_ code: Int, after milliseconds: Int) -> (inout SIPTrace) -> Void {
        {
            $0.at(.milliseconds(milliseconds))
            $0.response(code, "Failed")
            $0.request("ACK")
        }
    }

    private static func rings(_ trace: inout SIPTrace) {
        trace.at(.milliseconds(300))
        trace.response(180, "Ringing")
    }

    @Test func `a call that rings on one branch after another failed is not forgotten`() throws {
        let ringing = try #require(Tracking(Self.forked(Self.fails(486, after: 200), Self.rings)).open.first)
        #expect(ringing.outcome == .inProgress && ringing.call.ended == nil)
        var trace = Self.forked(Self.fails(486, after: 200)) {
            Self.rings(&$0)
            $0.at(.seconds(50))
            $0.response(200, "OK")
            $0.request("ACK")
        }
        trace.passVisibly(50)
        let (outcome, attempts, _) = try end(trace)
        #expect(outcome == .answered && attempts.map(\.outcome) == [.answered])
        #expect(attempts.map(\.bids) == [2] && attempts.map(\.declined) == [1])
    }

    @Test func `a branch that nobody answers ends its call as late as the others failed`() throws {
        let (outcome, attempts, call) = try end(Self.forked(Self.fails(486, after: 200)) { _ in })
        #expect(outcome == .busy && attempts.map(\.outcome) == [.busy])
        #expect(call.ended?.nanoseconds(since: call.began) == 200_000_000)
    }
}
