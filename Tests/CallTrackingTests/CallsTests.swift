import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// What is a call, and how often it counts.
@Suite struct CallsTests {
    /// A call over a proxy, seen on both of its hops; the proxy is `callee` of the first.
    private func proxied(_ code: Int) -> SIPTrace {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.request("INVITE")
        downstream.wait(.milliseconds(2))
        downstream.request("INVITE", headers: [below])
        downstream.response(180, "Ringing", headers: [below])
        downstream.response(code, "Phrase", headers: [below])
        upstream.wait(.milliseconds(5))
        upstream.response(180, "Ringing")
        upstream.response(code, "Phrase")
        upstream.merge(downstream)
        return upstream
    }

    @Test(arguments: [200, 486, 480])
    func `a call over a proxy that is seen on both hops counts once`(code: Int) throws {
        var tracking = Tracking(proxied(code))
        #expect(tracking.callCount == 1)
        #expect(tracking.callIDCount == 1)
        #expect(tracking.beginnings.count == 2, "each hop has its transaction")
        let call = try #require(tracking.open.first?.call)
        #expect(call.caller == .caller)
        #expect(call.callee == .callee)
        #expect(call.finalCode == UInt16(code))
        tracking.pass(1, after: CaptureTime(nanoseconds: 0))
        #expect(tracking.open.count == 1)
    }

    @Test func `what a carrier answers a proxy that tries the next one is not the call's outcome`() throws {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (upstream, first, second) = (
            SIPTrace(), SIPTrace(from: .callee, to: .carrier), SIPTrace(from: .callee, to: .other)
        )
        upstream.request("INVITE")
        first.wait(.milliseconds(2))
        first.request("INVITE", headers: [below])
        first.response(503, "Service Unavailable", headers: [below])
        second.wait(.milliseconds(30))
        second.request("INVITE", headers: [below])
        upstream.merge(first)
        upstream.merge(second)
        let tracking = Tracking(upstream)
        #expect(tracking.callCount == 1)
        #expect(tracking.open.map(\.outcome) == [.inProgress])
    }

    @Test func `on a machine that holds caller, proxy and carrier the hop with more Vias is not the call's`() {
        let ends = [5060, 5070, 5080].map { Endpoint(address: .caller, port: $0) }
        var (upstream, downstream) = (SIPTrace(from: ends[0], to: ends[1]), SIPTrace(from: ends[1], to: ends[2]))
        upstream.request("INVITE")
        downstream.wait(.milliseconds(2))
        downstream.request("INVITE", headers: ["Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-upstream"])
        downstream.response(486, "Busy Here", headers: ["Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-upstream"])
        upstream.merge(downstream)
        let tracking = Tracking(upstream)
        #expect(tracking.callCount == 1)
        #expect(tracking.open.map(\.outcome) == [.inProgress])
    }

    /// Ways to come upon a call after its beginning.
    enum MidCall: String, CaseIterable {
        case bye, reInvite, response, ack
    }

    @Test(arguments: MidCall.allCases)
    func `a call that is seen from its middle is no call begun`(kind: MidCall) {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.dropLast()
        trace.answer(as: "callee")
        switch kind {
        case .bye: trace.request("BYE")
        case .reInvite:
            trace.request("INVITE")
            trace.rewrite("To: <sip:bob@example.com>", "To: <sip:bob@example.com>;tag=callee")
        case .response: trace.response(200, "OK")
        case .ack: trace.request("ACK")
        }
        let tracking = Tracking(trace)
        #expect(tracking.callCount == 0)
        #expect(tracking.open.count { $0.call.hasStart } == 0)
        #expect(tracking.open.map(\.call.kind) == [.call])
    }

    @Test func `the callee who hangs up has released the call`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.swapSides()
        trace.request("BYE")
        let call = try #require(Tracking(trace).open.first?.call)
        #expect(call.wasReleasedByCaller == false)
    }

    @Test(
        arguments: [
            ("REGISTER", .registration), ("SUBSCRIBE", .subscription), ("MESSAGE", .message), ("OPTIONS", .options),
            ("PUBLISH", .other), ("FROBNICATE", .other),
        ] as [(String, CallKind)]
    )
    func `what is no INVITE makes no call`(method: String, kind: CallKind) {
        var trace = SIPTrace()
        trace.request(method)
        trace.response(200, "OK")
        let tracking = Tracking(trace)
        #expect(tracking.callCount == 0)
        #expect(tracking.open.map(\.call.kind) == [kind])
        #expect(tracking.open.map(\.outcome) == [.answered])
    }

    @Test func `the words of a call are kept where records are written`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        var tracking = Tracking(keepsText: true)
        tracking.take(trace)
        let text = try #require(tracking.open.first?.call.text)
        #expect(Array(text.callID) == Array("call-1@example.com".utf8))
        #expect(Array(text.from) == Array("sip:alice@example.com".utf8))
        #expect(Array(text.to) == Array("sip:bob@example.com".utf8))
        #expect(Array(text.requestURI) == Array("sip:bob@198.51.100.2".utf8))
    }
}

extension Endpoint {
    /// 203.0.113.4:5060, another server behind the callee.
    static let other = Endpoint(address: IPAddress(v4: 0xCB00_7104), port: 5060)
}
