import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct AckToProvisionalTests {
    private static let rule = "ack-to-provisional"

    @Test(arguments: samples)
    func `an ACK with no final response near it is reported`(sample: TimedSample) throws {
        try sample.check(AckToProvisionalTests.rule, against: .caller)
    }

    private static let samples: [TimedSample] = [
        .fires(.error, "with the branch of the INVITE") { $0.ack(isOwn: false, thenFinalAt: 2_000) },
        .fires(.error, "with its own branch and the To tag of the 180") { $0.ack(isOwn: true, thenFinalAt: 2_000) },
        .silent("the 200 comes 80 ms behind it") { $0.ack(isOwn: true, code: 200, thenFinalAt: 180) },
        .silent("the 486 comes within a second") { $0.ack(isOwn: false, thenFinalAt: 1_090) },
        .fires(.error, "the second has passed") { $0.ack(isOwn: false, thenFinalAt: 1_100) },
        .silent("the capture ends first") { $0.ack(isOwn: false, thenFinalAt: nil) },
        .silent("no 1xx was seen", pause: .seconds(3)) {
            $0.ack(isOwn: false, thenFinalAt: nil)
            $0.drop(1)
        },
        .silent("the INVITE was not seen", pause: .seconds(3)) {
            $0.ack(isOwn: true, thenFinalAt: nil)
            $0 = $0.suffix(2)
        },
        .silent("a BYE that is accepted says that an answer was missed", pause: .seconds(3)) {
            $0.ack(isOwn: true, thenFinalAt: nil)
            $0.request("BYE")
            $0.response(200, "OK")
        },
        .silent("of another dialog", pause: .seconds(3)) {
            $0.ack(isOwn: true, thenFinalAt: nil)
            $0.rewrite("tag=callee", "tag=other")
        },
        .silent("a PRACK", pause: .seconds(3)) {
            $0.request("INVITE")
            $0.response(180, "Ringing", headers: ["RSeq: 1", "Require: 100rel"])
            $0.request("PRACK", headers: ["RAck: 1 1 INVITE"])
        },
        .silent("an answered call and its ACK", pause: .seconds(3)) {
            $0 = SIPTrace.answeredCall(over: $0.transport)
        },
    ]
}

extension SIPTrace {
    fileprivate mutating func ack(isOwn: Bool, code: Int = 486, thenFinalAt time: Int?) {
        request("INVITE")
        response(180, "Ringing")
        at(100)
        request("ACK")
        if isOwn {
            rewrite("branch=z9hG4bK", "branch=z9hG4bK-ack-")
            rewrite("To: <sip:bob@example.com>\r\n", "To: <sip:bob@example.com>;tag=callee\r\n")
        }
        guard let time else { return }
        at(time)
        response(code, "Phrase", to: "INVITE")
    }
}
