import NetworkTypes
@testable import ResponseRules
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct DeprecatedAcceptedTests {
    private static let rule = "deprecated-accepted"

    @Test(
        arguments: [
            (["SUBSCRIBE"], 202, 1), (["SUBSCRIBE"], 200, 0), (["MESSAGE"], 202, 0), (["REGISTER"], 202, 0),
            (["REFER"], 202, 0), (["REFER", "SUBSCRIBE"], 202, 2), (["SUBSCRIBE", "REFER"], 202, 2),
            (["SUBSCRIBE", "MESSAGE", "SUBSCRIBE"], 202, 2),
        ],
        transports
    )
    func `202 to SUBSCRIBE is told once, and then to REFER as well`(
        sample: (methods: [String], code: Int, calls: UInt64),
        transport: Transport
    ) throws {
        var trace = SIPTrace.over(transport) { trace in
            for (number, method) in sample.methods.enumerated() {
                trace.attempt(method, call: "call-\(number)", sample.code, "Accepted")
            }
        }
        if transport == .udp { trace.mirrorAll() }
        let analysed = try Analysed(trace)
        #expect(analysed.totals(DeprecatedAcceptedTests.rule) == [sample.calls == 0 ? 0 : 1, sample.calls])
    }

    @Test func `a server is told of once a day`() throws {
        let trace = SIPTrace.over(.udp) { trace in
            for hour in [0, 2, 23, 25, 30] {
                trace.at(.seconds(hour * 3600))
                trace.attempt("SUBSCRIBE", call: "call-\(hour)", 202, "Accepted")
            }
            trace.callee = .host(2)
            trace.attempt("SUBSCRIBE", call: "other", 202, "Accepted")
        }
        let analysed = try Analysed(trace)
        #expect(analysed.totals(DeprecatedAcceptedTests.rule)[0] == 3)
        #expect(analysed.detail(DeprecatedAcceptedTests.rule, .notice) == "202 to SUBSCRIBE × 1")
    }

    @Test func `202 to REFER alone is told where that is wanted`() throws {
        var values = RuleValues()
        values.set(DeprecatedAccepted().declarations[0], "report_refer", to: 1)
        let trace = SIPTrace.over(.udp) { $0.attempt("REFER", call: "call", 202, "Accepted") }
        let rules = RuleSet([], [DeprecatedAccepted(values)])
        #expect(try Analysed(trace, rules: rules).totals(DeprecatedAcceptedTests.rule) == [1, 1])
    }

    @Test func `a 202 whose SUBSCRIBE was not seen counts`() throws {
        let trace = SIPTrace.over(.udp) { $0.attempt("SUBSCRIBE", call: "call", 202, "Accepted") }
        #expect(try Analysed(trace.suffix(1)).totals(DeprecatedAcceptedTests.rule) == [1, 1])
    }
}
