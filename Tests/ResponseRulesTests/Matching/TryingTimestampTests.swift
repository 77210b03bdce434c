import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct TryingTimestampTests {
    private static func trying(_ asked: String?, _ given: String?, to method: String = "INVITE", code: Int = 100)
        -> @Sendable (inout SIPTrace) -> Void
    {
        { trace in
            trace.request(method, headers: asked.map { ["Timestamp: \($0)"] } ?? [])
            trace.response(code, "Phrase", headers: given.map { ["Timestamp: \($0)"] } ?? [])
        }
    }

    private static let scenarios: [Scenario] = [
        .fires(.warning, "none", trying("54", nil)),
        .fires(.warning, "another number", trying("54", "55")),
        .fires(.warning, "another fraction", trying("54.5", "54.50001")),
        .fires(.warning, "no number", trying("54", "now")),
        .silent("the same", trying("54", "54")),
        .silent("the same with a delay", trying("54", "54 0.02")),
        .silent("the same written otherwise", trying("54.50", "054.5 1")),
        .silent("no Timestamp asked for", trying(nil, nil)),
        .silent("another code", trying("54", nil, code: 180)),
        .silent("another method", trying("54", nil, to: "OPTIONS")),
        .silent("a Timestamp that is no number", trying("now", "now")),
    ]

    @Test(arguments: scenarios)
    func `a 100 gives the Timestamp back`(scenario: Scenario) throws {
        try scenario.check("trying-timestamp-missing")
        try scenario.checkFromMiddle("trying-timestamp-missing")
    }

    @Test func `both numbers are named`() throws {
        var trace = SIPTrace()
        TryingTimestampTests.trying("54.25", "55 0.1")(&trace)
        let detail = try Analysed(trace).detail("trying-timestamp-missing", .warning)
        #expect(detail == "100 with Timestamp 55 0.1, the INVITE has Timestamp 54.25")
    }
}
