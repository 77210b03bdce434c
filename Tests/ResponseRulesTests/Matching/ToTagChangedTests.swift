import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct ToTagChangedTests {
    private static let scenarios: [Scenario] = [
        .fires(.error, "a BYE answered with another tag") {
            $0.request("INVITE")
            $0.response(200, "OK")
            $0.request("BYE")
            $0.answer(as: "t2")
            $0.response(200, "OK")
        },
        .fires(.error, "a 100 inside a dialog with another tag") {
            $0.request("INVITE")
            $0.response(200, "OK")
            $0.request("INVITE", isInside: true)
            $0.response(100, rewriting: "To: <sip:bob@example.com>", "To: <sip:bob@example.com>;tag=t2")
        },
        .silent("a 100 inside a dialog without a tag") {
            $0.request("INVITE")
            $0.response(200, "OK")
            $0.request("INVITE", isInside: true)
            $0.response(100, "Trying")
        },
        .fires(.error, "two tags of one Server") {
            $0.request("OPTIONS")
            $0.response(200, "OK", headers: ["Server: X"])
            $0.answer(as: "t2")
            $0.response(200, "OK", headers: ["Server: X"])
        },
        .fires(.error, "a provisional and a final with two tags of one Server") {
            $0.request("MESSAGE")
            $0.response(183, "Session Progress", headers: ["Server: X"])
            $0.answer(as: "t2")
            $0.response(200, "OK", headers: ["Server: X"])
        },
        .silent("two tags of two Servers") {
            $0.request("OPTIONS")
            $0.response(200, "OK", headers: ["Server: X"])
            $0.answer(as: "t2")
            $0.response(200, "OK", headers: ["Server: Y"])
        },
        .silent("two tags without Server") {
            $0.request("OPTIONS")
            $0.response(200, "OK")
            $0.answer(as: "t2")
            $0.response(200, "OK")
        },
        .silent("a fork") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.answer(as: "t2")
            $0.response(180, "Ringing")
            $0.response(200, "OK")
        },
        .fires(.error, "a failure of the user agent server with a new tag") {
            $0.request("INVITE")
            $0.response(180, "Ringing", headers: ["Contact: <sip:bob@198.51.100.2:5060>"])
            $0.answer(as: "t2")
            $0.response(486, "Busy Here")
        },
        .silent("a failure of a proxy with a new tag") {
            $0.request("INVITE")
            $0.response(180, "Ringing", headers: ["Contact: <sip:bob@203.0.113.3:5060>"])
            $0.answer(as: "t2")
            $0.response(408, "Request Timeout")
        },
        .silent("a failure behind two early dialogs") {
            $0.request("INVITE")
            $0.response(180, "Ringing", headers: ["Contact: <sip:bob@198.51.100.2>"])
            $0.answer(as: "t2")
            $0.response(180, "Ringing", headers: ["Contact: <sip:bob@198.51.100.2>"])
            $0.answer(as: "t3")
            $0.response(486, "Busy Here")
        },
    ]

    @Test(arguments: scenarios)
    func `a To tag stays where one user agent server answers`(scenario: Scenario) throws {
        try scenario.check("to-tag-changed")
    }

    @Test func `tags are not compared where the request was not seen`() throws {
        try ToTagChangedTests.scenarios[0].checkFromMiddle("to-tag-changed", leavingOut: 3)
        try ToTagChangedTests.scenarios[3].checkFromMiddle("to-tag-changed")
    }

    @Test(arguments: [(200, 1), (408, 0)])
    func `two tags over one branch are of one server, but for a failure of the proxy`(code: Int, count: Int) throws {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.MESSAGE"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.request("MESSAGE")
        downstream.wait(.milliseconds(2))
        downstream.request("MESSAGE", headers: [below])
        downstream.response(183, "Session Progress", headers: [below])
        upstream.wait(.milliseconds(15))
        upstream.response(183, "Session Progress")
        upstream.answer(as: "t2")
        upstream.response(code, "Phrase")
        upstream.merge(downstream)
        #expect(try Analysed(upstream).findings["to-tag-changed", default: 0] == UInt64(count))
    }
}
