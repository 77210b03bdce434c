import CallTracking
import NetworkTypes
import SIPMessages
import Tallying
import TestSupport
import Testing
import WireBytes

@testable import RuleEvaluation

@Suite struct RelayMemoryTests {
    private static let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"

    /// The response as the carrier sends it to the proxy, and as the proxy sends it on.
    private func hops(_ change: (inout SIPTrace) -> Void = { _ in }) -> (down: SIPTrace.Step, up: SIPTrace.Step)? {
        var (downstream, upstream) = (SIPTrace(from: .callee, to: .server), SIPTrace())
        downstream.request("INVITE")
        downstream.response(503, "Service Unavailable", headers: [RelayMemoryTests.below])
        upstream.request("INVITE")
        upstream.wait(.milliseconds(5))
        upstream.response(503, "Service Unavailable")
        change(&upstream)
        guard let down = downstream.steps.last, let up = upstream.steps.last else { return nil }
        return (down, up)
    }

    private func isRelayed(_ step: SIPTrace.Step, _ memory: inout RelayMemory, rule: Int = 0) -> Bool {
        step.withMessage { memory.isRelayed($0, $1, $2, rule: rule) } == true
    }

    @Test func `a response with its topmost Via taken off is the one from below`() throws {
        let (down, up) = try #require(hops())
        var memory = RelayMemory()
        let answers = [isRelayed(down, &memory), isRelayed(up, &memory)]
        #expect(answers == [false, true])
    }

    @Test func `a proxy may send it from another of its addresses`() throws {
        let (down, up) = try #require(hops())
        let flow = Flow(source: .server, destination: up.flow.destination, transport: .udp)
        let elsewhere = SIPTrace.Step(bytes: up.bytes, flow: flow, time: up.time, identification: up.identification)
        var memory = RelayMemory()
        let answers = [isRelayed(down, &memory), isRelayed(elsewhere, &memory)]
        #expect(answers == [false, true])
    }

    @Test func `of more than the limit the older half is forgotten, and that is told`() throws {
        let (down, up) = try #require(hops())
        var memory = RelayMemory()
        _ = isRelayed(down, &memory)
        let time = down.time.adding(nanoseconds: 1)
        let later = SIPTrace.Step(bytes: down.bytes, flow: down.flow, time: time, identification: 1)
        for rule in 1..<RelayMemory.limit { _ = isRelayed(later, &memory, rule: rule) }
        #expect(memory.evictions == 0)
        _ = isRelayed(up, &memory, rule: RelayMemory.limit)
        #expect(memory.evictions == UInt64(RelayMemory.limit))
        let isKnown = isRelayed(up, &memory)
        #expect(!isKnown)
    }

    @Test func `another rule knows nothing of it`() throws {
        let (down, up) = try #require(hops())
        var memory = RelayMemory()
        let answers = [isRelayed(down, &memory, rule: 0), isRelayed(up, &memory, rule: 1)]
        #expect(answers == [false, false])
    }

    /// A word of the relayed response and what it is changed to, after which it is another one.
    @Test(
        arguments: [
            ("503", "500"), ("Call-ID: call-1", "Call-ID: call-9"), ("CSeq: 1", "CSeq: 2"), ("tag=callee", "tag=other"),
            ("branch=z9hG4bK", "branch=z9hG4bKx"), ("Via: ", "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK9, "),
        ]
    )
    func `a response that differs in what names it is another one`(old: String, new: String) throws {
        let (down, up) = try #require(hops { $0.rewrite(old, new) })
        var memory = RelayMemory()
        let answers = [isRelayed(down, &memory), isRelayed(up, &memory)]
        #expect(answers == [false, false])
    }

    @Test func `received and rport that a hop adds to a Via change nothing`() throws {
        let (down, up) = try #require(hops { $0.rewrite(";branch", ";received=192.0.2.1;rport=5060;branch") })
        var memory = RelayMemory()
        let answers = [isRelayed(down, &memory), isRelayed(up, &memory)]
        #expect(answers == [false, true])
    }

    @Test func `a flood of responses keeps the memory within its limit and the latest in it`() throws {
        var trace = SIPTrace(from: .callee, to: .server)
        var memory = RelayMemory()
        for number in 0..<RelayMemory.limit * 2 {
            trace.newCall("flood-\(number)@example.com")
            trace.request("INVITE")
            trace.response(503, "Service Unavailable")
            if let step = trace.steps.last { _ = isRelayed(step, &memory) }
            trace = trace.suffix(0)
        }
        let (down, up) = try #require(hops())
        let answers = [isRelayed(down, &memory), isRelayed(up, &memory)]
        #expect(answers == [false, true])
    }
}

extension Endpoint {
    /// 203.0.113.3:5060.
    fileprivate static let server = Endpoint(address: IPAddress(v4: 0xCB00_7103), port: 5060)
}
