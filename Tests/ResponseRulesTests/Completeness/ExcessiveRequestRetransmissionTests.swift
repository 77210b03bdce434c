import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ExcessiveRequestRetransmissionTests {
    private static let rule = "excessive-request-retransmission"

    /// A hundred requests or so, of which some are sent again.
    private static func trace(_ repeated: Int, of all: Int, gaps: [Int] = [500]) -> SIPTrace {
        .over(.udp) { trace in
            for number in 0..<all {
                trace.at(.milliseconds(200 * number))
                trace.newCall("call-\(number)")
                trace.request("INVITE")
                guard number >= all - repeated else { continue }
                for gap in gaps {
                    trace.wait(.milliseconds(gap - 10))
                    trace.resend(identification: UInt32(10_000 + trace.steps.count))
                }
            }
            // By time: copies come between other requests.
            trace.merge(SIPTrace())
        }
    }

    @Test(arguments: [(30, 100, 1), (20, 100, 1), (19, 100, 0), (1, 100, 0), (20, 20, 1)])
    func `twenty that are more than a twentieth are too many`(repeated: Int, all: Int, count: Int) throws {
        let trace = ExcessiveRequestRetransmissionTests.trace(repeated, of: all)
        let analysed = try Analysed(trace)
        let calls = UInt64(count * repeated)
        #expect(analysed.totals(ExcessiveRequestRetransmissionTests.rule) == [UInt64(count), calls])
        guard let group = analysed.group(ExcessiveRequestRetransmissionTests.rule, .warning) else { return }
        #expect(group.servers.map(\.key.endpoint) == [.callee])
    }

    @Test func `twenty of four hundred are not more than a twentieth, of 399 they are`() throws {
        for (all, count) in [(400, 0), (399, 1)] {
            let trace = SIPTrace.over(.udp) { trace in
                for number in 0..<all {
                    trace.at(.milliseconds(100 * number))
                    trace.attempt(call: "call-\(number)", nil)
                }
                trace.wait(.milliseconds(500))
                for step in trace.steps.suffix(20) {
                    var copy = trace.only(step)
                    copy.at(.milliseconds(45_000 + trace.steps.count))
                    copy.resend(identification: step.identification + 10_000)
                    trace.merge(copy.suffix(1))
                }
            }
            let totals = try Analysed(trace).totals(ExcessiveRequestRetransmissionTests.rule)
            #expect(totals[0] == UInt64(count))
        }
    }

    @Test func `what a mirror port shows again is no copy, nor what goes over TCP`() throws {
        var trace = ExcessiveRequestRetransmissionTests.trace(0, of: 60)
        trace.mirrorAll()
        #expect(try Analysed(trace).findings[ExcessiveRequestRetransmissionTests.rule] == nil)
        let calls = SIPTrace.over(.tcp) { $0.attempts([Int](repeating: 200, count: 60), gap: .zero) }
        #expect(try Analysed(calls).findings[ExcessiveRequestRetransmissionTests.rule] == nil)
    }

    @Test(arguments: [([500, 1000], false), ([500, 500], true)])
    func `copies at equal gaps are named, and how often each was sent`(gaps: [Int], isEven: Bool) throws {
        let trace = ExcessiveRequestRetransmissionTests.trace(20, of: 40, gaps: gaps)
        let detail = try #require(try Analysed(trace).detail(ExcessiveRequestRetransmissionTests.rule, .warning))
        #expect(detail.contains("20 sent 3 times"))
        #expect(detail.contains("the gaps are equal") == isEven)
    }
}
