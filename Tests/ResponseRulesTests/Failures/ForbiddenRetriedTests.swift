import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ForbiddenRetriedTests {
    private static let rule = "forbidden-retried"

    @Test(arguments: samples, transports)
    func `a request is not repeated after 403`(sample: AttemptSample, transport: Transport) throws {
        try sample.check(ForbiddenRetriedTests.rule, over: transport)
    }

    private static func credentials(_ number: Int) -> String {
        #"Authorization: Digest username="alice", realm="r", nonce="n\#(number)", response="\#(number)""#
    }

    /// `count` registrations in as many tries, each challenged first.
    private static func challenged(_ count: Int) -> [Attempt] {
        (0..<count).flatMap { number in
            [
                Attempt(.seconds(10 * number), "REGISTER", 401)
                    .answered(#"WWW-Authenticate: Digest realm="r", nonce="n\#(number)""#),
                Attempt(.seconds(10 * number) + .milliseconds(100), "REGISTER", 403).with(credentials(number)),
            ]
        }
    }

    private static let samples: [AttemptSample] = [
        .fires(
            .warning,
            "REGISTER five times in a minute",
            .run(5, every: .seconds(12), Attempt(.zero, "REGISTER", 403))
        ),
        .fires(.warning, "INVITE four times", .run(4, every: .seconds(1), Attempt(.zero, 403))),
        .fires(
            .warning,
            "INVITE four times, with credentials from the second on",
            (0..<4).map { number in
                Attempt(.seconds(number), 403).with { if number > 0 { $0.headers = [credentials(number)] } }
            }
        ),
        .fires(
            .warning,
            "in a Call-ID of its own each",
            count: 4,
            (0..<5).map { number in
                Attempt(.seconds(number), 403).with { $0.call = "other-\(number)@example.com" }
            }.suffix(5) + [Attempt(.seconds(9), 403).with { $0.call = "other-3@example.com" }]
        ),
        .fires(
            .warning,
            "REGISTER with credentials that change each time",
            (0..<5).map { number in
                Attempt(.seconds(number), "REGISTER", 403).with(credentials(number))
            }
        ),
        .fires(.warning, "REGISTER five times, challenged each time", challenged(5)),
        .silent("REGISTER four times, challenged each time, of which one retry is free", challenged(4)),
        .silent(
            "REGISTER four times with changed credentials, of which one retry is free",
            (0..<4).map { number in
                Attempt(.seconds(number), "REGISTER", 403).with(credentials(number))
            }
        ),
        .silent("twice repeated", .run(3, every: .seconds(1), Attempt(.zero, 403))),
        .silent(
            "one hour later it succeeds",
            [
                Attempt(.zero, "REGISTER", 403), Attempt(.seconds(3_600), "REGISTER", 200),
            ]
        ),
        .silent("an hour apart", .run(6, every: .seconds(3_600), Attempt(.zero, "REGISTER", 403))),
        .silent(
            "the Retry-After has run out",
            [Attempt].run(5, every: .seconds(9), Attempt(.zero, 403)).map {
                $0.answered("Retry-After: 8")
            }
        ),
        .silent(
            "OPTIONS that only ask whether the server is there",
            [Attempt].run(
                9,
                every: .seconds(1),
                Attempt(.zero, "OPTIONS", 403)
            ).map { $0.to("sip:198.51.100.2") }
        ),
        .silent(
            "another server each time",
            [Endpoint.callee, .carrier, .other, .callee, .carrier].enumerated().map {
                place,
                server in Attempt(.seconds(place), 403).with { $0.server = server }
            }
        ),
        .silent(
            "another Request-URI each time",
            (0..<6).map { Attempt(.seconds($0), 403).to("sip:\($0)@198.51.100.2") }
        ),
    ]

    @Test(arguments: [(600_000, true), (600_001, false)])
    func `the repeats have to come within the window of the first refusal`(milliseconds: Int, isHeld: Bool) throws {
        let trace = SIPTrace.attempts([
            Attempt(.zero, 403), Attempt(.seconds(100), 403), Attempt(.seconds(200), 403),
            Attempt(.milliseconds(10 + milliseconds), 403),
        ])
        #expect(try Analysed(trace).findings[ForbiddenRetriedTests.rule] == (isHeld ? 1 : nil))
    }

    @Test func `the window slides over long runs`() throws {
        let moments: [Duration] = [.zero, .seconds(200), .seconds(500), .seconds(650), .seconds(700)]
        let trace = SIPTrace.attempts(moments.map { Attempt($0, 403) })
        #expect(try Analysed(trace).findings[ForbiddenRetriedTests.rule] == 1)
        #expect(try Analysed(SIPTrace.attempts(moments.dropLast().map { Attempt($0, 403) })).findings.isEmpty)
    }

    @Test(arguments: transports)
    func `a refusal whose request lies before the capture is none`(transport: Transport) throws {
        let trace = SIPTrace.attempts(.run(4, every: .seconds(1), Attempt(.zero, "REGISTER", 403)), over: transport)
        #expect(try Analysed(trace.suffix(7)).findings[ForbiddenRetriedTests.rule] == nil)
        #expect(try Analysed(trace).findings[ForbiddenRetriedTests.rule] == 1)
    }

    @Test func `it is not the same as another 4xx`() throws {
        let trace = SIPTrace.attempts(.run(5, every: .milliseconds(300), Attempt(.zero, "REGISTER", 403)))
        #expect(try Analysed(trace).findings == [ForbiddenRetriedTests.rule: 1])
    }
}
