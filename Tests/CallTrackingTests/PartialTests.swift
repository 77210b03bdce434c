import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// What the capture does not show whole (guard START), or what had to go before its end.
@Suite struct PartialTests {
    /// A REGISTER that got `code`, then one with credentials that is taken.
    private func challenged(_ code: Int) -> SIPTrace {
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.response(code, "Phrase")
        trace.answer(as: "")
        trace.at(.seconds(1))
        trace.request("REGISTER")
        trace.response(200, "OK")
        return trace
    }

    @Test(arguments: [401, 407, 423, 302])
    func `a registration whose first response opens the capture is not whole, and the next one is`(code: Int) {
        var trace = challenged(code).suffix(3)
        trace.at(.seconds(20))
        trace.request("REGISTER")
        trace.response(200, "OK")
        let chains = Tracking(trace).registrations
        #expect(chains.map(\.isWhole) == [false, true])
        #expect(chains.map(\.finalCode) == [200, 200])
    }

    @Test(arguments: [200, 403, 503])
    func `a registration behind the end of another that opens the capture is whole`(code: Int) {
        #expect(Tracking(challenged(code).suffix(3)).registrations.map(\.isWhole) == [true])
    }

    @Test func `a challenge of another hop, of which the requests are not seen, takes nothing from a registration`() {
        var behind = SIPTrace(from: .callee, to: .carrier)
        behind.request("REGISTER")
        behind.at(.milliseconds(5))
        behind.response(401, "Unauthorized")
        var trace = challenged(401)
        trace.merge(behind.suffix(1))
        #expect(Tracking(trace).registrations.map(\.isWhole) == [true])
    }

    @Test func `a registration whose REGISTERs are all there is whole`() {
        #expect(Tracking(challenged(401)).registrations.map(\.isWhole) == [true])
    }

    /// An INVITE that got `code`, and one behind it that is answered; where the call is released, after a minute.
    private func attempted(_ code: Int, isReleased: Bool = true) -> SIPTrace {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(code, "Phrase")
        trace.request("ACK")
        trace.answer(as: "")
        trace.at(.seconds(1))
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.request("ACK")
        guard isReleased else { return trace }
        trace.at(.seconds(61))
        trace.request("BYE")
        trace.response(200, "OK")
        return trace
    }

    /// What is told of `trace` once everything has passed: attempts, and how many sessions with an end and without.
    private func told(_ trace: SIPTrace) -> (attempts: [AttemptFacts], released: Int, unreleased: Int) {
        var tracking = Tracking(trace)
        tracking.pass(90_000, every: 9, after: trace.now)
        return (
            tracking.attempts + tracking.lateAttempts, tracking.sessions.count + tracking.lateSessions.count,
            tracking.ended.count { $0.call.isUnreleased }
        )
    }

    /// The final response of the first INVITE, and whether the capture begins with that or with its ACK.
    @Test(arguments: [401, 407, 302, 503], [true, false])
    func `an attempt that began before the capture is not whole, nor is its session told`(code: Int, hasFinal: Bool) {
        let (attempts, released, _) = told(attempted(code).suffix(hasFinal ? 7 : 6))
        #expect(attempts.map(\.isWhole) == [false])
        #expect(attempts.map(\.outcome) == [.answered] && attempts.map(\.hasStart) == [true])
        #expect(released == 0)
        #expect(told(attempted(code, isReleased: false).suffix(hasFinal ? 5 : 4)).unreleased == 0)
    }

    @Test(arguments: [401, 503])
    func `an attempt with its first INVITE is whole, and so is one that nothing comes before`(code: Int) {
        for (count, bids) in [(8, 2), (5, 1)] as [(Int, UInt16)] {
            let (attempts, released, _) = told(attempted(code).suffix(count))
            #expect(attempts.map(\.isWhole) == [true] && attempts.map(\.bids) == [bids])
            #expect(released == 1)
        }
        #expect(told(attempted(code, isReleased: false).suffix(3)).unreleased == 1)
    }

