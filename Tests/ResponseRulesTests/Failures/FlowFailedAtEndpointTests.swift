import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct FlowFailedAtEndpointTests {
    private static let rule = "flow-failed-at-endpoint"
    private static let below = "Via: SIP/2.0/UDP 192.0.2.77;branch=z9hG4bKbelow"

    private func trace(_ method: String, vias: Int, over transport: Transport, from client: Endpoint = .caller)
        -> SIPTrace
    {
        var trace = SIPTrace(from: client, transport: transport)
        let below = Array(repeating: FlowFailedAtEndpointTests.below, count: vias - 1)
        trace.request(method, headers: below)
        trace.response(430, "Flow Failed", headers: below)
        return trace
    }

    @Test(arguments: transports)
    func `a 430 that reaches a client without a proxy before it is likely to be lost on it`(
        transport: Transport
    ) throws {
        for (method, vias, count) in [("INVITE", 1, UInt64(1)), ("INVITE", 2, 0), ("INVITE", 3, 0), ("MESSAGE", 1, 0)] {
            let findings = try Analysed(trace(method, vias: vias, over: transport)).findings
            #expect(findings[FlowFailedAtEndpointTests.rule, default: 0] == count, "\(method), \(vias)")
        }
    }

    @Test(arguments: transports)
    func `a client that is listed is an end point whatever it sends`(transport: Transport) throws {
        let rule = try #require(
            RuleCatalogue.judges.first { $0.declaration.identifier == FlowFailedAtEndpointTests.rule }
        )
        var values = RuleValues()
        values.set(rule.declaration, "endpoints", to: ["192.0.2.0/24"])
        let rules = RuleCatalogue.rules(values)
        for (method, client, count) in [
            ("MESSAGE", Endpoint.caller, UInt64(1)), ("INVITE", .caller, 1), ("INVITE", .carrier, 0),
        ] {
            let findings = try Analysed(trace(method, vias: 2, over: transport, from: client), rules: rules).findings
            #expect(findings[FlowFailedAtEndpointTests.rule, default: 0] == count, "\(method)")
        }
    }

    @Test func `another code is another matter`() throws {
        try RuleSample.silent(480, "Temporarily Unavailable").check(FlowFailedAtEndpointTests.rule, over: .udp)
    }
}
