import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Calls of which the capture missed how their INVITE was answered, though other messages tell.
@Suite struct MissedFinalsTests {
    /// What is told of the attempts of `trace` once everything has passed, and of its calls.
    private func told(_ trace: SIPTrace) -> (attempts: [AttemptFacts], outcomes: [CallOutcome]) {
        var tracking = Tracking(trace)
        tracking.pass(90_000, every: 9, after: trace.now)
        let rest = tracking.ended.compactMap { $0.call.untold($0.outcome, isOver: true).attempt }
        return (tracking.attempts + rest, tracking.ended.filter { $0.call.kind == .call }.map(\.outcome))
    }

    /// A call that rings, of which the capture drops the 200.
    private func unseenAnswer() -> SIPTrace {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.at(.seconds(4))
        trace.response(200, "OK")
        trace.dropLast()
        return trace
    }

    /// An ACK for a 2xx, which has a branch of its own.
    private func acknowledge(_ trace: inout SIPTrace) {
        trace.request("ACK")
        trace.rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
    }

    @Test(arguments: [true, false], [60, 900])
    func `a call of which the 200 was lost is left out and not unanswered`(isAcknowledged: Bool, end: Int) {
        // Without the ACK nothing tells a call of fifteen minutes from one that nobody answers in three.
        guard isAcknowledged || end < 180 else { return }
        var trace = unseenAnswer()
        if isAcknowledged { acknowledge(&trace) }
        trace.at(.seconds(end))
        trace.request("BYE")
        trace.response(200, "OK")
        trace.passVisibly(end)
        let (attempts, outcomes) = told(trace)
        #expect(attempts.map(\.isWhole) == [false])
        #expect(outcomes == [.answered])
        #expect(Tracking(trace).open.first { $0.call.hasStart }?.call.wasReleasedByCaller == true)
    }

    @Test func `a 200 that its ACK has overtaken answers the call`() {
        var trace = unseenAnswer()
        acknowledge(&trace)
        #expect(Tracking(trace).open.map(\.outcome) == [.answered])
        trace.response(200, "OK", to: "INVITE")
        var tracking = Tracking(trace)
        tracking.pass(1, after: trace.now)
        let attempts = tracking.attempts
        #expect(attempts.map(\.isWhole) == [true] && attempts.map(\.outcome) == [.answered])
    }

    @Test func `a call of which the failure was lost is left out and has failed`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        trace.dropLast()
        trace.request("ACK")
        #expect(Tracking(trace).open.map(\.outcome) == [.inProgress], "a challenge would be followed")
        let (attempts, outcomes) = told(trace)
        #expect(attempts.map(\.isWhole) == [false])
        #expect(outcomes == [.failed])
    }

    @Test func `a failure that its ACK has overtaken counts, and what follows one that was lost`() {
        var overtaken = SIPTrace()
        overtaken.request("INVITE")
        overtaken.request("ACK")
        overtaken.response(486, "Busy Here", to: "INVITE")
        var (attempts, outcomes) = told(overtaken)
        #expect(attempts.map(\.isWhole) == [true] && outcomes == [.busy])

        var followed = SIPTrace()
        followed.request("INVITE")
        followed.request("ACK")
        followed.request("INVITE")
        followed.response(480, "Temporarily Unavailable")
        (attempts, outcomes) = told(followed)
        #expect(attempts.map(\.isWhole) == [true] && outcomes == [.noAnswer])
    }

    @Test func `a caller's CANCEL says how the call ended, whether its 487 was seen or not`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.request("CANCEL")
        trace.response(200, "OK", to: "CANCEL")
        trace.request("ACK")
        let (attempts, outcomes) = told(trace)
        #expect(attempts.map(\.isWhole) == [true] && outcomes == [.cancelled])
    }

    @Test func `a BYE while it rings, and the 487 that this brings, are seen whole`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.request("BYE")
        trace.response(200, "OK")
        trace.answerInvite(487, "Request Terminated")
        let (attempts, outcomes) = told(trace)
        #expect(attempts.map(\.isWhole) == [true] && outcomes == [.noAnswer])
    }

    @Test func `an ACK with a branch of its own for a failure, as broken clients send, tells of no answer`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        acknowledge(&trace)
        let (attempts, outcomes) = told(trace)
        #expect(attempts.map(\.isWhole) == [true] && outcomes == [.busy])
    }
}
