import CallTracking
import NetworkTypes
import ResponseRules
import RuleEvaluation
import SIPCatalogue
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ReasonPhraseContradictionTests {
    private static let rule = "reason-phrase-contradiction"

    @Test(arguments: contradictions + agreements, transports)
    func `success against failure is reported and nothing else`(sample: RuleSample, transport: Transport) throws {
        try sample.check(ReasonPhraseContradictionTests.rule, over: transport)
    }

    private static let contradictions: [RuleSample] = [
        .fires(.warning, 200, "Busy Here"),
        .fires(.warning, 200, "BUSY  HERE"),
        .fires(.warning, 200, "Busy here."),
        .fires(.warning, 200, "Not Found - no such user"),
        .fires(.warning, 202, "Moved Temporarily"),
        .fires(.warning, 486, "OK"),
        .fires(.warning, 404, "ok"),
        .fires(.warning, 503, "Ringing"),
        .fires(.warning, 302, "Accepted"),
        .fires(.warning, 183, "Forbidden"),
        .fires(.warning, 499, "OK"),
    ]

    private static let agreements: [RuleSample] = [
        .silent(600, "Busy Here"),
        .silent(503, "Not Found"),
        .silent(200, "Busy lamp updated"),
        .silent(480, "User busy"),
        .silent(100, "trying -- your call is important to us"),
        .silent(200, "Okay"),
        .silent(200, "Busy Hereabouts"),
        .silent(486, "OK then, busy"),
        .silent(486, "Nicht OK"),
        .silent(180, "Forbidden city calling"),
        .silent(180, "OK"),
        .silent(200, "Ringing"),
        .silent(183, "Moved Temporarily"),
        .silent(404, "Early Dialog Terminated"),
        .silent(200, ""),
        .silent(486, "Besetzt – OK"),
        .silent(700, "OK"),
    ]

    @Test func `no code contradicts its own phrase or a former one`() throws {
        var trace = SIPTrace()
        for row in StatusCodes.all {
            for phrase in [row.reasonPhrase] + row.otherPhrases {
                trace.request("OPTIONS")
                trace.response(Int(row.number), phrase)
            }
        }
        #expect(try Analysed(trace).findings[ReasonPhraseContradictionTests.rule] == nil)
    }

    @Test func `a phrase of the house counts like a default one`() throws {
        let name = ReasonPhraseContradictionTests.rule
        let rule = try #require(RuleCatalogue.judges.first { $0.declaration.identifier == name })
        var values = RuleValues()
        values.set(rule.declaration, "extra_phrases", to: ["486 Besetzt", "200 Busy Here", "rubbish"])
        let cases = [(200, "besetzt", UInt64(1)), (486, "Besetzt", 0), (200, "Busy Here", 0), (200, "Not Found", 1)]
        for (code, phrase, count) in cases {
            var trace = SIPTrace()
            trace.request("INVITE")
            trace.response(code, phrase)
            #expect(try Analysed(trace, rules: RuleCatalogue.rules(values)).findings[name, default: 0] == count)
        }
    }

    @Test func `both meanings stand in the finding`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "Busy Here")
        let detail = try Analysed(trace).detail(ReasonPhraseContradictionTests.rule, .warning)
        #expect(detail == "200 is OK; the phrase belongs to 486")
    }

    @Test func `a phrase that the snap length cut may have been a longer one`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(480, "Ringing too long")
        var frames = trace.frames
        let whole = frames[1].bytes.count
        frames[1].bytes = Array(frames[1].bytes.prefix(42 + "SIP/2.0 480 Ringing".utf8.count))
        frames[1].wireByteCount = whole
        #expect(try Analysed(frames).findings.isEmpty)
    }

    @Test func `a very long phrase is looked at like any other`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "Not Found " + String(repeating: "and so on ", count: 500))
        #expect(try Analysed(trace).findings == [ReasonPhraseContradictionTests.rule: 1])
    }
}
