import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct UnavailableWithoutRetryAfterTests {
    private static let rule = "unavailable-without-retry-after"

    @Test(arguments: samples, transports)
    func `a 503 has to say when to come back`(sample: RuleSample, transport: Transport) throws {
        try sample.check(UnavailableWithoutRetryAfterTests.rule, over: transport)
    }

    private static let samples: [RuleSample] = [
        .fires(.warning, 503, "Service Unavailable"),
        .fires(.warning, 503, "Service Unavailable", to: "REGISTER"),
        .fires(.warning, 503, "Service Unavailable", headers: ["Retry-After: soon"]),
        .fires(.warning, 503, "Service Unavailable", headers: ["X-Retry-After: 10"]),
        .fires(.notice, 503, "Service Unavailable", rewriting: [(";branch", ";oc;branch")]),
        .fires(.notice, 503, "Service Unavailable", rewriting: [(";branch", ";oc=20;oc-algo=\"loss\";branch")]),
        .silent(503, "Service Unavailable", headers: ["Retry-After: 10"]),
        .silent(503, "Service Unavailable", headers: ["retry-after:0"]),
        .silent(503, "Service Unavailable", headers: ["Retry-After: 30 (all circuits busy)"]),
        .silent(500, "Server Internal Error"),
        .silent(504, "Server Time-out"),
        .silent(200, "503 Service Unavailable was here"),
    ]

    @Test(arguments: transports)
    func `twenty of them in ten seconds are twenty, of one server`(transport: Transport) throws {
        var trace = SIPTrace(transport: transport)
        for number in 1...20 {
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE")
            trace.response(503, "Service Unavailable")
            trace.wait(.milliseconds(480))
        }
        let group = try #require(try Analysed(trace).group(UnavailableWithoutRetryAfterTests.rule, .warning))
        #expect(group.count == 20)
        #expect(group.calls == 20)
        #expect(group.servers.map(\.value) == [20])
        #expect(group.examples.count == 5)
        #expect(group.firstSeen == trace.steps[1].time)
        #expect(group.lastSeen == trace.steps[39].time)
    }
}
