import NetworkTypes
import ResponseRules
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct ResponsePathTests {
    private static let sources: [Scenario] = [
        .fires(.warning, "another address", over: [.udp]) {
            $0.request("REGISTER")
            $0.response(200, "OK")
            $0.move(from: .other, to: .caller, transport: .udp)
        },
        .fires(.notice, "another port", over: [.udp]) {
            $0.request("REGISTER")
            $0.response(200, "OK")
            $0.move(from: Endpoint(address: .callee, port: 5070), to: .caller, transport: .udp)
        },
        .fires(.warning, "a new connection from another address", over: [.tcp]) {
            $0.request("REGISTER")
            $0.response(200, "OK")
            $0.move(from: .other, to: .caller, transport: .tcp)
        },
        .silent("a new connection from the same address", over: [.tcp]) {
            $0.request("REGISTER")
            $0.response(200, "OK")
            $0.move(from: Endpoint(address: .callee, port: 40_000), to: .caller, transport: .tcp)
        },
        .silent("right") {
            $0.request("REGISTER")
            $0.response(200, "OK")
        },
    ]

    @Test(arguments: sources)
    func `a response comes from where its request went`(scenario: Scenario) throws {
        try scenario.check("response-wrong-source")
    }

    /// A client behind a NAT at 192.0.2.1, whose Via is `via`, and the response to `destination` with its own `answer`.
    private static func behindNAT(_ via: String, _ answer: String, to address: UInt32, _ port: UInt16) -> SIPTrace {
        var trace = SIPTrace(from: Endpoint(address: .caller, port: 40_000))
        let old = "192.0.2.1:40000;branch"
        trace.request("REGISTER", rewriting: old, "\(via);branch")
        trace.response(200, rewriting: old, "\(answer);branch")
        let destination = Endpoint(address: IPAddress(v4: address), port: port)
        trace.move(from: .callee, to: destination, transport: .udp)
        return trace
    }

    /// A Via of the request and of the response, and where that goes.
    struct Way: Sendable, CustomTestStringConvertible {
        let via: String
        let answer: String
        let address: UInt32
        let port: UInt16
        let isWrong: Bool
        var testDescription: String { "\(via) → \(answer) to \(IPAddress(v4: address)):\(port)" }

        init(_ via: String, _ answer: String, _ address: UInt32, _ port: UInt16, isWrong: Bool = false) {
            (self.via, self.answer, self.address, self.port, self.isWrong) = (via, answer, address, port, isWrong)
        }
    }

    private static let seen: UInt32 = 0xC000_0201
    private static let inside: UInt32 = 0xC0A8_0102
    private static let elsewhere: UInt32 = 0xCB00_7109

    private static let ways: [Way] = [
        Way("192.168.1.2:5060;rport", "192.168.1.2:5060;rport", inside, 5060, isWrong: true),
        Way("192.168.1.2;rport", "192.168.1.2;rport=40000;received=192.0.2.1", inside, 5060, isWrong: true),
        Way("192.168.1.2:5060;rport", "192.168.1.2:5060;rport=40000;received=192.0.2.1", seen, 40_000),
        Way("192.168.1.2:5060;rport", "192.168.1.2:5060;rport=40000;received=192.0.2.1", seen, 5060, isWrong: true),
        Way("192.168.1.2:5060;rport", "192.168.1.2:5060;rport=7;received=203.0.113.9", elsewhere, 7),
        Way("192.168.1.2:5060;rport", "192.168.1.2:5060;rport=7;received=203.0.113.9", elsewhere, 8, isWrong: true),
        Way("192.168.1.2:5062", "192.168.1.2:5062;received=192.0.2.1", seen, 5062),
        Way("192.168.1.2:5062", "192.168.1.2:5062;received=192.0.2.1", seen, 40_000),
        Way("192.168.1.2:5062", "192.168.1.2:5062;received=192.0.2.1", seen, 5060, isWrong: true),
        Way("192.168.1.2:5062", "192.168.1.2:5062;received=192.0.2.1", inside, 5062, isWrong: true),
        Way("192.168.1.2:5062", "192.168.1.2:5062", inside, 5062),
        Way("192.168.1.2", "192.168.1.2", inside, 5060),
        Way("192.168.1.2", "192.168.1.2", elsewhere, 5060, isWrong: true),
        Way("pc.example.com", "pc.example.com", elsewhere, 5060),
        Way("pc.example.com", "pc.example.com;received=192.0.2.1", elsewhere, 5060, isWrong: true),
        Way("192.168.1.2;maddr=203.0.113.9", "192.168.1.2;maddr=203.0.113.9", elsewhere, 5060),
        Way("192.168.1.2;maddr=203.0.113.9", "192.168.1.2;maddr=203.0.113.9", elsewhere, 5061, isWrong: true),
    ]

    @Test(arguments: ways)
    func `over UDP a response goes where the Via says`(way: Way) throws {
        let trace = ResponsePathTests.behindNAT(way.via, way.answer, to: way.address, way.port)
        let findings = try Analysed(trace, pause: .seconds(2)).findings
        #expect(findings["response-wrong-destination", default: 0] == (way.isWrong ? 1 : 0))
        #expect(matchingRules.reduce(0) { $0 + findings[$1, default: 0] } == (way.isWrong ? 1 : 0))
        var doubled = trace
        doubled.merge(trace)
        #expect(try Analysed(doubled).findings["response-wrong-destination", default: 0] == (way.isWrong ? 1 : 0))
        #expect(try Analysed(trace.suffix(1)).findings["response-wrong-destination"] == nil)
    }
}

/// What is set of hosts with several addresses.
@Suite struct ResponseAliasesTests {
    @Test(
        arguments: [
            ([], 1), (["198.51.100.2", "203.0.113.4"], 0), (["198.51.100.2+203.0.113.4"], 0),
            (["198.51.100.0/24+203.0.113.0/24"], 0), (["198.51.100.0/24", "203.0.113.0/24"], 1),
            (["198.51.100.2", "203.0.113.3"], 1),
        ] as [([String], UInt64)]
    )
    func `addresses that were set as one cluster are one`(aliases: [String], count: UInt64) throws {
        let rule = try #require(RuleCatalogue.declarations.first { $0.identifier == "response-wrong-source" })
        var values = RuleValues()
        values.set(rule, "aliases", to: aliases)
        var trace = SIPTrace()
        trace.request("REGISTER")
        trace.response(200, "OK")
        trace.move(from: .other, to: .caller, transport: .udp)
        let findings = try Analysed(trace, rules: RuleCatalogue.rules(values)).findings
        #expect(findings["response-wrong-source", default: 0] == count)
        #expect(findings["orphan-response"] == nil)
    }
}
