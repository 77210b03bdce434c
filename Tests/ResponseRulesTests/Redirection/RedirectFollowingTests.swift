import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct RedirectFollowingTests {
    private static let rule = "redirect-not-followed"
    private static let (old, new) = ("sip:b@example.com", "sip:c@example.net")

    @Test(arguments: samples, transports)
    func `a redirection is to be followed`(sample: AttemptSample, transport: Transport) throws {
        try sample.check(RedirectFollowingTests.rule, over: transport)
    }

    /// An INVITE that is redirected to `contact`, and another request 100 ms later.
    private static func redirected(
        _ code: Int = 302,
        _ contact: String = "Contact: <\(new)>",
        then uri: String,
        after gap: Duration = .milliseconds(100),
        _ change: (inout Attempt) -> Void = { _ in }
    ) -> [Attempt] {
        [
            Attempt(.zero, code).to(old).answered(contact),
            Attempt(.milliseconds(10) + gap, 180).to(uri).with(change),
        ]
    }

    private static let samples: [AttemptSample] =
        [300, 301, 302, 305].map { .fires(.notice, "\($0), the old URI again", redirected($0, then: old)) }
        + [
            .silent("380, the old URI again", redirected(380, then: old)),
            .silent("the Contact", redirected(then: new)),
            .silent("the Contact with a parameter", redirected(then: new + ";transport=tcp")),
            .silent("the Contact with its port", redirected(then: "sip:c@example.net:5060")),
            .silent("the Contact with its host in capitals", redirected(then: "sip:c@EXAMPLE.NET")),
            .silent("the Contact without header fields", redirected(302, "Contact: <\(new)?Subject=x>", then: new)),
            .silent(
                "the second of two Contacts",
                redirected(
                    302,
                    "Contact: <sip:x@example.org>;q=0.9, <\(new)>;q=0.1",
                    then: new
                )
            ),
            .silent("the Contact in a new call", redirected(then: new) { $0.call = "other@example.com" }),
            .fires(
                .notice,
                "the old URI in a new call, else the same",
                redirected(then: old) {
                    $0.call = "other@example.com"
                }
            ),
            .silent(
                "another caller to the old URI",
                redirected(then: old) {
                    $0.call = "other@example.com"
                    $0.rewritten = [("From: <sip:alice", "From: <sip:carol")]
                }
            ),
            .silent(
                "the Contact and then the old URI",
                redirected(then: new) + [
                    Attempt(.milliseconds(500), 180).to(old)
                ]
            ),
            .silent("another method to the old URI", redirected(then: old) { $0.method = "OPTIONS" }),
            .silent(
                "no Contact",
                redirected(302, "Server: x", then: old).map { attempt in attempt.with { $0.missing = ["Contact"] } }
            ),
            .silent("a Contact that is no SIP URI", redirected(302, "Contact: <mailto:c@example.net>", then: old)),
            .silent("a Contact that is the old URI", redirected(302, "Contact: <\(old)>", then: old)),
            .silent("305 and the old URI over another server", redirected(305, then: old) { $0.server = .carrier }),
            .silent(
                "305 and the old URI with a Route",
                redirected(305, then: old) {
                    $0.headers = ["Route: <sip:c@example.net;lr>"]
                }
            ),
            .fires(.notice, "302 and the old URI over another server", redirected(then: old) { $0.server = .carrier }),
            .fires(.notice, "at the end of the wait", redirected(then: old, after: .seconds(5))),
            .silent("one past the end of the wait", redirected(then: old, after: .milliseconds(5_001))),
            .fires(.notice, "300 and as late as a person chooses", redirected(300, then: old, after: .seconds(60))),
            .silent("300 and later than that", redirected(300, then: old, after: .milliseconds(60_001))),
            .fires(
                .notice,
                "REGISTER at the old registrar",
                [
                    Attempt(.zero, "REGISTER", 302).to("sip:example.com").answered("Contact: <sip:example.net>"),
                    Attempt(.seconds(1), "REGISTER", 200).to("sip:example.com"),
                ]
            ),
            .silent(
                "REGISTER at the new one",
                [
                    Attempt(.zero, "REGISTER", 302).to("sip:example.com").answered("Contact: <sip:example.net>"),
                    Attempt(.seconds(1), "REGISTER", 200).to("sip:example.net"),
                ]
            ),
        ]

    /// What is sent before and after a redirection that is not followed, and whether that is seen.
    struct Silence: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let isHeld: Bool
        var before: [Attempt] = []
        var code = 302
        var after: [Attempt] = []
        var pause = Duration.seconds(10)
    }

    private static let silences: [Silence] = [
        Silence(testDescription: "nothing else is seen of that host", isHeld: false),
        Silence(
            testDescription: "another call to that host was seen",
            isHeld: true,
            before: [call(.seconds(1), "x", new)]
        ),
        Silence(testDescription: "that was long ago", isHeld: false, before: [call(.seconds(-700), "x", new)]),
        Silence(
            testDescription: "another call to another user of that host was seen",
            isHeld: true,
            before: [call(.seconds(1), "x", "sip:x@example.net")]
        ),
        Silence(
            testDescription: "another call to another host was seen",
            isHeld: false,
            before: [call(.seconds(1), "x", "sip:c@example.org")]
        ),
        Silence(
            testDescription: "the Contact is called",
            isHeld: false,
            before: [call(.seconds(1), "x", new)],
            after: [Attempt(.seconds(104), 200).to(new)]
        ),
        Silence(
            testDescription: "the Contact is called too late",
            isHeld: true,
            before: [call(.seconds(1), "x", new)],
            after: [Attempt(.seconds(106), 200).to(new)]
        ),
        Silence(
            testDescription: "the wait is not over at the end of the capture",
            isHeld: false,
            before: [call(.seconds(1), "x", new)],
            pause: .seconds(4)
        ),
        Silence(
            testDescription: "a 300 leaves more time",
            isHeld: false,
            before: [call(.seconds(1), "x", new)],
            code: 300,
            pause: .seconds(50)
        ),
        Silence(
            testDescription: "a 300 leaves no more than a minute",
            isHeld: true,
            before: [call(.seconds(1), "x", new)],
            code: 300,
            pause: .seconds(70)
        ),
    ]

    private static func call(_ moment: Duration, _ call: String, _ uri: String) -> Attempt {
        Attempt(moment, 200).to(uri).with { $0.call = call }
    }

    @Test(arguments: silences, transports)
    func `that nothing was sent is said where it would have been seen`(silence: Silence, transport: Transport) throws {
        var trace = SIPTrace(transport: transport)
        trace.add(silence.before)
        trace.add([
            Attempt(.seconds(100), silence.code).to(RedirectFollowingTests.old)
                .answered("Contact: <\(RedirectFollowingTests.new)>").with { $0.call = "call-1@example.com" }
        ])
        trace.add(silence.after)
        let analysed = try Analysed(trace, pause: silence.pause)
        #expect(analysed.findings[RedirectFollowingTests.rule] == (silence.isHeld ? 1 : nil))
        guard silence.isHeld else { return }
        let group = try #require(analysed.group(RedirectFollowingTests.rule, .notice))
        #expect(group.servers.map(\.key.endpoint) == [.caller])
    }

    @Test(arguments: transports)
    func `a redirection whose request lies before the capture is not judged`(transport: Transport) throws {
        let old = RedirectFollowingTests.old
        let trace = SIPTrace.attempts(RedirectFollowingTests.redirected(then: old), over: transport)
        #expect(try Analysed(trace.suffix(4)).findings[RedirectFollowingTests.rule] == nil)
        #expect(try Analysed(trace).findings[RedirectFollowingTests.rule] == 1)
    }

    @Test func `the finding names the Contact`() throws {
        let trace = SIPTrace.attempts(RedirectFollowingTests.redirected(then: RedirectFollowingTests.old))
        let detail = try Analysed(trace).detail(RedirectFollowingTests.rule, .notice)
        #expect(detail == "sent to the old URI again 0.100 s after a 302 with Contact sip:c@example.net")
    }
}
