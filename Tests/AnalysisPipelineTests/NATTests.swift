import CallTracking
import NetworkTypes
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// A capture that shows both sides of a NAT, from the frame to the tally.
@Suite struct NATTests {
    /// Ends of a trace and what they are on the far side.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let caller: Endpoint
        let callee: Endpoint
        let ends: [Endpoint: Endpoint]
    }

    private static let far = Endpoint(address: IPAddress(v4: 0xCB00_7101), port: 40_000)
    private static let farV6 = Endpoint(address: IPAddress(high: 0x2001_0DB8_0001_0000, low: 9), port: 40_001)

    static let samples = [
        Sample(testDescription: "the caller's address", caller: .caller, callee: .callee, ends: [.caller: far]),
        Sample(testDescription: "the callee's address", caller: .caller, callee: .callee, ends: [.callee: far]),
        Sample(
            testDescription: "both",
            caller: .caller,
            callee: .callee,
            ends: [.caller: far, .callee: .trunk]
        ),
        Sample(testDescription: "an IPv6 prefix", caller: .callerV6, callee: .calleeV6, ends: [.callerV6: farV6]),
        Sample(
            testDescription: "the version of IP",
            caller: .callerV6,
            callee: .calleeV6,
            ends: [.callerV6: far, .calleeV6: .callee]
        ),
    ]

    @Test(arguments: samples, [Transport.udp, .tcp])
    func `both sides of a NAT give the tally of one`(sample: Sample, transport: Transport) throws {
        var trace = SameTallyTests.exchange(transport, from: sample.caller, to: sample.callee)
        let alone = try Analysed(trace, pause: .seconds(40))
        let count = UInt64(trace.steps.count)
        trace.addFarSide(sample.ends)
        let both = try Analysed(trace, pause: .seconds(40))
        let (summary, single) = (Summary(both), Summary(alone))
        #expect(summary.requests == single.requests.mapValues { 2 * $0 }, "what the capture holds")
        #expect(summary.responses == single.responses.mapValues { 2 * $0 })
        #expect(summary.repeated.prefix(3) == single.repeated.prefix(3))
        #expect(summary.transactions == single.transactions && summary.outcomes == single.outcomes)
        #expect(summary.findings == single.findings)
        #expect(both.findings.values.reduce(0, +) == 3)
        #expect(both.tally.messages.total == 2 * count && both.tally.messages.twins == count)
        #expect(alone.tally.messages.twins == 0)
        #expect(both.tally.frames.sip == 2 * count)
        #expect(both.tally.messages.distinctResponses.all == alone.tally.messages.distinctResponses.all)
        let server = sample.ends[sample.callee] ?? sample.callee
        #expect(both.tally.servers.all.map(\.key.endpoint) == [server], "where responses are seen first")
        #expect(both.tally.servers.all.map(\.server.responses) == alone.tally.servers.all.map(\.server.responses))
        #expect(both.tally.findings.groups.values.map(\.calls) == alone.tally.findings.groups.values.map(\.calls))
        let (call, only) = (try #require(both.calls.first?.call), try #require(alone.calls.first?.call))
        #expect(both.calls.count == 1 && call.hops == 1)
        #expect(call.retransmissions == only.retransmissions && call.caller == only.caller)
        #expect(call.callee == only.callee && call.classes[4] == only.classes[4])
    }

    @Test(arguments: [Transport.udp, .tcp])
    func `a delay ends where the response is seen first`(transport: Transport) throws {
        var trace = SIPTrace(transport: transport)
        trace.request("OPTIONS")
        trace.response(200, "OK")
        trace.addFarSide([.caller: Self.far], after: .milliseconds(2))
        let server = try #require(try Analysed(trace).tally.servers.all.first?.server)
        #expect(server.responseTime.count == 1)
        #expect(server.responseTime.minimum == 0.008)
    }

    @Test func `a proxy behind a NAT is one server for each hop, and its relayed response one finding`() throws {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (near, behind) = (SIPTrace(), SIPTrace(from: .trunk, to: Self.far))
        near.request("INVITE")
        behind.at(.milliseconds(4))
        behind.request("INVITE", headers: [below])
        behind.rewrite(".INVITE", ".behind")
        behind.response(503, "Service Unavailable", headers: [below])
        behind.rewrite(".INVITE", ".behind")
        near.at(.milliseconds(30))
        near.response(503, "Service Unavailable")
        near.addFarSide([.callee: .trunk])
        behind.addFarSide([.trunk: .callee])
        near.merge(behind)
        let analysed = try Analysed(near)
        #expect(analysed.findings == ["unavailable-without-retry-after": 1])
        #expect(analysed.tally.messages.total == 8 && analysed.tally.messages.twins == 4)
        #expect(analysed.tally.servers.all.map(\.key.endpoint) == [Self.far, .trunk])
        #expect(analysed.calls.map(\.call.hops) == [2])
        #expect(analysed.tally.transactions.total == 2)
    }

    @Test func `a guess finds the other leg of a B2BUA behind a NAT`() throws {
        var (near, other) = (SIPTrace(), SIPTrace(from: .trunk, to: Self.far))
        near.request("INVITE")
        near.addFarSide([.callee: .trunk])
        other.at(.milliseconds(4))
        other.newCall("call-2@example.com")
        other.request("INVITE")
        near.merge(other)
        let analysed = try Analysed(near.frames, legs: try #require(LegOptions(header: nil, guesses: true)))
        #expect(analysed.tally.calls.legs.total == 1)
        #expect(analysed.tally.messages.twins == 1)
    }
}
