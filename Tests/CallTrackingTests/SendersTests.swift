import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Whose request one is that goes on with a chain: its sender's, or that of somebody who hands it on.
@Suite struct SendersTests {
    /// 192.0.2.99:5060, as which the caller goes on, or which a NAT makes of it.
    private static let moved = Endpoint(address: IPAddress(v4: 0xC000_0263), port: 5060)

    @Test func `a caller that goes on by the other version of IP is the same`() throws {
        var trace = SIPTrace(from: .callerV6, to: .calleeV6)
        trace.request("INVITE")
        trace.response(503, "Service Unavailable")
        trace.answer(as: "")
        (trace.caller, trace.callee) = (.caller, .callee)
        trace.request("INVITE")
        trace.response(200, "OK")
        let call = try #require(Tracking(trace).open.first)
        #expect(call.outcome == .answered && call.call.caller == .callerV6)
        #expect(call.call.attempt(.answered)?.bids == 2)
    }

    @Test(arguments: ["INVITE", "REGISTER"])
    func `a client whose NAT gives it another address after a challenge goes on`(method: String) throws {
        var trace = SIPTrace()
        trace.request(method)
        trace.response(401, "Unauthorized")
        trace.answer(as: "")
        trace.caller = Self.moved
        trace.request(method)
        trace.response(200, "OK")
        var tracking = Tracking(trace)
        tracking.pass(1, after: trace.now)
        #expect(tracking.open.map(\.outcome) == [.answered])
        if method == "REGISTER" {
            #expect(tracking.registrations.map(\.finalCode) == [200])
            #expect(tracking.registrations.map(\.requests) == [2])
        } else {
            #expect(tracking.attempts.map(\.bids) == [2])
        }
    }

    /// Who hands a request on with a single Via value: what received it, another interface of that, a NAT.
    @Test(arguments: ["INVITE", "REGISTER"], [Endpoint.callee, Self.moved])
    func `a B2BUA that keeps the Call-ID, and a NAT, send no request of their own`(method: String, from: Endpoint) {
        var (near, behind) = (SIPTrace(), SIPTrace(from: from, to: .trunk))
        near.request(method)
        behind.at(.milliseconds(2))
        behind.branch = "behind."
        behind.request(method)
        behind.response(503, "Service Unavailable")
        near.merge(behind)
        near.at(.milliseconds(100))
        near.response(486, "Busy Here")
        let tracking = Tracking(near)
        if method == "REGISTER" {
            #expect(tracking.registrations.map(\.finalCode) == [486])
            #expect(tracking.registrations.map(\.requests) == [1])
        } else {
            #expect(tracking.open.map(\.outcome) == [.busy])
            #expect(tracking.open.first?.call.attempt(.busy)?.bids == 1)
        }
    }

    /// Responses to a REGISTER, of which the last comes behind the INVITE, and what is told of the registration.
    @Test(arguments: [(401, nil, 401), (200, nil, 200), (401, 200, nil), (nil, 200, nil)] as [(Int?, Int?, UInt16?)])
    func `a Call-ID that turns from REGISTER to INVITE is a registration and a call`(
        before: Int?,
        behind: Int?,
        code: UInt16?
    ) throws {
        var trace = SIPTrace()
        trace.request("REGISTER")
        if let before { trace.response(before, "Phrase") }
        trace.answer(as: "")
        var late = trace
        if behind != nil {
            if before != nil { trace.request("REGISTER") }
            late = trace
        }
        trace.at(.seconds(3))
        trace.request("INVITE")
        if let behind {
            late.at(.milliseconds(3_010))
            late.response(behind, "Phrase")
            trace.merge(late.suffix(1))
        }
        trace.at(.seconds(4))
        trace.response(180, "Ringing")
        trace.response(486, "Busy Here")
        var tracking = Tracking(trace)
        tracking.pass(90, after: trace.now)
        #expect(tracking.registrations.map { $0.isWhole ? $0.finalCode : nil } == [code])
        let attempt = try #require(tracking.attempts.first)
        #expect(attempt.outcome == .busy && attempt.isWhole && attempt.bids == 1 && attempt.challenged == 0)
        #expect(attempt.noticed?.nanoseconds(since: attempt.began) == 1_000_000_000)
        #expect(tracking.ended.map(\.call.challenges) == [0])
    }
}
