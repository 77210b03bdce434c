import CallTracking
import NetworkTypes
import PacketDecoding
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct StatusCodeOutOfRangeTests {
    private static let rule = "status-code-out-of-range"

    @Test(arguments: samples, transports)
    func `only codes outside 100 to 699 are reported`(sample: RuleSample, transport: Transport) throws {
        try sample.check(StatusCodeOutOfRangeTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.error, 700, "Foo"),
        .fires(.error, 799),
        .fires(.error, 99),
        .fires(.error, 0),
        .fires(.error, 1000),
        .fires(.error, 200, rewriting: [("SIP/2.0 200", "SIP/2.0 099")]),
        .fires(.error, 200, rewriting: [("SIP/2.0 200", "SIP/2.0 0200")]),
        .fires(.error, 200, rewriting: [("SIP/2.0 200", "SIP/2.0 2x0")]),
        .fires(.error, 200, rewriting: [("SIP/2.0 200", "SIP/2.0 -20")]),
        .silent(699, "Foo"),
        .silent(100, "Trying"),
        .silent(200, "OK"),
        .silent(200, "700 is what I wanted to say"),
    ]

    @Test func `the code stands in the finding as written`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        trace.rewrite("SIP/2.0 200", "SIP/2.0 099")
        let analysed = try Analysed(trace)
        #expect(analysed.detail(StatusCodeOutOfRangeTests.rule, .error) == "status code 099")
        #expect(analysed.tally.messages.responses.all == ["099": 1])
    }

    @Test(arguments: 8...12)
    func `a status line that the snap length cut may have been a right one`(length: Int) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK")
        var frames = trace.frames
        let whole = frames[1].bytes.count
        frames[1].bytes = Array(frames[1].bytes.prefix(42 + length))
        frames[1].wireByteCount = whole
        let analysed = try Analysed(frames)
        #expect(analysed.findings[StatusCodeOutOfRangeTests.rule] == nil)
    }

    @Test func `on a stream joined in its middle a line of a body is no answer`() throws {
        let body = "part of a transfer report\r\nSIP/2.0 799 Quoted\r\n\r\n"
        let frames = [
            SampleFrame(at: 1, FrameBuilder.segment(FrameBuilder.bytes(body), sequence: 500))
        ]
        #expect(try Analysed(frames).findings.isEmpty)
    }
}
