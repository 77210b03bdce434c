import NetworkTypes
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct ExcessiveResponseRetransmissionTests {
    private static let rule = "excessive-response-retransmission"

    @Test(arguments: samples)
    func `more copies of a response than a lost packet or two explain are reported`(sample: TimedSample) throws {
        try sample.check(ExcessiveResponseRetransmissionTests.rule)
    }

    private static let samples: [TimedSample] = [
        .fires(.warning, "four copies of a 200") { $0.answer(200, copies: [500, 1_500, 3_500, 7_500]) },
        .fires(.warning, "all copies of a 486") { $0.answer(486, copies: SIPTrace.responseCopies) },
        .silent("three copies") { $0.answer(200, copies: [500, 1_500, 3_500]) },
        .silent("one copy and the ACK") {
            $0.answer(200, copies: [500])
            $0.ackAnswer()
        },
        .silent("as many copies of an OPTIONS") { $0.answer(200, to: "OPTIONS", requests: 6, copies: 9) },
        .fires(.warning, "more than copies of an OPTIONS") { $0.answer(200, to: "OPTIONS", requests: 5, copies: 9) },
        .fires(.warning, "as many copies of an INVITE") { $0.answer(200, to: "INVITE", requests: 9, copies: 9) },
        .fires(.warning, "five copies of a reliable 183") { $0.progress(copies: 5, isReliable: true) },
        .silent("four copies of it") { $0.progress(copies: 4, isReliable: true) },
        .silent("a 183 that is repeated to keep proxies waiting") { $0.progress(copies: 9, isReliable: false) },
        .fires(.warning, "seen from its middle") {
            $0.answer(200, copies: [500, 1_500, 3_500, 7_500])
            $0 = $0.suffix(5)
        },
    ]

    @Test(
        arguments: [
            ([500, 1_500, 3_500, 7_500], "in gaps that double, so its ACK is lost or was not sent"),
            ([30, 50, 70, 90], "at once, as a path that doubles packets"),
            ([1_000, 2_000, 3_000, 4_000], "in equal gaps, which no timer of SIP has"),
        ]
    )
    func `the gaps say what is behind it`(copies: [Int], pattern: String) throws {
        var trace = SIPTrace()
        trace.answer(200, copies: copies)
        let detail = try Analysed(trace).detail(ExcessiveResponseRetransmissionTests.rule, .warning)
        #expect(detail?.hasSuffix(pattern) ?? false, "\(detail ?? "")")
    }
}

extension SIPTrace {
    fileprivate mutating func answer(_ code: Int, copies: [Int]) {
        request("INVITE")
        response(code, "Phrase")
        self.repeat(1, at: copies)
    }

    /// A request that is sent again `requests` times, then answered with a response that is sent again `copies` times.
    fileprivate mutating func answer(_ code: Int, to method: String, requests: Int, copies: Int) {
        request(method)
        self.repeat(0, at: (0..<requests).map { 500 + 100 * $0 })
        at(5_000)
        response(code, "Phrase")
        self.repeat(steps.count - 1, at: (0..<copies).map { 6_000 + 1_000 * $0 })
    }

    fileprivate mutating func progress(copies: Int, isReliable: Bool) {
        request("INVITE")
        response(183, "Session Progress", headers: isReliable ? ["RSeq: 1", "Require: 100rel"] : [])
        self.repeat(1, at: (0..<copies).map { 500 + 1_000 * $0 })
    }
}
