import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// What looks like a NAT's twin and is a message of its own.
@Suite struct NoTwinsTests {
    private static let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"

    /// A second message 2 ms behind an INVITE, from whom to whom, and how it differs.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var from = Endpoint.caller
        var to = Endpoint.callee
        var headers = ["Max-Forwards: 70"]
        var callID = "call-1@example.com"
        var rewritten = ("", "")
        var transport = Transport.udp
        var copies = "=="
    }

    static let samples = [
        Sample(
            testDescription: "a proxy's hop",
            from: .callee,
            to: .trunk,
            headers: ["Max-Forwards: 69", below],
            rewritten: (".INVITE", ".behind")
        ),
        Sample(
            testDescription: "a hop of a stateless proxy, which puts a Via value in",
            from: .callee,
            to: .trunk,
            headers: ["Max-Forwards: 70", below],
            rewritten: (".INVITE", ".behind")
        ),
        Sample(
            testDescription: "a relay that leaves the Via alone",
            from: .outside,
            to: .trunk,
            headers: ["Max-Forwards: 69"]
        ),
        Sample(
            testDescription: "a relay that leaves the Via alone and records its route",
            from: .outside,
            to: .trunk,
            headers: ["Max-Forwards: 70", "Record-Route: <sip:192.0.2.9;lr>"]
        ),
        Sample(testDescription: "a forwarder that sends on what it gets as it is", from: .callee, to: .trunk),
        Sample(
            testDescription: "the other branch of a client that forks with one branch",
            to: .trunk,
            rewritten: ("sip:bob", "sip:bov")
        ),
        Sample(testDescription: "another call with the same branch", to: .trunk, callID: "call-2@example.com"),
        Sample(testDescription: "the same over another transport", to: .trunk, transport: .tcp),
        Sample(
            testDescription: "a client that goes on from another port",
            from: Endpoint.caller.next,
            copies: "=r"
        ),
    ]

    @Test(arguments: samples)
    func `a second message that differs is none`(sample: Sample) {
        var trace = SIPTrace()
        trace.request("INVITE", headers: ["Max-Forwards: 70"])
        var second = SIPTrace()
        second.at(.milliseconds(2))
        second.request("INVITE", headers: sample.headers)
        if sample.callID != second.callID { second.rewrite("Call-ID: call-1", "Call-ID: call-2") }
        second.rewrite(sample.rewritten.0, sample.rewritten.1)
        second.move(from: sample.from, to: sample.to, transport: sample.transport)
        trace.merge(second)
        #expect(Tracking(trace).copies == sample.copies)
    }

    @Test func `a branch of a fork is not the twin of another, whatever its addresses`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        for (number, target) in [Endpoint.trunk, .outside, .inside].enumerated() {
            var fork = SIPTrace(from: .callee, to: target)
            fork.at(.milliseconds(number + 1))
            fork.request("INVITE", headers: [Self.below])
            fork.rewrite(".INVITE", ".fork-\(number)")
            trace.merge(fork)
        }
        #expect(Tracking(trace).copies == "====")
    }

    @Test func `a forwarder on a further hop that sends on what it gets as it is makes a hop`() {
        var trace = SIPTrace()
        trace.request("INVITE")
        for (number, ends) in [(Endpoint.callee, Endpoint.trunk), (.trunk, .inside)].enumerated() {
            var hop = SIPTrace(from: .callee, to: .trunk)
            hop.at(.milliseconds(number + 1))
            hop.request("INVITE", headers: [Self.below])
            hop.rewrite(".INVITE", ".behind")
            hop.move(from: ends.0, to: ends.1, transport: .udp)
            trace.merge(hop)
        }
        #expect(Tracking(trace).copies == "===")
    }

    @Test func `a further hop behind a NAT is a second hop and no third`() throws {
        var (near, behind) = (SIPTrace(), SIPTrace(from: .callee, to: .trunk))
        near.request("INVITE")
        behind.at(.milliseconds(3))
        behind.request("INVITE", headers: [Self.below])
        behind.rewrite(".INVITE", ".behind")
        behind.response(503, "Service Unavailable")
        behind.rewrite(".INVITE", ".behind")
        near.at(.milliseconds(30))
        near.response(503, "Service Unavailable")
        near.addFarSide([.callee: .inside])
        behind.addFarSide([.callee: .outside])
        near.merge(behind)
        let tracking = Tracking(near)
        #expect(tracking.copies == "=t=t=t=t")
        let call = try #require(tracking.open.first?.call)
        #expect(call.hops == 2 && call.callee == .callee)
        #expect(tracking.tracker.transactions.count == 2)
    }
}
