import CallTracking
import NetworkTypes
import ResponseRules
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

    /// How many 503s come how far apart, and which of those shown are said to be of a burst.
    @Test(
        arguments: [
            (5, 15_000, [false, false, false, false, true]), (5, 15_010, [false, false, false, false, false]),
            (4, 100, [false, false, false, false]),
        ] as [(Int, Int, [Bool])]
    )
    func `the text is stronger from the fifth within a minute`(count: Int, apart: Int, bursts: [Bool]) throws {
        for transport in transports {
            let details = try details(count, apart: .milliseconds(apart), over: transport)
            #expect(details.map { $0.hasSuffix(", one of 5 or more within 60 s") } == bursts)
        }
    }

    @Test func `what makes a burst can be set`() throws {
        let rule = try #require(
            RuleCatalogue.declarations.first { $0.identifier == UnavailableWithoutRetryAfterTests.rule }
        )
        var values = RuleValues()
        values.set(rule, "window_s", to: 1)
        values.set(rule, "min", to: 2)
        let rules = RuleCatalogue.rules(values)
        let near = try details(3, apart: .milliseconds(1_000), over: .udp, rules: rules)
        #expect(near.map { $0.hasSuffix("within 1 s") } == [false, true, true])
        let far = try details(3, apart: .milliseconds(1_010), over: .udp, rules: rules)
        #expect(far.allSatisfy { !$0.hasSuffix("within 1 s") })
    }

    /// What is said of `count` 503s, the answers `span` apart, to OPTIONS of as many calls.
    private func details(
        _ count: Int,
        apart span: Duration,
        over transport: Transport,
        rules: RuleSet = RuleCatalogue.standard
    ) throws -> [String] {
        var trace = SIPTrace(transport: transport)
        for number in 1...count {
            trace.at(span * number)
            trace.newCall("call-\(number)@example.com")
            trace.request("OPTIONS")
            trace.response(503, "Service Unavailable")
        }
        let group = try Analysed(trace, rules: rules).group(UnavailableWithoutRetryAfterTests.rule, .warning)
        return group?.examples.map(\.occurrence.detail) ?? []
    }

    @Test func `a call without a route is named as no matter of the server`() throws {
        for (phrase, headers) in [("No Route", []), ("All circuits busy", []), ("x", ["Reason: Q.850;cause=34"])] {
            var trace = SIPTrace()
            trace.request("INVITE")
            trace.response(503, phrase, headers: headers)
            let detail = try Analysed(trace).detail(UnavailableWithoutRetryAfterTests.rule, .warning)
            #expect(detail == "503 to INVITE without Retry-After, given for want of a route or circuit")
        }
    }
}
