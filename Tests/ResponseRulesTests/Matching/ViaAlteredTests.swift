import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct ViaAlteredTests {
    private static let lower = ["Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK-low"]

    private static let scenarios: [Scenario] = [
        .fires(.error, "one more on top") {
            $0.request("INVITE")
            $0.response(180, rewriting: "Via: SIP", "Via: SIP/2.0/UDP 198.51.100.2;branch=z9hG4bK-p\r\nVia: SIP")
        },
        .fires(.error, "one more below") {
            $0.request("INVITE")
            $0.response(180, "Ringing", headers: lower)
        },
        .fires(.error, "one missing below") {
            $0.request("INVITE", headers: lower)
            $0.response(180, "Ringing")
        },
        .fires(.error, "the topmost missing") {
            $0.request("INVITE", headers: lower)
            $0.response(180, "Ringing", leavingOut: ["Via"])
            $0.rewrite("From:", "\(lower[0])\r\nFrom:")
        },
        .fires(.error, "another branch") {
            $0.request("INVITE")
            $0.response(180, rewriting: "branch=z9hG4bK", "branch=z9hG4bK-other-")
        },
        .fires(.error, "another branch below") {
            $0.request("INVITE", headers: lower)
            $0.response(180, "Ringing", headers: ["Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK-x"])
        },
        .fires(.error, "another order below") {
            $0.request("INVITE", headers: lower + ["Via: SIP/2.0/UDP 192.0.2.8;branch=z9hG4bK-lowest"])
            $0.response(180, "Ringing", headers: ["Via: SIP/2.0/UDP 192.0.2.8;branch=z9hG4bK-lowest"] + lower)
        },
        .fires(.error, "two other hosts") {
            $0.request("INVITE", headers: lower)
            $0.response(180, "Ringing", headers: ["Via: SIP/2.0/UDP 10.0.0.7:5060;branch=z9hG4bK-low"])
            $0.rewrite("192.0.2.1:5060;branch", "10.0.0.1:5060;branch")
        },
        .silent("one other host") {
            $0.request("INVITE", headers: lower)
            $0.response(180, "Ringing", headers: ["Via: SIP/2.0/UDP 10.0.0.7:5060;branch=z9hG4bK-low"])
        },
        .silent("one other host on top") {
            $0.request("INVITE", headers: lower)
            $0.response(180, "Ringing", headers: lower)
            $0.rewrite("192.0.2.1:5060;branch", "10.0.0.1:5060;branch")
        },
        .silent("received and rport") {
            $0.request("INVITE", rewriting: ";branch=", ";rport;branch=")
            $0.response(180, rewriting: ";branch=", ";received=192.0.2.1;rport=5060;branch=")
        },
        .silent("one line for two and parameters in another order") {
            $0.request("INVITE", headers: lower)
            $0.response(180, "Ringing")
            $0.rewrite("\r\nFrom:", ",\r\n SIP/2.0/UDP 192.0.2.7:5060;x=y;branch=z9hG4bK-low\r\nFrom:")
        },
        .silent("the case of a host") {
            $0.request("INVITE", headers: ["Via: SIP/2.0/UDP Proxy.Example.COM:5060;branch=z9hG4bK-low"])
            $0.response(180, "Ringing", headers: ["Via: SIP/2.0/udp proxy.example.com:5060;branch=z9hG4bK-low"])
        },
        .silent("another branch of a client that forks") {
            $0.request("INVITE")
            $0.branch = "second"
            $0.request("INVITE", rewriting: "CSeq: 2", "CSeq: 1")
            $0.branch = "third"
            $0.request("INVITE", rewriting: "CSeq: 3", "CSeq: 1")
            $0.dropLast()
            $0.response(180, rewriting: "CSeq: 3", "CSeq: 1")
        },
    ]

    @Test(arguments: scenarios)
    func `a response has the Via values of its request`(scenario: Scenario) throws {
        try scenario.check("via-altered")
    }

    @Test(arguments: scenarios)
    func `one response gives one finding`(scenario: Scenario) throws {
        var trace = SIPTrace()
        scenario.build(&trace)
        let findings = try Analysed(trace, pause: .seconds(2)).findings
        #expect(matchingRules.reduce(0) { $0 + findings[$1, default: 0] } == (scenario.severity == nil ? 0 : 1))
    }

    @Test func `values are not compared where the request was not seen`() throws {
        for scenario in ViaAlteredTests.scenarios.dropLast() { try scenario.checkFromMiddle("via-altered") }
    }

    @Test(arguments: [(100, 0), (180, 1)])
    func `a 100 with the Via of the hop below is another matter`(code: Int, count: UInt64) throws {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.request("INVITE")
        downstream.wait(.milliseconds(2))
        downstream.branch = "p"
        downstream.request("INVITE", headers: [below])
        downstream.response(code, "Phrase", headers: [below])
        downstream.response(code, "Phrase", headers: [below, "Server: P"])
        downstream.move(from: .callee, to: .caller, transport: .udp)
        upstream.merge(downstream)
        let findings = try Analysed(upstream).findings
        #expect(findings["via-altered", default: 0] == count)
        #expect(findings["orphan-response"] == nil)
    }
}