    @Test func `an attempt is whole whose first response a capture shows before its INVITE`() {
        let trace = attempted(503)
        var swapped = trace.only(trace.steps[1])
        swapped.merge(trace.only(SIPTrace.Step(trace.steps[0], at: trace.steps[1].time)))
        swapped.merge(trace.suffix(6))
        #expect(told(swapped).attempts.map(\.isWhole) == [true])
    }

    @Test(arguments: ["BYE", "OPTIONS"])
    func `an attempt is whole behind what had its Call-ID before and is over, or was no call`(method: String) {
        var trace = SIPTrace()
        trace.request(method)
        trace.response(200, "OK")
        trace.answer(as: "")
        trace.at(.seconds(3))
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        #expect(told(trace).attempts.map(\.isWhole) == [true])
    }

    @Test func `an attempt with the Call-ID of one that began before the capture, which is over, is whole`() {
        var trace = SIPTrace()
        for second in [0, 1, 20] {
            trace.at(.seconds(second))
            trace.answer(as: "")
            trace.request("INVITE")
            trace.response(second == 0 ? 407 : 486, "Phrase")
        }
        trace = trace.suffix(5)
        trace.passVisibly(20)
        #expect(told(trace).attempts.map(\.isWhole) == [false, true])
    }

    @Test func `an INVITE inside of a dialog that began before the capture is no attempt`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.rewrite("To: <sip:bob@example.com>", "To: <sip:bob@example.com>;tag=callee")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.at(.seconds(60))
        trace.request("BYE")
        trace.response(200, "OK")
        let (attempts, released, _) = told(trace)
        #expect(attempts.map(\.hasStart) == [false] && attempts.map(\.isWhole) == [false], "there was one before it")
        #expect(released == 0)
    }

    @Test(arguments: ["UPDATE", "INFO", "BYE"])
    func `a dialog that began before the capture is told once, however often it comes back`(method: String) {
        var trace = SIPTrace()
        var tracking = Tracking()
        for round in 0..<4 {
            trace.at(.seconds(90 * round))
            trace.answer(as: "callee")
            trace.request(method)
            trace.response(200, "OK")
            tracking.take(trace.suffix(2))
            tracking.pass(80, after: trace.now)
        }
        #expect(tracking.ended.count == 4)
        #expect(tracking.lateAttempts.map(\.isWhole) == [false])
        #expect(tracking.lateAttempts.map(\.hasStart) == [false])
    }

    /// A tracker with room for four calls that saw `trace` and, two seconds later, many others with an answer.
    private func flooded(_ trace: SIPTrace) -> Tracking {
        var limits = TrackingLimits()
        limits.calls = 4
        var tracking = Tracking(limits: limits)
        tracking.take(trace)
        var flood = trace.suffix(0)
        flood.at(.seconds(2))
        for number in 0..<8 {
            flood.newCall("flood-\(number)@example.com")
            flood.request("OPTIONS")
            flood.response(200, "OK")
        }
        tracking.take(flood)
        return tracking
    }

    @Test func `a registration that had to make room before its end is told as not whole`() {
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.response(401, "Unauthorized")
        let tracking = flooded(trace)
        #expect(tracking.registrations.map(\.isWhole) == [false])
        #expect(flooded(challenged(401)).registrations.map(\.isWhole) == [true], "it had come to its end")
    }

    @Test func `an attempt that had failed when it had to make room is whole, as it counts nowhere else`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        trace.request("ACK")
        #expect(flooded(trace).lateAttempts.map(\.isWhole) == [true])
        #expect(flooded(trace.suffix(2)).lateAttempts.map(\.isWhole) == [false])
    }

    @Test func `a call that had to make room just after its BYE is no session without an end`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.request("BYE")
        let tracking = flooded(trace)
        #expect(tracking.ended.contains { $0.call.kind == .call })
        #expect(tracking.lateSessions.isEmpty && tracking.lateAttempts.isEmpty)
        #expect(tracking.attempts.map(\.outcome) == [.answered])
    }
}
