import NetworkTypes
import TestSupport
import Testing

@testable import CallTracking

/// Messages of one hop that a capture shows on both sides of a NAT.
@Suite struct TwinsTests {
    /// An exchange on one side, or all that a capture shows, and what each message is.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let copies: String
        let build: @Sendable (inout SIPTrace) -> Void

        init(_ name: String, _ copies: String, _ build: @escaping @Sendable (inout SIPTrace) -> Void) {
            testDescription = name
            self.copies = copies
            self.build = build
        }

        func trace(over transport: Transport = .udp) -> SIPTrace {
            var trace = SIPTrace(transport: transport)
            build(&trace)
            return trace
        }
    }

    /// What is another address on the far side: that of the caller, that of the callee, or both.
    static let translations: [[Endpoint: Endpoint]] = [
        [.caller: .outside], [.callee: .inside], [.caller: .outside, .callee: .inside],
        [.caller: .callerV6, .callee: .calleeV6],
    ]

    @Test(arguments: exchanges, translations)
    func `what was seen on one side is no message on the other`(sample: Sample, ends: [Endpoint: Endpoint]) {
        for transport in [Transport.udp, .tcp] {
            for keepsIdentification in [true, false] {
                var trace = sample.trace(over: transport)
                let alone = Tracking(trace)
                trace.addFarSide(ends, keepsIdentification: keepsIdentification)
                let both = Tracking(trace)
                #expect(both.copies == sample.copies, "over \(transport)")
                #expect(both.beginnings.count == alone.beginnings.count)
                #expect(both.observations.count { $0.completesTransaction } == alone.completions)
                #expect(both.open.map(\.outcome) == alone.open.map(\.outcome))
                #expect(both.registrations.map(\.requests) == alone.registrations.map(\.requests))
                guard let call = both.open.first?.call, let only = alone.open.first?.call else { continue }
                #expect(call.hops == 1 && call.retransmissions == 0 && call.challenges == only.challenges)
                #expect(call.caller == .caller && call.callee == .callee)
                #expect(call.codes.all.map(\.count) == only.codes.all.map(\.count))
                #expect(call.wasReleasedByCaller == only.wasReleasedByCaller)
            }
        }
    }

    static let exchanges: [Sample] = [
        Sample("a call that the caller ends", "=t=t=t=t=t=t=t") {
            $0.request("INVITE")
            $0.response(100, "Trying")
            $0.response(180, "Ringing")
            $0.response(200, "OK", body: "v=0\r\n")
            $0.request("ACK")
            $0.request("BYE")
            $0.response(200, "OK")
        },
        Sample("a call that the callee ends", "=t=t=t=t=t") {
            $0.request("INVITE")
            $0.response(200, "OK")
            $0.request("ACK")
            $0.swapSides()
            $0.request("BYE")
            $0.response(200, "OK")
        },
        Sample("an INVITE that fails", "=t=t=t") {
            $0.request("INVITE")
            $0.response(486, "Busy Here")
            $0.request("ACK")
        },
        Sample("a CANCEL", "=t=t=t=t=t=t") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.request("CANCEL")
            $0.response(200, "OK")
            $0.response(487, "Request Terminated", to: "INVITE")
            $0.request("ACK")
        },
        Sample("a challenge", "=t=t=t=t=t") {
            $0.request("INVITE")
            $0.response(401, "Unauthorized")
            $0.request("ACK")
            $0.answer(as: "")
            $0.request("INVITE")
            $0.response(200, "OK")
        },
        Sample("a registration", "=t=t=t=t") {
            $0.request("REGISTER")
            $0.response(401, "Unauthorized")
            $0.answer(as: "")
            $0.request("REGISTER")
            $0.response(200, "OK")
        },
        Sample("a ping", "=t=t") {
            $0.request("OPTIONS")
            $0.response(200, "OK")
        },
    ]

    @Test(arguments: repeats)
    func `what is sent again counts so once, and a copy by a mirror is one`(sample: Sample) {
        #expect(Tracking(sample.trace()).copies == sample.copies)
    }

    private static let repeats: [Sample] = [
        Sample("a request and a response, each sent twice", "=trt=trt") {
            $0.request("INVITE")
            $0.wait(.milliseconds(490))
            $0.resend()
            $0.response(200, "OK")
            $0.wait(.milliseconds(490))
            $0.resend()
            $0.addFarSide([.caller: .outside])
        },
        Sample("mirrors of both sides, the copies behind both", "=tdt=tdt=tdt") {
            $0.request("INVITE")
            $0.mirror()
            $0.response(486, "Busy Here")
            $0.mirror()
            $0.request("ACK")
            $0.mirror()
            $0.addFarSide([.callee: .inside])
        },
        Sample("mirrors of both sides, one side behind the other", "=dtt") {
            $0.request("INVITE")
            $0.mirror()
            $0.addFarSide([.callee: .inside], after: .milliseconds(15), keepsIdentification: false)
        },
        Sample("a mirror of the far side", "=tt=t") {
            $0.request("INVITE")
            $0.mirror()
            $0.response(200, "OK")
            $0.addFarSide([.caller: .outside])
            $0.drop(2)
        },
        Sample("a response that the capture lacks on the near side", "=t==t") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.response(200, "OK")
            $0.addFarSide([.caller: .outside])
            $0.drop(3)
        },
        Sample("a response that the capture lacks on the far side", "=t==t") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.response(200, "OK")
            $0.addFarSide([.caller: .outside])
            $0.drop(2)
        },
    ]

    @Test(arguments: [(50_000, "=t"), (50_001, "=="), (500_000, "==")])
    func `what comes more than 50 ms behind on another side is no twin`(microseconds: Int, copies: String) {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.addFarSide([.caller: .outside], after: .microseconds(microseconds))
        #expect(Tracking(trace).copies == copies)
    }

    @Test(arguments: 1...7, translations)
    func `a capture that begins midway shows twins as well`(count: Int, ends: [Endpoint: Endpoint]) throws {
        var trace = try #require(Self.exchanges.first).trace()
        trace.addFarSide(ends)
        let tracking = Tracking(trace.suffix(2 * count))
        #expect(tracking.copies == String(repeating: "=t", count: count))
        #expect(tracking.open.map(\.call.retransmissions) == [0])
    }

    @Test func `a capture that begins between the sides knows them by the first response`() throws {
        var trace = try #require(Self.exchanges.first).trace()
        trace.addFarSide([.caller: .outside])
        #expect(Tracking(trace.suffix(13)).copies == "==t=t=t=t=t=t")
    }

    /// As who the caller goes on, and what the NAT makes of that: a port that it did not use before.
    @Test(arguments: [Endpoint.caller, .caller.next], [Transport.udp, .tcp])
    func `a port that changes during a call changes nothing`(caller: Endpoint, transport: Transport) {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.request("ACK")
        var late = trace
        trace.addFarSide([.caller: .outside])
        late.wait(.seconds(300))
        late.caller = caller
        late.request("BYE")
        late.response(200, "OK")
        late = late.suffix(2)
        late.addFarSide([caller: .outside.next])
        trace.merge(late)
        let tracking = Tracking(trace)
        #expect(tracking.copies == "=t=t=t=t=t")
        #expect(tracking.open.map(\.call.wasReleasedByCaller) == [true])
    }

    @Test func `two phones behind one NAT are two hops, each seen on both sides`() throws {
        let (other, mapped) = (Endpoint(address: IPAddress(v4: 0xC000_0205), port: 5060), Endpoint.outside.next)
        var (near, behind) = (SIPTrace(), SIPTrace(from: .callee, to: mapped))
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        behind.wait(.milliseconds(5))
        for step in 0..<2 {
            if step == 0 { near.request("INVITE") } else { near.response(200, "OK") }
            if step == 0 { behind.request("INVITE", headers: [below]) } else { behind.response(200, "OK") }
            behind.rewrite(".INVITE", ".behind")
            near.wait(.milliseconds(20))
        }
        near.addFarSide([.caller: .outside])
        behind.addFarSide([mapped: other])
        near.merge(behind)
        let tracking = Tracking(near)
        #expect(tracking.copies == "=t=t=t=t")
        let call = try #require(tracking.open.first?.call)
        #expect(call.hops == 2 && call.caller == .caller && call.callee == .callee)
    }
}

extension Endpoint {
    /// 203.0.113.1:40000, as which a NAT sends on what the caller sends.
    static let outside = Endpoint(address: IPAddress(v4: 0xCB00_7101), port: 40_000)
    /// 203.0.113.9:5062, to which another sends on what the callee gets.
    static let inside = Endpoint(address: IPAddress(v4: 0xCB00_7109), port: 5062)

    /// The next port of the address.
    var next: Endpoint { Endpoint(address: address, port: port + 1) }
}

extension Tracking {
    /// How many transactions got a final response.
    fileprivate var completions: Int { observations.count { $0.completesTransaction } }
}
