import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct EarlyDialogTerminatedTests {
    private static let rule = "early-dialog-terminated-misuse"
    private static let offer = ["Supported: 100rel, 199"]
    private static let reason = ["Reason: SIP;cause=486;text=\"Busy, here\""]

    /// A 180 and a 199 of the same dialog.
    private static func ended(
        _ headers: [String] = reason,
        offer: [String] = offer,
        body: String = "",
        leavingOutTag: Bool = false
    ) -> @Sendable (inout SIPTrace) -> Void {
        { trace in
            trace.request("INVITE", headers: offer)
            trace.response(180, "Ringing")
            trace.response(199, "Early Dialog Terminated", headers: headers, body: body)
            if leavingOutTag { trace.rewrite(";tag=callee", "") }
        }
    }

    private static let scenarios: [Scenario] = [
        .silent("right", ended()),
        .silent("a Reason behind one of Q.850", ended(["Reason: Q.850;cause=17, SIP;cause=486"])),
        .fires(.error, "not asked for", ended(offer: [])),
        .fires(.error, "something like it asked for", ended(offer: ["Supported: 1990"])),
        .fires(.error, "without Reason", ended([])),
        .fires(.error, "with a Reason of Q.850 alone", ended(["Reason: Q.850;cause=486"])),
        .fires(.error, "with a cause of 2xx", ended(["Reason: SIP;cause=299"])),
        .silent("with a cause of 3xx", ended(["Reason: SIP;cause=300"])),
        .fires(.error, "without a To tag", ended(leavingOutTag: true)),
        .fires(.error, "199 in Supported", ended(reason + ["Supported: 199"])),
        .fires(.error, "199 in Require", ended(reason + ["Require: 199"])),
        .fires(.warning, "with media", ended(body: "v=0\r\nm=audio 1 RTP/AVP 0\r\n")),
        .silent("with a body without media", ended(body: "v=0\r\ns=m=\r\n")),
        .silent("two dialogs") {
            $0.request("INVITE", headers: offer)
            $0.response(180, "Ringing")
            $0.response(199, "Early Dialog Terminated", headers: reason)
            $0.answer(as: "t2")
            $0.response(180, "Ringing")
            $0.response(200, "OK")
        },
        .silent("one dialog that was never opened") {
            $0.request("INVITE", headers: offer)
            $0.response(199, "Early Dialog Terminated", headers: reason)
        },
        .fires(.notice, "two dialogs that were never opened") {
            $0.request("INVITE", headers: offer)
            $0.response(199, "Early Dialog Terminated", headers: reason)
            $0.answer(as: "t2")
            $0.response(199, "Early Dialog Terminated", headers: reason)
        },
    ]

    @Test(arguments: scenarios)
    func `a 199 keeps to its rules`(scenario: Scenario) throws {
        try scenario.check(EarlyDialogTerminatedTests.rule)
        try scenario.checkFromMiddle(EarlyDialogTerminatedTests.rule)
    }

    /// A 199 of a proxy, or one that it relays, with `headers` beside its Reason.
    private func findings(_ headers: [String], offer: [String], isRelayed: Bool) throws -> Analysed {
        let below = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        var (upstream, downstream) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        upstream.request("INVITE", headers: offer)
        downstream.wait(.milliseconds(2))
        downstream.request("INVITE", headers: offer + [below])
        downstream.response(180, "Ringing", headers: [below])
        let answer = EarlyDialogTerminatedTests.reason + headers
        if isRelayed { downstream.response(199, "Early Dialog Terminated", headers: answer + [below]) }
        upstream.wait(.milliseconds(20))
        upstream.response(180, "Ringing")
        upstream.wait(.milliseconds(20))
        upstream.response(199, "Early Dialog Terminated", headers: answer)
        upstream.merge(downstream)
        return try Analysed(upstream)
    }

    @Test func `a proxy does not send it reliably, nor with a Contact`() throws {
        let (rule, offer) = (EarlyDialogTerminatedTests.rule, EarlyDialogTerminatedTests.offer)
        let reliable = ["Require: 100rel", "RSeq: 1"]
        let contact = ["Contact: <sip:p@198.51.100.2>"]
        #expect(try findings([], offer: offer, isRelayed: false).findings[rule] == nil)
        #expect(try findings(reliable, offer: offer, isRelayed: false).group(rule, .error)?.count == 1)
        #expect(try findings(contact, offer: offer, isRelayed: false).group(rule, .notice)?.count == 1)
        #expect(try findings(reliable + contact, offer: offer, isRelayed: true).findings[rule] == nil)
        let required = offer + ["Require: 100rel"]
        #expect(try findings([], offer: required, isRelayed: false).group(rule, .error)?.count == 1)
        #expect(try findings([], offer: required, isRelayed: true).findings[rule] == nil)
    }
}
