import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct OverlapDialingTests {
    private static let rule = "overlap-dialing"

    @Test(arguments: samples, transports)
    func `a number that grows from INVITE to INVITE is one attempt`(sample: AttemptSample, transport: Transport) throws
    {
        try sample.check(OverlapDialingTests.rule, over: transport)
    }

    /// An INVITE for each of `numbers`, all but the last answered 484, that with `code`.
    private static func dialled(
        _ numbers: [String],
        every gap: Duration = .seconds(2),
        endingWith code: Int? = 180,
        _ change: (inout Attempt, Int) -> Void = { _, _ in }
    ) -> [Attempt] {
        numbers.enumerated().map { place, number in
            var attempt = Attempt(gap * place, place == numbers.count - 1 ? code : 484)
            attempt.uri = number.contains(":") ? number : "sip:\(number)@example.com"
            change(&attempt, place)
            return attempt
        }
    }

    private static let samples: [AttemptSample] = [
        .fires(.notice, "12, 123, 1234", dialled(["12", "123", "1234"])),
        .fires(.notice, "12, 123", dialled(["12", "123"])),
        .fires(.notice, "several digits at once", dialled(["+49", "+4930123", "+493012345678"])),
        .fires(.notice, "tel URIs", dialled(["tel:12;phone-context=x", "tel:123;phone-context=x", "tel:1234"])),
        .fires(.notice, "ends with 404", dialled(["12", "123", "1234"], endingWith: 404)),
        .fires(.notice, "ends with 200", dialled(["12", "123", "1234"], endingWith: 200)),
        .fires(
            .notice,
            "a Call-ID of its own for each",
            dialled(["12", "123", "1234"]) {
                $0.call = "other-\($1)@example.com"
            }
        ),
        .fires(
            .notice,
            "the whole number is challenged",
            dialled(["12", "123", "1234", "1234"]) {
                if $1 == 2 { $0.code = 407 }
            }
        ),
        .silent("the same number again", dialled(["12", "12"])),
        .silent("another number", dialled(["12", "345"])),
        .silent("a shorter number", dialled(["123", "12"])),
        .silent("the digits stand elsewhere", dialled(["12", "312"])),
        .silent("no end", dialled(["12", "123", "1234"], endingWith: nil)),
        .silent("ends with 484", dialled(["12", "123", "1234"], endingWith: 484)),
        .silent("only 100", dialled(["12", "123", "1234"], endingWith: 100)),
        .silent(
            "a 404 in place of the 484",
            dialled(["12", "123"]) { attempt, place in
                if place == 0 { attempt.code = 404 }
            }
        ),
        .silent(
            "another caller",
            dialled(["12", "123"]) {
                $0.call = "other-\($1)@example.com"
                if $1 == 1 { $0.rewritten = [("From: <sip:alice", "From: <sip:carol")] }
            }
        ),
    ]

    @Test(arguments: [(15_000, true), (15_001, false)])
    func `the next digits have to come soon`(milliseconds: Int, isHeld: Bool) throws {
        let attempts = OverlapDialingTests.dialled(["12", "123"], every: .milliseconds(10 + milliseconds))
        #expect(try Analysed(SIPTrace.attempts(attempts)).findings[OverlapDialingTests.rule] == (isHeld ? 1 : nil))
    }

    @Test func `an INVITE with more digits may be sent before the 484 comes`() throws {
        for code in [180, 484] {
            var trace = SIPTrace()
            trace.add([
                Attempt(.zero, nil).to("sip:12@example.com"),
                Attempt(.milliseconds(200), nil).to("sip:123@example.com"),
            ])
            if code == 180 { trace.response(180, "Ringing") }
            trace.answer(as: "other")
            trace.answerInvite(484, "Address Incomplete")
            if code == 484 { trace.response(484, "Address Incomplete") }
            let analysed = try Analysed(trace)
            #expect(analysed.findings[OverlapDialingTests.rule] == (code == 180 ? 1 : nil))
        }
    }

    @Test(arguments: transports)
    func `a 484 whose INVITE lies before the capture begins no run`(transport: Transport) throws {
        let trace = SIPTrace.attempts(OverlapDialingTests.dialled(["12", "123"]), over: transport)
        #expect(try Analysed(trace.suffix(4)).findings[OverlapDialingTests.rule] == nil)
        #expect(try Analysed(trace).findings[OverlapDialingTests.rule] == 1)
    }

    @Test func `the finding does not tell the number`() throws {
        let trace = SIPTrace.attempts(OverlapDialingTests.dialled(["77", "777", "77777"]))
        let detail = try #require(try Analysed(trace).detail(OverlapDialingTests.rule, .notice))
        #expect(!detail.contains("77"))
        #expect(detail == "dialled 2, 3, 5 characters, each beginning with those before; 484 until 180")
    }
}
