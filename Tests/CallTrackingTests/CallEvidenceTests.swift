import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// How much of a call, or of what is none, the capture shows.
@Suite struct CallEvidenceTests {
    /// The evidence of everything in `trace` but the traffic around it, once every timer has passed.
    private func evidence(_ trace: SIPTrace) -> [Evidence] {
        var tracking = Tracking(trace)
        tracking.pass(90_000, every: 9, after: trace.now)
        return tracking.ended.filter { $0.call.caller != .trunk && $0.call.callee != .trunk }.map(\.call.evidence)
    }

    private func answered(_ transport: Transport = .udp) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
        trace.at(.seconds(60))
        trace.request("BYE")
        trace.response(200, "OK")
        return trace
    }

    /// Lets something be sent to both sides for `seconds`, so that either direction is visible.
    private func surrounded(_ trace: SIPTrace, for seconds: Int, towards hosts: [Endpoint]) -> SIPTrace {
        var trace = trace
        for (number, host) in hosts.enumerated() {
            var other = SIPTrace(from: .trunk, to: host)
            other.newCall("other-\(number)@example.com")
            for second in stride(from: 0, through: seconds, by: 10) {
                other.at(.seconds(second))
                other.request("OPTIONS")
            }
            trace.merge(other)
        }
        return trace
    }

    @Test(arguments: [Transport.udp, .tcp])
    func `a call with its INVITE is seen whole, and so it is while it is up`(transport: Transport) {
        let trace = answered(transport)
        #expect(evidence(trace) == [.whole])
        #expect(Tracking(trace.only(trace.steps[0])).open.map(\.call.evidence) == [.whole])
    }

    /// How many of the five messages behind the INVITE the capture shows.
    @Test(arguments: [1, 2, 3, 4, 5], [Transport.udp, .tcp])
    func `a call whose INVITE was sent before the capture is seen from its middle`(count: Int, transport: Transport) {
        #expect(evidence(answered(transport).suffix(count)) == [.midCall])
    }

    @Test func `a call is seen from its middle whichever side speaks first`() {
        var trace = answered().suffix(0)
        trace.swapSides()
        trace.answer(as: "caller")
        trace.request("BYE")
        trace.response(200, "OK")
        #expect(evidence(trace) == [.midCall])
    }

    @Test func `an INVITE that follows a challenge which opens the capture makes a call that is not whole`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(401, "Unauthorized")
        trace.request("ACK")
        trace.answer(as: "")
        trace.request("INVITE")
        trace.response(200, "OK")
        #expect(evidence(trace) == [.whole])
        #expect(evidence(trace.suffix(4)) == [.midCall])
        #expect(evidence(trace.suffix(2)) == [.whole], "nothing says that another was before it")
    }

    @Test func `a response that a capture shows before its request takes nothing from the call`() {
        let trace = answered()
        var swapped = trace.suffix(0)
        swapped.merge(trace.only(trace.steps[1]))
        swapped.merge(trace.only(SIPTrace.Step(trace.steps[0], at: trace.steps[1].time)))
        swapped.merge(trace.suffix(4))
        #expect(swapped.steps.count == trace.steps.count)
        #expect(evidence(swapped) == [.whole])
    }

    @Test(arguments: [(299, [.midCall]), (301, [.lossy])] as [(Int, [Evidence])])
    func `a missing INVITE is a loss once it cannot be older than the capture`(seconds: Int, expected: [Evidence]) {
        var trace = SIPTrace()
        trace.at(.seconds(seconds))
        trace.request("INVITE")
        trace.dropLast()
        trace.response(486, "Busy Here")
        #expect(evidence(surrounded(trace, for: seconds, towards: [.caller, .callee])) == expected)
    }

    @Test func `responses alone are one side of a call, and requests alone the other`() {
        let whole = answered()
        var responses = SIPTrace()
        responses.at(.seconds(0))
        for step in whole.steps where step.flow.source == .callee { responses.merge(whole.only(step.later(by: 400))) }
        #expect(evidence(surrounded(responses, for: 500, towards: [.caller])) == [.oneSided])
        var requests = SIPTrace()
        for step in whole.steps where step.flow.source == .caller { requests.merge(whole.only(step)) }
        #expect(evidence(surrounded(requests, for: 120, towards: [.callee])) == [.oneSided])
        #expect(evidence(surrounded(requests, for: 120, towards: [.caller])) == [.lossy], "the 200 is lost")
    }

    @Test func `a failure that only its ACK tells of is a loss, where its direction is seen`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.request("ACK")
        #expect(evidence(surrounded(trace, for: 60, towards: [.caller])) == [.lossy])
        #expect(evidence(surrounded(trace, for: 60, towards: [.callee])) == [.oneSided])
        trace.response(486, "Busy Here", to: "INVITE")
        #expect(evidence(surrounded(trace, for: 60, towards: [.caller])) == [.whole], "the ACK had overtaken it")
    }

    @Test(arguments: ["OPTIONS", "MESSAGE", "REGISTER", "SUBSCRIBE"])
    func `what is no call is one-sided where nothing is seen to be sent to its sender`(method: String) {
        var trace = SIPTrace()
        trace.request(method)
        #expect(evidence(surrounded(trace, for: 60, towards: [.caller])) == [.whole])
        #expect(evidence(surrounded(trace, for: 60, towards: [.callee])) == [.oneSided])
        trace.response(200, "OK")
        #expect(evidence(trace) == [.whole])
        #expect(evidence(trace.suffix(1)) == [.midCall])
    }

    @Test func `a call that had to make room before its end is told across a loss`() {
        var limits = TrackingLimits()
        limits.calls = 4
        var flood = SIPTrace()
        flood.at(.seconds(70))
        for number in 0..<8 {
            flood.newCall("flood-\(number)@example.com")
            flood.request("INVITE")
            flood.response(200, "OK")
        }
        for (count, expected) in [(4, Evidence.lossy), (6, .whole)] {
            var trace = SIPTrace()
            for step in answered().steps.prefix(count) { trace.merge(trace.only(step)) }
            var tracking = Tracking(limits: limits)
            tracking.take(trace)
            tracking.take(flood)
            #expect(tracking.ended.filter { $0.call.firstFrame.number == 1 }.map(\.call.evidence) == [expected])
        }
    }
}

extension SIPTrace.Step {
    /// `step` as a capture shows it that was seen at `time`.
    init(_ step: Self, at time: CaptureTime) {
        self.init(bytes: step.bytes, flow: step.flow, time: time, identification: step.identification)
    }

    /// The same, seen `seconds` later.
    fileprivate func later(by seconds: Int64) -> Self {
        Self(self, at: time.adding(nanoseconds: seconds * 1_000_000_000))
    }
}
