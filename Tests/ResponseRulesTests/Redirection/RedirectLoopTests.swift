import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct RedirectLoopTests {
    private static let rule = "redirect-loop"

    @Test(arguments: samples, transports)
    func `no URI is tried twice`(sample: AttemptSample, transport: Transport) throws {
        try sample.check(RedirectLoopTests.rule, over: transport, against: .callee)
    }

    /// INVITEs to `path`, each redirected to the next.
    private static func path(_ path: [String], _ code: Int = 302) -> [Attempt] {
        zip(path, path.dropFirst()).enumerated().map { place, step in
            Attempt(.milliseconds(200 * place), code).to("sip:\(step.0)@example.com")
                .answered("Contact: <sip:\(step.1)@example.com>")
        }
    }

    private static let samples: [AttemptSample] = [
        .fires(.warning, "b to c to b", path(["b", "c", "b"])),
        .fires(.warning, "b to c to d to b", path(["b", "c", "d", "b"])),
        .fires(.warning, "b to c to d to c", path(["b", "c", "d", "c"])),
        .fires(.warning, "301 and 300 as well", path(["b", "c"], 301) + path(["b", "c", "b"], 300).suffix(1)),
        .fires(.warning, "b to itself", path(["b", "b"])),
        .fires(.warning, "round and round", path(["b", "c", "b", "c", "b", "c"])),
        .fires(.warning, "six redirections", path(["1", "2", "3", "4", "5", "6", "7"])),
        .silent("five redirections", path(["1", "2", "3", "4", "5", "6"])),
        .silent("b to c, which answers", path(["b", "c"]) + [Attempt(.seconds(1), 180).to("sip:c@example.com")]),
        .silent(
            "in different calls",
            path(["b", "c", "b"]).enumerated().map { place, attempt in
                attempt.with { $0.call = "other-\(place)@example.com" }
            }
        ),
        .fires(
            .warning,
            "what failed in between is offered again",
            path(["b", "c"]) + [
                Attempt(.milliseconds(300), 404).to("sip:c@example.com"),
                Attempt(.milliseconds(500), 302).to("sip:d@example.com").answered("Contact: <sip:c@example.com>"),
            ]
        ),
        .fires(
            .warning,
            "among several Contacts",
            path(["b", "c"]) + [
                Attempt(.milliseconds(500), 302).to("sip:c@example.com")
                    .answered("Contact: <sip:x@example.com>, <sip:b@example.com?Subject=x>;q=0.1")
            ]
        ),
        .silent("an alternative service", path(["b", "c", "b"], 380)),
    ]

    @Test(arguments: transports)
    func `a redirection whose request lies before the capture is not judged`(transport: Transport) throws {
        let trace = SIPTrace.attempts(RedirectLoopTests.path(["b", "c", "b"]), over: transport)
        #expect(try Analysed(trace.suffix(5)).findings[RedirectLoopTests.rule] == nil)
        #expect(try Analysed(trace).findings[RedirectLoopTests.rule] == 1)
    }

    @Test func `the finding tells the way`() throws {
        let trace = SIPTrace.attempts(RedirectLoopTests.path(["b", "c", "b"]))
        let detail = try Analysed(trace).detail(RedirectLoopTests.rule, .warning)
        #expect(
            detail == "sip:b@example.com 302, sip:c@example.com 302; Contact sip:b@example.com was tried before"
        )
    }
}
