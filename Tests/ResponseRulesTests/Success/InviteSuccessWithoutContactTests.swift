import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct InviteSuccessWithoutContactTests {
    private static let rule = "invite-success-without-contact"

    @Test(arguments: samples, transports)
    func `a 2xx that sets the target of what follows has to name it`(sample: RuleSample, transport: Transport) throws {
        try sample.check(InviteSuccessWithoutContactTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.error, 200, "OK", leavingOut: ["Contact"]), .fires(.error, 250, leavingOut: ["Contact"]),
        .fires(.error, 200, "OK", to: "UPDATE", leavingOut: ["Contact"]),
        .fires(.error, 202, "Accepted", to: "SUBSCRIBE", leavingOut: ["Contact"]),
        .fires(.error, 200, "OK", headers: ["Contact: *"]),
        .silent(200, "OK"), .silent(200, "OK", headers: ["m: <sip:bob@198.51.100.1>"]),
        .silent(200, "OK", to: "BYE", leavingOut: ["Contact"]),
        .silent(200, "OK", to: "REGISTER", leavingOut: ["Contact"]),
        .silent(200, "OK", to: "CANCEL", leavingOut: ["Contact"]),
        .silent(200, "OK", to: "PRACK", leavingOut: ["Contact"]), .silent(180, "Ringing"), .silent(486, "Busy Here"),
    ]

    /// A 2xx to a REFER, and what its request was.
    @Test(arguments: transports)
    func `a REFER outside a dialog opens one unless it is told not to`(transport: Transport) throws {
        let cases: [(isOutside: Bool, headers: [String], count: UInt64)] = [
            (true, [], 1), (true, ["Refer-Sub: true"], 1), (true, ["Refer-Sub: false"], 0),
            (true, ["refer-sub : False ;x=y"], 0), (true, ["Contact: <sip:b@example.com>"], 0), (false, [], 0),
        ]
        for (isOutside, headers, count) in cases {
            var trace = isOutside ? SIPTrace(transport: transport) : SIPTrace.answeredCall(over: transport)
            trace.refer(to: "<sip:carol@example.com>", isOutside: isOutside)
            trace.response(202, "Accepted", headers: headers, leavingOut: ["Contact"])
            let name = InviteSuccessWithoutContactTests.rule
            #expect(try Analysed(trace).findings[name, default: 0] == count, "\(isOutside) \(headers)")
            // Without the request nobody knows where it stood.
            #expect(try Analysed(trace.suffix(1)).findings[name] == nil)
        }
    }
}
