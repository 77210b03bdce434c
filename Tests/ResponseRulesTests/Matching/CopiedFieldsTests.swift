import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

/// CSeq, Call-ID and From, which a response copies.
@Suite struct CopiedFieldsTests {
    private static let numbers: [Scenario] = [
        .fires(.error, "another number") {
            $0.request("INVITE")
            $0.response(200, rewriting: "CSeq: 1 INVITE", "CSeq: 7 INVITE")
        },
        .fires(.error, "another method") {
            $0.request("INVITE")
            $0.response(200, rewriting: "CSeq: 1 INVITE", "CSeq: 1 BYE")
        },
        .fires(.error, "OPTIONS answered as REGISTER") {
            $0.request("OPTIONS")
            $0.response(200, rewriting: "CSeq: 1 OPTIONS", "CSeq: 1 REGISTER")
        },
        .fires(.error, "OPTIONS answered as INVITE") {
            $0.request("OPTIONS")
            $0.response(200, rewriting: "CSeq: 1 OPTIONS", "CSeq: 1 INVITE")
        },
        .fires(.error, "a response to an ACK") {
            $0.request("INVITE")
            $0.response(486, "Busy Here")
            $0.request("ACK")
            $0.response(481, "Call/Transaction Does Not Exist")
        },
        .fires(.error, "a client of RFC 2543") {
            $0.request("INVITE", rewriting: "z9hG4bK", "")
            $0.response(200, "OK")
            $0.rewrite("z9hG4bK", "")
            $0.rewrite("CSeq: 1", "CSeq: 2")
        },
        .silent("CANCEL and INVITE share the branch") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.request("CANCEL")
            $0.response(200, "OK", to: "CANCEL")
            $0.answerInvite(487, "Request Terminated")
        },
        .silent("the CANCEL was missed") {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.request("CANCEL")
            $0.dropLast()
            $0.response(200, "OK", to: "CANCEL")
        },
        .silent("a client that gives INVITE and BYE one branch") {
            $0.request("INVITE")
            $0.rewrite("z9hG4bKcall-1@example.com.1.INVITE", "z9hG4bK-one")
            $0.response(401, rewriting: "z9hG4bKcall-1@example.com.1.INVITE", "z9hG4bK-one")
            $0.request("INVITE", rewriting: "z9hG4bKcall-1@example.com.2.INVITE", "z9hG4bK-one")
            $0.response(401, rewriting: "z9hG4bKcall-1@example.com.2.INVITE", "z9hG4bK-one")
            $0.rewrite("CSeq: 2", "CSeq: 1")
        },
        .silent("right") {
            $0.request("OPTIONS")
            $0.response(200, "OK")
        },
    ]

    @Test(arguments: numbers)
    func `a response has the CSeq of its request`(scenario: Scenario) throws {
        try scenario.check("cseq-mismatch")
    }

    @Test func `numbers are not compared where the request was not seen`() throws {
        for scenario in CopiedFieldsTests.numbers.prefix(4) { try scenario.checkFromMiddle("cseq-mismatch") }
    }

    @Test func `both numbers are named`() throws {
        var trace = SIPTrace()
        CopiedFieldsTests.numbers[0].build(&trace)
        let detail = try Analysed(trace).detail("cseq-mismatch", .error)
        #expect(detail == "CSeq 7 INVITE in the 200, 1 INVITE in the request")
    }

    private static let identities: [Scenario] = [
        .fires(.error, "another From tag") {
            $0.request("INVITE")
            $0.response(486, rewriting: "tag=caller", "tag=f9")
        },
        .fires(.error, "no From tag") {
            $0.request("INVITE")
            $0.response(486, rewriting: ";tag=caller", "")
        },
        .fires(.error, "a From tag that was added") {
            $0.request("INVITE", rewriting: ";tag=caller", "")
            $0.response(486, "Busy Here")
        },
        .fires(.error, "another Call-ID") {
            $0.request("INVITE")
            $0.response(486, rewriting: "Call-ID: call-1@example.com", "Call-ID: other")
        },
        .silent("another URI and name in From") {
            $0.request("INVITE")
            $0.response(486, rewriting: "<sip:alice@example.com>", "\"Anonymous\" <sip:anonymous@anonymous.invalid>")
        },
        .silent("a client that gives two calls one branch") {
            $0.request("OPTIONS", rewriting: "z9hG4bKcall-1@example.com.1.OPTIONS", "z9hG4bK-one")
            $0.newCall("call-2@example.com")
            $0.request("OPTIONS", rewriting: "z9hG4bKcall-2@example.com.1.OPTIONS", "z9hG4bK-one")
            $0.response(200, rewriting: "z9hG4bKcall-2@example.com.1.OPTIONS", "z9hG4bK-one")
        },
    ]

    @Test(arguments: identities)
    func `a response has the Call-ID and the From tag of its request`(scenario: Scenario) throws {
        try scenario.check("dialog-ids-altered")
    }

    @Test func `tags are not compared where the request was not seen`() throws {
        for scenario in CopiedFieldsTests.identities.prefix(4) { try scenario.checkFromMiddle("dialog-ids-altered") }
    }

    @Test(arguments: numbers + identities)
    func `one response gives one finding`(scenario: Scenario) throws {
        var trace = SIPTrace()
        scenario.build(&trace)
        let findings = try Analysed(trace).findings
        #expect(matchingRules.reduce(0) { $0 + findings[$1, default: 0] } == (scenario.severity == nil ? 0 : 1))
    }
}
