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

    /// What two branches fail with, one after the other, and what the call comes to.
    @Test(
        arguments: [
            (486, 503, 486, .busy), (503, 486, 486, .busy), (404, 500, 404, .failed), (500, 404, 404, .failed),
            (603, 486, 603, .rejected), (486, 603, 603, .rejected), (487, 486, 486, .busy), (486, 487, 486, .busy),
            (487, 503, 503, .failed), (503, 487, 503, .failed), (407, 486, 407, .challenged),
            (486, 407, 407, .challenged), (302, 486, 302, .redirected), (486, 302, 302, .redirected),
            (480, 486, 486, .busy), (486, 480, 480, .noAnswer), (302, 600, 600, .busy),
        ] as [(Int, Int, UInt16, CallOutcome)]
    )
    func `of branches that fail the call takes the best word`(
        first: Int,
        second: Int,
        code: UInt16,
        outcome: CallOutcome
    ) throws {
        let end = try end(Self.forked(Self.fails(first, after: 200), Self.fails(second, after: 400)))
        #expect(end.outcome == outcome && end.call.finalCode == code)
        #expect(end.attempts.map(\.finalCode) == [code])
        #expect(end.call.ended?.nanoseconds(since: end.call.began) == 400_000_000)
    }

    /// A CANCEL of a branch, and its 487.
    private static func isCancelled(after span: Duration) -> (inout SIPTrace) -> Void {
        {
            rings(&$0)
            $0.at(span)
            $0.request("CANCEL")
            $0.response(200, "OK", to: "CANCEL")
            $0.response(487, "Request Terminated", to: "INVITE")
            $0.request("ACK")
        }
    }

    @Test func `a client that gives up one branch because another got a 6xx was not cancelled`() throws {
        let trace = Self.forked(Self.fails(603, after: 1_000), Self.isCancelled(after: .milliseconds(1_020)))
        let (outcome, attempts, call) = try end(trace)
        #expect(outcome == .rejected && call.finalCode == 603)
        #expect(attempts.map(\.outcome) == [.rejected] && attempts.map(\.cancelled) == [nil])
    }

    @Test func `a caller who gives up after one branch failed has cancelled`() throws {
        let (outcome, attempts, _) = try end(
            Self.forked(Self.fails(486, after: 1_000), Self.isCancelled(after: .seconds(5)))
        )
        #expect(outcome == .cancelled && attempts.map(\.outcome) == [.cancelled])
    }

    @Test func `a client that gives up one branch while another goes on was not cancelled`() throws {
        let trace = Self.forked(Self.isCancelled(after: .seconds(5)), Self.fails(486, after: 9_000))
        let (outcome, attempts, call) = try end(trace)
        #expect(outcome == .busy && call.finalCode == 486)
        #expect(attempts.map(\.cancelled) == [nil])
        let both = Self.forked(Self.isCancelled(after: .seconds(5)), Self.isCancelled(after: .seconds(5)))
        #expect(try end(both).outcome == .cancelled)
    }

    @Test func `of INVITEs that go on from each other the latest has the last word`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.request("INVITE")
        trace.at(.seconds(1))
        trace.response(603, "Decline")
        trace.answer(as: "first")
        trace.at(.seconds(2))
        trace.answerInvite(484, "Address Incomplete")
        let (outcome, _, call) = try end(trace)
        #expect(outcome == .rejected && call.finalCode == 603)
    }
}
