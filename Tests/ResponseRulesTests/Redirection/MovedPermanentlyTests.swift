import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct MovedPermanentlyTests {
    private static let rule = "moved-permanently-ignored"
    private static let (old, new) = ("sip:u@example.com", "sip:v@example.com")

    @Test(arguments: samples, transports)
    func `a URI that moved for good is not called for ever`(sample: AttemptSample, transport: Transport) throws {
        try sample.check(MovedPermanentlyTests.rule, over: transport)
    }

    /// A 301, and calls at `moments`, each answered with `code`.
    private static func moved(
        _ moments: [Duration],
        _ code: Int = 301,
        first: Int = 301,
        _ change: (inout Attempt, Int) -> Void = { _, _ in }
    ) -> [Attempt] {
        ([.zero] + moments).enumerated().map { place, moment in
            var attempt = Attempt(moment, place == 0 ? first : code).to(old).answered("Contact: <\(new)>")
            attempt.call = "call-\(place)@example.com"
            if place > 0 { change(&attempt, place) }
            return attempt
        }
    }

    private static let hours: [Duration] = [.seconds(3_600), .seconds(7_200), .seconds(10_800)]

    private static let samples: [AttemptSample] = [
        .fires(.notice, "at one, two and three hours", moved(hours)),
        .fires(.notice, "without an answer", moved(hours, 180)),
        .fires(.notice, "for many hours", moved(hours + hours.map { $0 + .seconds(10_800) })),
        .silent("twice", moved(Array(hours.prefix(2)))),
        .silent("302", moved(hours, 302, first: 302)),
        .silent(
            "one more try, then the new address",
            moved([.seconds(700)] + hours) { attempt, place in
                if place > 1 { attempt.uri = new }
            }
        ),
        .silent("within the grace time", moved([.seconds(100), .seconds(200), .seconds(600)])),
        .fires(.notice, "just past the grace time", moved([.milliseconds(600_011), .seconds(700), .seconds(800)])),
        .silent("at the grace time", moved([.milliseconds(600_010), .seconds(700), .seconds(800)])),
        .silent(
            "other callers",
            moved(hours) { attempt, place in
                attempt.rewritten = [("From: <sip:alice", "From: <sip:caller-\(place)")]
            }
        ),
        .silent("another URI", moved(hours) { attempt, _ in attempt.uri = "sip:w@example.com" }),
        .silent(
            "tries of one call",
            moved(hours.prefix(2) + [.seconds(7_201), .seconds(7_202)]) { attempt, place in
                if place > 2 { attempt.call = nil }
            }
        ),
    ]

    @Test func `requests inside a dialog do not count`() throws {
        var trace = SIPTrace.attempts(MovedPermanentlyTests.moved([]))
        trace.at(.seconds(3_600))
        for method in ["INVITE", "INFO", "UPDATE", "INFO"] {
            trace.request(method, isInside: method != "INVITE")
            trace.rewriteRequestURI(MovedPermanentlyTests.old)
            trace.response(200, "OK")
            trace.wait(.seconds(60))
        }
        #expect(try Analysed(trace).findings[MovedPermanentlyTests.rule] == nil)
    }

    @Test(arguments: transports)
    func `a 301 before the capture is not known`(transport: Transport) throws {
        let attempts = MovedPermanentlyTests.moved(MovedPermanentlyTests.hours, 180)
        let trace = SIPTrace.attempts(attempts, over: transport)
        #expect(try Analysed(trace.suffix(8)).findings[MovedPermanentlyTests.rule] == nil)
        let whole = try #require(try Analysed(trace).group(MovedPermanentlyTests.rule, .notice))
        #expect(whole.count == 1)
        #expect(whole.calls == 3)
    }

    @Test func `the finding names the new address`() throws {
        let trace = SIPTrace.attempts(MovedPermanentlyTests.moved(MovedPermanentlyTests.hours))
        let detail = try Analysed(trace).detail(MovedPermanentlyTests.rule, .notice)
        #expect(
            detail == "3 requests to the old URI, the latest 10799.990 s after a 301 with Contact sip:v@example.com"
        )
    }
}
