import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ProgressWithoutSDPTests {
    private static let phrase = "Session Progress"

    @Test(arguments: samples, transports)
    func `a 183 that says nothing is noticed`(sample: RuleSample, transport: Transport) throws {
        try sample.check("progress-without-sdp", over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.notice, 183, phrase), .fires(.notice, 183, "session progress"),
        .fires(.notice, 183, phrase, headers: ["Content-Type: application/sdp"]),
        .fires(.notice, 183, phrase, headers: ["Require: precondition", "Server: x"]),
        .silent(183, phrase, headers: ["Content-Type: application/sdp"], body: "v=0\r\n"),
        .silent(183, phrase, headers: ["Content-Type: application/isup"], body: "x"),
        .silent(183, phrase, headers: ["RSeq: 1", "Require: 100rel"]),
        .silent(183, phrase, headers: ["Require: precondition, 100REL"]),
        .silent(183, "Queued behind two"), .silent(183, phrase, headers: ["P-Early-Media: inactive"]),
        .silent(183, phrase, headers: ["Reason: Q.850;cause=31"]),
        .silent(183, phrase, headers: ["Warning: 399 example.com \"late\""]),
        .silent(183, phrase, headers: ["History-Info: <sip:x@example.com>;index=1"]),
        .silent(183, phrase, headers: ["Alert-Info: <https://example.com/ring>"]), .silent(180, "Ringing"),
        .silent(183, phrase, to: "REGISTER"),
    ]
}
