import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct MisplacedCodeTests {
    private static let challenge = [
        #"WWW-Authenticate: Digest realm="x", nonce="y""#, #"Proxy-Authenticate: Digest realm="x", nonce="y""#,
    ]

    @Test(arguments: provisional, transports)
    func `only an INVITE has progress`(sample: RuleSample, transport: Transport) throws {
        try sample.check("provisional-to-non-invite", over: transport)
    }

    private static let provisional: [RuleSample] = [
        .fires(.error, 183, "Session Progress", to: "REGISTER"), .fires(.error, 180, "Ringing", to: "OPTIONS"),
        .fires(.error, 199, "Early Dialog Terminated", to: "BYE"), .fires(.error, 101, to: "MESSAGE"),
        .fires(.error, 198, to: "FROBNICATE"),
        .silent(100, "Trying", to: "REGISTER"), .silent(183, "Session Progress"), .silent(180, "Ringing"),
        .silent(198), .silent(200, "OK", to: "REGISTER"),
        .silent(180, "Ringing", rewriting: [("1 INVITE", "1 Invite")]),
        .silent(180, "Ringing", to: "OPTIONS", rewriting: [("CSeq: 1 OPTIONS", "CSeq: 1")]),
    ]

    @Test func `a 100 after four seconds is progress of its hop`() throws {
        for transport in transports {
            var trace = SIPTrace(transport: transport)
            trace.request("REGISTER")
            trace.wait(.seconds(4))
            trace.response(100, "Trying")
            #expect(try Analysed(trace).findings.isEmpty)
        }
    }

    @Test(arguments: timeouts, transports)
    func `only an INVITE times out in an answer`(sample: RuleSample, transport: Transport) throws {
        try sample.check("request-timeout-to-non-invite", over: transport)
    }

    private static let timeouts: [RuleSample] = [
        .fires(.error, 408, "Request Timeout", to: "OPTIONS"), .fires(.error, 408, "Request Timeout", to: "BYE"),
        .fires(.error, 408, "Request Timeout", to: "CANCEL"), .fires(.error, 408, "Request Timeout", to: "FROBNICATE"),
        .silent(408, "Request Timeout"), .silent(504, "Server Time-out", to: "OPTIONS"), .silent(481, to: "BYE"),
    ]

    @Test func `a 408 after 32 seconds is as wrong as one at once, and right for an INVITE`() throws {
        for (method, count) in [("OPTIONS", UInt64(1)), ("INVITE", 0)] {
            var trace = SIPTrace()
            trace.request(method)
            trace.wait(.seconds(method == "INVITE" ? 180 : 32))
            trace.response(408, "Request Timeout")
            #expect(try Analysed(trace).findings["request-timeout-to-non-invite", default: 0] == count)
        }
    }

    @Test(arguments: ended, transports)
    func `the 487 belongs to the INVITE`(sample: RuleSample, transport: Transport) throws {
        try sample.check("cancel-answered-487", over: transport)
    }

    private static let ended: [RuleSample] = [
        .fires(.error, 487, "Request Terminated", to: "CANCEL"),
        .silent(200, "OK", to: "CANCEL"), .silent(487, "Request Terminated"), .silent(481, to: "CANCEL"),
        .silent(487, "Request Terminated", to: "SUBSCRIBE"),
    ]

    @Test func `a CANCEL in order is answered by 200 and its INVITE by 487`() throws {
        for transport in transports {
            var trace = SIPTrace(transport: transport)
            trace.request("INVITE")
            trace.response(180, "Ringing")
            trace.request("CANCEL")
            trace.response(200, "OK")
            trace.response(487, "Request Terminated", to: "INVITE")
            trace.request("ACK")
            #expect(try Analysed(trace).findings.isEmpty)
        }
    }

    @Test(arguments: challenged, transports)
    func `who cannot come back must not be challenged`(sample: RuleSample, transport: Transport) throws {
        try sample.check("challenge-to-ack-or-cancel", over: transport)
    }

    private static let challenged: [RuleSample] = [
        .fires(.error, 407, to: "CANCEL", headers: challenge), .fires(.error, 401, to: "CANCEL", headers: challenge),
        .fires(.error, 401, headers: challenge, rewriting: [("1 INVITE", "1 ACK")]).answering("ACK"),
        .silent(407, to: "BYE", headers: challenge), .silent(401, to: "REGISTER", headers: challenge),
        .silent(403, to: "CANCEL"),
    ]
}
