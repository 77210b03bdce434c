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
