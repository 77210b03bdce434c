import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// A response that travels over a proxy is judged where it was first seen.
@Suite struct RelayedResponseTests {
    /// The Via of the client below that of the proxy.
    private static func below(_ response: FaultyResponse) -> [String] {
        let step = response.method == "CANCEL" ? "INVITE" : response.method
        return ["Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.\(step)"]
    }

    private static let travelling = FaultyResponse.all.filter { !$0.isOfOneHop }

    /// A call over a proxy at the callee's address to a carrier behind it, answered with `response` on each hop.
    private func relayed(_ response: FaultyResponse, after pause: Duration = .milliseconds(5)) -> SIPTrace {
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.ask(for: response)
        downstream.wait(.milliseconds(2))
        downstream.ask(for: response, headers: RelayedResponseTests.below(response))
        downstream.respond(response, headers: RelayedResponseTests.below(response))
        upstream.wait(pause)
        upstream.respond(response)
        upstream.merge(downstream)
        return upstream
    }

    @Test(arguments: travelling)
    func `it counts once, against the host that made it, with the relay beside it`(response: FaultyResponse) throws {
        let trace = relayed(response)
        let analysed = try Analysed(trace)
        let group = try #require(analysed.group(response.rule, response.severity))
        let last = UInt64(trace.steps.count)
        #expect(analysed.findings == [response.rule: 1])
        #expect(group.calls == 1)
        #expect(group.servers.map(\.key.endpoint) == [.carrier])
        #expect(group.examples.map(\.frame.number) == [last - 1])
        #expect(group.examples.map { $0.relatedFrames.map(\.number) } == [[last]])
    }

    @Test(arguments: travelling)
    func `what is excepted where it was made is no finding where it is passed on`(response: FaultyResponse) throws {
        let analysed = try Analysed(relayed(response), rules: excepting(response.rule, of: .carrier))
        #expect(analysed.findings.isEmpty)
        #expect(analysed.tally.findings.suppressed == [0: 1])
    }

    @Test(arguments: travelling)
    func `an exception for who passes it on leaves the finding with who made it`(response: FaultyResponse) throws {
        let analysed = try Analysed(relayed(response), rules: excepting(response.rule, of: .callee))
        #expect(analysed.findings == [response.rule: 1])
        #expect(analysed.tally.findings.suppressed.isEmpty)
    }

    /// The rules, of which `rule` says nothing of `server`.
    private func excepting(_ rule: String, of server: Endpoint) throws -> RuleSet {
        let pattern = try #require(AddressPattern("\(server)"))
        var control = RuleControl()
        control.add(RuleException(.rule(rule), server: pattern, serverText: "\(server)", reason: "known"))
        return RuleCatalogue.standard.controlled(by: control)
    }

    @Test(arguments: travelling)
    func `a proxy that spoils a right answer is charged itself`(response: FaultyResponse) throws {
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.ask(for: response)
        downstream.wait(.milliseconds(2))
        downstream.ask(for: response, headers: RelayedResponseTests.below(response))
        downstream.response(404, "Not Found", headers: RelayedResponseTests.below(response))
        upstream.wait(.milliseconds(5))
        upstream.respond(response)
        upstream.merge(downstream)
        let analysed = try Analysed(upstream)
        let group = try #require(analysed.group(response.rule, response.severity))
        #expect(group.servers.map(\.key.endpoint) == [.callee])
    }

    @Test func `the same answer of two servers that have nothing to do with each other counts twice`() throws {
        var (one, other) = (SIPTrace(), SIPTrace(from: .carrier, to: .other))
        other.wait(.milliseconds(3))
        for number in 1...2 {
            let trace = number == 1 ? one : other
            var next = trace
            next.newCall("call-\(number)@example.com")
            next.request("INVITE")
            next.response(503, "Service Unavailable")
            if number == 1 { one = next } else { other = next }
        }
        one.merge(other)
        #expect(try Analysed(one).findings == ["unavailable-without-retry-after": 2])
    }

    @Test func `an answer more than 32 seconds behind is not the same one travelling`() throws {
        let response = try #require(FaultyResponse.all.last)
        let analysed = try Analysed(relayed(response, after: .seconds(40)))
        #expect(analysed.findings[response.rule] == 2)
    }
}

extension Endpoint {
    /// 203.0.113.3:5060, a carrier behind the proxy.
    static let carrier = Endpoint(address: IPAddress(v4: 0xCB00_7103), port: 5060)
    /// 203.0.113.4:5060, somebody else.
    static let other = Endpoint(address: IPAddress(v4: 0xCB00_7104), port: 5060)
}
