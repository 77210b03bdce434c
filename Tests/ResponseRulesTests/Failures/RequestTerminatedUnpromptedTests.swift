import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct RequestTerminatedUnpromptedTests {
    private static let rule = "request-terminated-unprompted"

    @Test(arguments: samples)
    func `a 487 needs something that terminated the request`(sample: TimedSample) throws {
        try sample.check(RequestTerminatedUnpromptedTests.rule)
    }

    private static let samples: [TimedSample] = [
        .fires(.warning, "nothing", pause: .seconds(2)) { $0.terminate(at: 3_000) },
        .fires(.warning, "nothing, at the end of the capture") { $0.terminate(at: 3_000) },
        .silent("a CANCEL", pause: .seconds(2)) { $0.terminate(at: 3_000, cancelAt: 2_900) },
        .silent("a CANCEL that was overtaken", pause: .seconds(2)) { $0.terminate(at: 3_000, cancelAt: 3_200) },
        .fires(.warning, "a CANCEL too far behind", pause: .seconds(2)) { $0.terminate(at: 3_000, cancelAt: 3_300) },
        .silent("its Expires", pause: .seconds(2)) { $0.terminate(at: 20_100, expires: 20) },
        .silent("its Expires, as early as is tolerated", pause: .seconds(2)) { $0.terminate(at: 19_500, expires: 20) },
        .fires(.warning, "before its Expires", pause: .seconds(2)) { $0.terminate(at: 19_499, expires: 20) },
        .silent("Timer C", pause: .seconds(2)) { $0.terminate(at: 181_000) },
        .fires(.warning, "before Timer C", pause: .seconds(2)) { $0.terminate(at: 179_499) },
        .silent("a BYE in its early dialog", pause: .seconds(2)) {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.request("BYE")
            $0.response(200, "OK")
            $0.answerInvite(487, "Request Terminated")
        },
        .silent("the INVITE was not seen", pause: .seconds(2)) {
            $0.terminate(at: 3_000)
            $0 = $0.suffix(2)
        },
        .silent("another request", pause: .seconds(2)) {
            $0.request("OPTIONS")
            $0.response(487, "Request Terminated")
        },
        .fires(.warning, "the CANCEL of another branch", pause: .seconds(2)) {
            $0.request("INVITE")
            $0.response(180, "Ringing")
            $0.request("CANCEL")
            $0.rewrite("branch=z9hG4bK", "branch=z9hG4bKother")
            $0.response(487, "Request Terminated", to: "INVITE")
        },
    ]

    @Test(arguments: [(200, UInt64(0)), (603, 0), (486, 1)])
    func `an answer or a refusal everywhere on another branch ends it`(code: Int, expected: UInt64) throws {
        var (one, other) = (SIPTrace(), SIPTrace(from: .caller, to: .carrier))
        other.branch = "other"
        one.request("INVITE")
        other.request("INVITE")
        other.at(1_000)
        other.response(code, "Phrase")
        one.at(1_100)
        one.response(487, "Request Terminated")
        one.merge(other)
        let analysed = try Analysed(one, pause: .seconds(2))
        #expect(analysed.findings[RequestTerminatedUnpromptedTests.rule, default: 0] == expected)
    }

    @Test(arguments: [false, true])
    func `over a proxy it is judged on the farthest hop`(isCancelled: Bool) throws {
        var (upper, lower) = (SIPTrace(), SIPTrace(from: .callee, to: .carrier))
        let via = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"
        upper.request("INVITE")
        lower.at(5)
        lower.forward("INVITE")
        lower.at(1_000)
        if isCancelled { lower.request("CANCEL") }
        lower.response(487, "Request Terminated", to: "INVITE", headers: [via])
        upper.at(1_100)
        upper.response(487, "Request Terminated")
        upper.merge(lower)
        let group = try Analysed(upper, pause: .seconds(2)).group(RequestTerminatedUnpromptedTests.rule, .warning)
        #expect(group?.servers.map(\.key.endpoint) == (isCancelled ? nil : [.carrier]))
        #expect(group?.count == (isCancelled ? nil : 1))
    }
}

extension SIPTrace {
    fileprivate mutating func terminate(at milliseconds: Int, cancelAt: Int? = nil, expires: Int? = nil) {
        request("INVITE", headers: expires.map { ["Expires: \($0)"] } ?? [])
        response(180, "Ringing")
        var cancel = self
        at(milliseconds)
        response(487, "Request Terminated")
        guard let cancelAt else { return }
        let count = cancel.steps.count
        cancel.at(cancelAt)
        cancel.request("CANCEL")
        merge(cancel.only(cancel.steps[count]))
    }
}
