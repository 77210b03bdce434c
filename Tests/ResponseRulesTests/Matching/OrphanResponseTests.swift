import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct OrphanResponseTests {
    private static let rule = "orphan-response"

    /// Traffic in both directions, and `span` after the beginning a response to a request that was not seen.
    private static func stray(
        after span: Duration,
        to method: String = "OPTIONS",
        code: Int = 200,
        over transport: Transport = .udp,
        seesServer: Bool = true
    ) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        trace.request("OPTIONS")
        if seesServer { trace.response(200, "OK") } else { trace.move(from: .caller, to: .other, transport: .udp) }
        trace.newCall("stray@example.com")
        trace.at(span)
        trace.request(method)
        trace.dropLast()
        trace.response(code, "Phrase")
        return trace
    }

    /// How often the rule holds, other traffic following.
    private func count(_ trace: SIPTrace, pause: Duration = .seconds(2)) throws -> UInt64 {
        try Analysed(trace, pause: pause).findings[OrphanResponseTests.rule, default: 0]
    }

    @Test(arguments: [Transport.udp, .tcp])
    func `a response to a request never seen is a notice`(transport: Transport) throws {
        let analysed = try Analysed(
            OrphanResponseTests.stray(after: .seconds(600), over: transport),
            pause: .seconds(2)
        )
        let group = try #require(analysed.group("orphan-response", .notice))
        #expect(group.count == 1)
        #expect(group.servers.map(\.key.endpoint) == [.callee])
        let shown = try #require(group.examples.first?.occurrence)
        #expect(shown.flow.source == .callee)
        #expect(shown.callID == "stray@example.com")
        #expect(shown.startLine == "SIP/2.0 200 Phrase")
        #expect(shown.detail == "200 without a request; number 1 from this sender, of 1 Call-IDs")
    }

    @Test(arguments: [
        ("OPTIONS", 200, 63, 0), ("OPTIONS", 200, 65, 1), ("INVITE", 180, 299, 0), ("INVITE", 200, 301, 1),
        ("INVITE", 486, 65, 1),
    ])
    func `at the beginning of a capture nothing is said`(method: String, code: Int, seconds: Int, count: UInt64) throws
    {
        let trace = OrphanResponseTests.stray(after: .seconds(seconds), to: method, code: code)
        #expect(try self.count(trace) == count)
    }

    @Test func `in the first second of a capture nothing is said`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        #expect(try count(trace.suffix(1)) == 0)
    }

    @Test func `nothing is said where nothing is seen that goes to the sender`() throws {
        #expect(try count(OrphanResponseTests.stray(after: .seconds(500), seesServer: false)) == 0)
    }

    @Test(arguments: [(240, 0), (260, 1)])
    func `a request that comes behind its response is its request`(milliseconds: Int, count: UInt64) throws {
        var trace = OrphanResponseTests.stray(after: .seconds(600))
        var late = SIPTrace()
        late.newCall("stray@example.com")
        late.at(.seconds(600) + .milliseconds(milliseconds))
        late.request("OPTIONS")
        trace.merge(late)
        #expect(try self.count(trace) == count)
    }

    @Test(arguments: [(40, 0), (63, 0), (66, 1)])
    func `a late response to a request that is forgotten is no stray one`(seconds: Int, count: UInt64) throws {
        for transport in [Transport.udp, .tcp] {
            var trace = SIPTrace(transport: transport)
            trace.request("OPTIONS")
            trace.response(200, "OK")
            trace.newCall("late@example.com")
            trace.at(.seconds(600))
            trace.request("OPTIONS")
            trace.response(200, "OK")
            var other = SIPTrace(transport: transport)
            other.at(.seconds(595 + seconds))
            other.newCall("other@example.com")
            other.request("MESSAGE")
            other.response(200, "OK")
            trace.at(.seconds(600 + seconds))
            trace.response(404, "Not Found")
            trace.merge(other)
            #expect(try self.count(trace) == count, "\(transport)")
        }
    }

    @Test func `repeats and copies of a mirror port are one finding`() throws {
        var trace = OrphanResponseTests.stray(after: .seconds(600))
        trace.mirror()
        trace.wait(.milliseconds(500))
        trace.resend()
        trace.mirror()
        #expect(try count(trace) == 1)
    }

    @Test(arguments: [(19, 0), (20, 1)])
    func `from many senders to one host it is a warning`(senders: Int, warnings: UInt64) throws {
        var trace = SIPTrace()
        for number in 0..<senders {
            trace.callee = Endpoint(address: IPAddress(v4: 0xC633_6410 + UInt32(number)), port: 5060)
            trace.newCall("known-\(number)")
            trace.request("OPTIONS")
        }
        trace.at(.seconds(200))
        for number in 0..<senders {
            trace.callee = Endpoint(address: IPAddress(v4: 0xC633_6410 + UInt32(number)), port: 5060)
            trace.newCall("stray-\(number)")
            trace.request("OPTIONS")
            trace.dropLast()
            trace.response(200, "OK")
        }
        let analysed = try Analysed(trace, pause: .seconds(2))
        #expect(analysed.findings["orphan-response"] == UInt64(senders))
        #expect(analysed.group("orphan-response", .warning)?.count ?? 0 == warnings)
    }
}
