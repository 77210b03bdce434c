import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct LateProvisionalTests {
    private static let rule = "late-provisional"

    @Test(arguments: samples)
    func `a first response is late behind 200 ms and what the path takes`(sample: TimedSample) throws {
        try sample.check(LateProvisionalTests.rule)
    }

    private static let samples: [TimedSample] = [
        .fires(.warning, "a failure after 460 ms") { $0.late(404, 460) },
        .silent("a 100 in time, the failure late") {
            $0.late(100, 40)
            $0.at(9_000)
            $0.response(486, "Busy Here")
        },
        .silent("at the limit") { $0.late(100, 200) },
        .fires(.warning, "one past it") { $0.late(100, 201) },
        .silent("another request") {
            $0.request("OPTIONS")
            $0.at(900)
            $0.response(200, "OK")
        },
        .silent("a path of 60 ms") { $0.late(100, 260, afterAnswers: 10, of: 60) },
        .fires(.warning, "one past the path's share") { $0.late(100, 261, afterAnswers: 10, of: 60) },
        .fires(.warning, "too few answers to know the path") { $0.late(100, 240, afterAnswers: 9, of: 60) },
        .silent("a long path, at the cap") { $0.late(100, 300, afterAnswers: 10, of: 150) },
        .fires(.warning, "a long path, past the cap") { $0.late(100, 301, afterAnswers: 10, of: 150) },
        .silent("in time for the latest copy") { $0.late(100, 700, copies: [500]) },
        .fires(.warning, "late for the latest copy") { $0.late(100, 701, copies: [500]) },
    ]

    @Test func `an INVITE that was not seen is not judged`() throws {
        var trace = SIPTrace()
        trace.late(404, 460)
        #expect(try Analysed(trace.suffix(1)).findings[LateProvisionalTests.rule] == nil)
    }

    @Test(arguments: [(98, UInt64(1)), (99, 0), (150, 0)])
    func `one late INVITE among a hundred is let pass`(quick: Int, expected: UInt64) throws {
        var trace = SIPTrace()
        for number in 0..<quick {
            trace.newCall("quick-\(number)@example.com")
            trace.request("INVITE")
            trace.response(486, "Busy Here")
            trace.request("ACK")
        }
        trace.newCall("late@example.com")
        trace.request("INVITE")
        trace.wait(.seconds(1))
        trace.response(486, "Busy Here")
        #expect(try Analysed(trace).findings[LateProvisionalTests.rule, default: 0] == expected)
    }

    @Test func `what was seen stands in the finding`() throws {
        var trace = SIPTrace()
        trace.late(404, 1_200, copies: [500])
        let detail = try Analysed(trace).detail(LateProvisionalTests.rule, .warning)
        #expect(
            detail == "404 as the first response, 1200 ms after the INVITE; sent again once before it, "
                + "so it may have been lost"
        )
    }
}

extension SIPTrace {
    /// An INVITE that is sent again at the times of `copies` and first answered with `code` after so many
    /// milliseconds, when the server has answered `count` other requests of which each took `delay`.
    fileprivate mutating func late(
        _ code: Int,
        _ milliseconds: Int,
        copies: [Int] = [],
        afterAnswers count: Int = 0,
        of delay: Int = 0
    ) {
        for number in 0..<count {
            at(number * 1_000)
            newCall("options-\(number)@example.com")
            request("OPTIONS")
            at(number * 1_000 + delay)
            response(200, "OK")
        }
        let start = count * 1_000
        at(start)
        newCall("late@example.com")
        request("INVITE")
        self.repeat(steps.count - 1, at: copies.map { $0 + start })
        at(start + milliseconds)
        response(code, "Phrase")
    }
}
