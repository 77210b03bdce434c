import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct AuthLoopTests {
    private static let rule = "auth-loop"

    @Test(arguments: samples, transports)
    func `challenge after challenge leads nowhere`(sample: AttemptSample, transport: Transport) throws {
        try sample.check(AuthLoopTests.rule, over: transport)
    }

    /// A request that answers `nonce`, or nothing, and is challenged with `next`, or answered otherwise.
    private static func attempt(
        _ number: Int,
        answers nonce: String? = nil,
        given next: String? = nil,
        code: Int = 401,
        _ method: String = "REGISTER",
        realm: String = "r",
        stale: Bool = false
    ) -> Attempt {
        var attempt = Attempt(.milliseconds(500 * number), method, code)
        let (asked, answered) =
            code == 407 ? ("Proxy-Authenticate", "Proxy-Authorization") : ("WWW-Authenticate", "Authorization")
        if let nonce {
            let count = "nc=0000000\(number + 1)"
            attempt.headers = [
                #"\#(answered): Digest username="alice", realm="\#(realm)", nonce="\#(nonce)", \#(count)"#
            ]
        }
        if let next {
            let flag = stale ? ", stale=true" : ""
            attempt.answerHeaders = [#"\#(asked): Digest realm="\#(realm)", nonce="\#(next)"\#(flag)"#]
        }
        return attempt
    }

    private static let wrongPassword = [
        attempt(0, given: "1"), attempt(1, answers: "1", given: "2"), attempt(2, answers: "2", given: "3"),
        attempt(3, answers: "3", given: "4"),
    ]
    private static let none = [attempt(0, given: "1"), attempt(1, given: "2"), attempt(2, given: "3")]

    private static let samples: [AttemptSample] = [
        .fires(.warning, "a new nonce each time", wrongPassword),
        .fires(.warning, "three challenges", Array(wrongPassword.prefix(3))),
        .silent("two challenges", Array(wrongPassword.prefix(2))),
        .fires(.warning, "without credentials", none),
        .fires(.warning, "INVITE and 407", (0..<3).map { attempt($0, given: "\($0)", code: 407, "INVITE") }),
        .silent(
            "a nonce that grew old",
            [
                attempt(0, given: "1"), attempt(1, answers: "1", given: "2", stale: true),
                attempt(2, answers: "2", code: 200),
            ]
        ),
        .silent(
            "a proxy and a registrar",
            [
                attempt(0, given: "1", code: 407, "INVITE", realm: "p"),
                attempt(1, answers: "1", given: "1", code: 401, "INVITE", realm: "b"),
                attempt(2, answers: "1", code: 180, "INVITE"),
            ]
        ),
        .silent(
            "two of each of two realms",
            [
                attempt(0, given: "1", realm: "p"), attempt(1, given: "2", realm: "b"),
                attempt(2, given: "3", realm: "p"),
                attempt(3, given: "4", realm: "b"),
            ]
        ),
        .fires(
            .warning,
            "three of one realm and one of another",
            [
                attempt(0, given: "1", realm: "p"), attempt(1, given: "2", realm: "b"),
                attempt(2, given: "3", realm: "p"),
                attempt(3, given: "4", realm: "p"),
            ]
        ),
        .silent(
            "a success in between",
            [
                attempt(0, given: "1"), attempt(1, answers: "1", code: 200), attempt(2, given: "2"),
                attempt(3, answers: "2", code: 200), attempt(4, given: "3"), attempt(5, answers: "3", code: 200),
            ]
        ),
        .silent(
            "a success without credentials in between",
            [
                attempt(0, given: "1"), attempt(1, given: "2"), attempt(2, code: 200), attempt(3, given: "3"),
            ]
        ),
        .silent(
            "another failure in between",
            [
                attempt(0, given: "1"), attempt(1, answers: "1", given: "2"), attempt(2, answers: "2", code: 403),
                attempt(3, given: "3"), attempt(4, answers: "3", given: "4"),
            ]
        ),
        .silent(
            "another Call-ID each",
            none.enumerated().map { place, attempt in
                attempt.with { $0.call = "other-\(place)@example.com" }
            }
        ),
        .silent(
            "other methods",
            zip(none, ["REGISTER", "OPTIONS", "SUBSCRIBE"]).map { attempt, method in
                attempt.with { $0.method = method }
            }
        ),
        .silent("no challenge in the 401", (0..<4).map { attempt($0) }),
        .fires(
            .warning,
            "two algorithms on offer each time",
            none.map { attempt in
                attempt.answered(#"WWW-Authenticate: Digest realm="r", nonce="x", algorithm=SHA-256"#)
            }
        ),
        .silent(
            "two algorithms on offer twice",
            none.prefix(2).map { attempt in
                attempt.answered(#"WWW-Authenticate: Digest realm="r", nonce="x", algorithm=SHA-256"#)
            }
        ),
    ]

    @Test(arguments: [(60_000, true), (60_001, false)])
    func `the challenges have to come within the window`(milliseconds: Int, isHeld: Bool) throws {
        var attempts = AuthLoopTests.none
        attempts[1].moment = .seconds(30)
        attempts[2].moment = .milliseconds(milliseconds)
        #expect(try Analysed(SIPTrace.attempts(attempts)).findings[AuthLoopTests.rule] == (isHeld ? 1 : nil))
    }

    @Test(arguments: transports)
    func `a challenge whose request lies before the capture does not count`(transport: Transport) throws {
        let trace = SIPTrace.attempts(AuthLoopTests.none, over: transport)
        #expect(try Analysed(trace.suffix(5)).findings[AuthLoopTests.rule] == nil)
        #expect(try Analysed(trace.suffix(6)).findings[AuthLoopTests.rule] == 1)
    }

    @Test func `what a proxy passes on counts once`() throws {
        #expect(try Analysed(relayed(Array(AuthLoopTests.none.prefix(2)))).findings[AuthLoopTests.rule] == nil)
        let group = try #require(try Analysed(relayed(AuthLoopTests.none)).group(AuthLoopTests.rule, .warning))
        #expect(group.servers.map(\.key.endpoint) == [.caller])
        #expect(group.count == 1)
    }

    @Test(arguments: details) func `the finding says what the tries have in common`(detail: Detail) throws {
        let text = try Analysed(SIPTrace.attempts(detail.attempts)).detail(AuthLoopTests.rule, .warning)
        #expect(text?.hasPrefix("3 challenges of one realm: \(detail.cause)") == true, "\(text ?? "none")")
    }

    struct Detail: Sendable, CustomTestStringConvertible {
        let cause: String
        let attempts: [Attempt]
        var testDescription: String { cause }
    }

    private static let details: [Detail] = [
        Detail(cause: "no credentials on any try; - → 401 n1, - → 401 n2, - → 401 n3", attempts: none),
        Detail(
            cause: "credentials refused with a new nonce, user name alice; - → 401 n1, n1 nc 2 → 401 n2",
            attempts: wrongPassword
        ),
        Detail(
            cause: "the same nonce answered again",
            attempts: [
                attempt(0, given: "1"), attempt(1, answers: "1", given: "2"), attempt(2, answers: "1", given: "3"),
            ]
        ),
        Detail(
            cause: "stale=true not acted on",
            attempts: [
                attempt(0, given: "1"), attempt(1, answers: "1", given: "2", stale: true),
                attempt(2, answers: "1", given: "3", stale: true),
            ]
        ),
        Detail(
            cause: "stale=true each time",
            attempts: [
                attempt(0, given: "1"), attempt(1, answers: "1", given: "2", stale: true),
                attempt(2, answers: "2", given: "3", stale: true),
            ]
        ),
        Detail(
            cause: "credentials never for this realm",
            attempts: [
                attempt(0, given: "1"),
                attempt(1, given: "2").with(#"Authorization: Digest username="a", realm="q", nonce="1""#),
                attempt(2, given: "3").with(#"Authorization: Digest username="a", realm="q", nonce="2""#),
            ]
        ),
    ]
}
