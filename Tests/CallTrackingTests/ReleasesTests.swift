import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Who hangs up, and on which hop that is seen.
@Suite struct ReleasesTests {
    /// A call answered after a second on the hop from `caller` to `callee`.
    private func answered(
        from caller: Endpoint = .caller,
        to callee: Endpoint = .callee,
        _ transport: Transport = .udp
    ) -> SIPTrace {
        var trace = SIPTrace(from: caller, to: callee, transport: transport)
        trace.request("INVITE")
        trace.at(.seconds(1))
        trace.response(200, "OK")
        trace.request("ACK")
        return trace
    }

    /// The only session of a trace, and its call once everything has passed.
    private func session(_ trace: SIPTrace) throws -> (facts: SessionFacts, call: Call) {
        var tracking = Tracking(trace)
        tracking.pass(90, after: trace.now)
        let call = try #require(tracking.ended.first?.call, "a call that was released is over")
        let rest = tracking.ended.compactMap { $0.call.untold($0.outcome, isOver: true).session }
        #expect(tracking.ended.count == 1 && tracking.sessions.count + rest.count == 1)
        #expect(tracking.tracker.sessions.now == 0)
        return (try #require(tracking.sessions.first ?? rest.first), call)
    }

    /// A second phone behind the caller's address.
    private static let phone = Endpoint(address: .caller, port: 5062)

    @Test(arguments: [200, 481])
    func `of two phones behind one address the one with the callee's tag released the call`(code: Int) throws {
        var trace = answered()
        trace.merge(trace.bye(byCallee: true, from: Self.phone, to: .callee, at: .seconds(60), answeredAfter: nil))
        trace.merge(trace.bye(byCallee: true, from: .callee, to: .caller, at: .milliseconds(60_020), code))
        let (session, call) = try session(trace)
        #expect(call.wasReleasedByCaller == false && !session.wasReleasedByCaller)
        #expect(session.finalCode == UInt16(code), "nothing crossed")
    }

    @Test func `a 481 for a BYE that crossed that of another phone behind the same address is a success`() throws {
        var trace = answered()
        trace.merge(trace.bye(byCallee: false, from: .caller, to: .callee, at: .seconds(60), 481))
        trace.merge(
            trace.bye(byCallee: true, from: Self.phone, to: .callee, at: .milliseconds(60_005), answeredAfter: nil)
        )
        let (session, call) = try session(trace)
        #expect(call.wasReleasedByCaller == true && session.finalCode == 200)
    }

    /// A hop that a BYE takes, other than that of its INVITE from 192.0.2.1 to 198.51.100.2.
    struct Detour: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let byCallee: Bool
        let source: Endpoint
        let target: Endpoint
    }

    @Test(
        arguments: [
            Detour(
                testDescription: "from another node of a cluster",
                byCallee: false,
                source: Endpoint(address: IPAddress(v4: 0xC000_020B), port: 5060),
                target: .callee
            ),
            Detour(
                testDescription: "past a proxy that recorded no route",
                byCallee: false,
                source: .trunk,
                target: .callee
            ),
            Detour(
                testDescription: "past that proxy from the callee",
                byCallee: true,
                source: .callee,
                target: .trunk
            ),
        ]
    )
    func `a BYE that passes the caller by ends its call`(detour: Detour) throws {
        var trace = answered()
        trace.merge(
            trace.bye(byCallee: detour.byCallee, from: detour.source, to: detour.target, at: .seconds(60))
        )
        let (session, call) = try session(trace)
        #expect(session.wasReleasedByCaller == !detour.byCallee)
        #expect(session.released.nanoseconds(since: call.began) == 60_000_000_000)
        #expect(session.disconnected?.nanoseconds(since: session.released) == 30_000_000 && session.finalCode == 200)
        #expect(call.ended == session.released)
    }

    @Test func `a BYE to the port that a phone on TCP listens at ends the call within one machine`() throws {
        let (phone, exchange) = (Endpoint(address: .caller, port: 40_004), Endpoint(address: .caller, port: 5060))
        var trace = answered(from: phone, to: exchange, .tcp)
        let contact = Endpoint(address: .caller, port: 5070)
        trace.merge(trace.bye(byCallee: true, from: exchange, to: contact, at: .seconds(60)))
        let (session, call) = try session(trace)
        #expect(call.wasReleasedByCaller == false && session.finalCode == 200)
    }

    /// Which side hangs up; then milliseconds to the BYE on the hop behind the proxy and on the caller's.
    @Test(arguments: [(true, 60_000, 60_020), (false, 60_020, 60_000)])
    func `of a BYE on two hops the figures take the moments on the caller's`(
        byCallee: Bool,
        behind: Int,
        near: Int
    ) throws {
        var trace = answered()
        let (far, proxy) = (Endpoint.trunk, Endpoint.callee)
        let (first, second) = (
            trace.bye(
                byCallee: byCallee,
                from: byCallee ? far : proxy,
                to: byCallee ? proxy : far,
                at: .milliseconds(behind),
                answeredAfter: .milliseconds(behind > near ? 10 : 90)
            ),
            trace.bye(
                byCallee: byCallee,
                from: byCallee ? proxy : .caller,
                to: byCallee ? .caller : proxy,
                at: .milliseconds(near),
                answeredAfter: .milliseconds(50)
            )
        )
        trace.merge(first)
        trace.merge(second)
        let (session, call) = try session(trace)
        #expect(session.wasReleasedByCaller == !byCallee)
        #expect(session.released.nanoseconds(since: call.began) == Int64(near) * 1_000_000)
        #expect(session.disconnected?.nanoseconds(since: session.released) == 50_000_000)
        #expect(call.ended == session.released)
    }

    /// Milliseconds after which the hop behind answers, before or after the BYE on the caller's hop is seen.
    @Test(arguments: [2, 30])
    func `the code on the caller's hop counts, not that behind the proxy`(delay: Int) throws {
        var trace = answered()
        trace.merge(
            trace.bye(
                byCallee: true,
                from: .trunk,
                to: .callee,
                at: .seconds(60),
                answeredAfter: .milliseconds(delay)
            )
        )
        trace.merge(trace.bye(byCallee: true, from: .callee, to: .caller, at: .milliseconds(60_005), 481))
        let (session, _) = try session(trace)
        #expect(session.finalCode == 481)
        #expect(session.disconnected?.nanoseconds(since: session.released) == 30_000_000)
    }
}

extension SIPTrace {
    /// A BYE of the call on one hop, with its response unless there is none.
    fileprivate func bye(
        byCallee: Bool,
        from source: Endpoint,
        to target: Endpoint,
        at time: Duration,
        answeredAfter delay: Duration? = .milliseconds(30),
        _ code: Int = 200
    ) -> SIPTrace {
        var trace = suffix(0)
        if byCallee { trace.swapSides() }
        (trace.caller, trace.callee) = (source, target)
        trace.at(time)
        trace.request("BYE")
        if let delay {
            trace.at(time + delay)
            trace.response(code, "Phrase")
        }
        return trace
    }
}
