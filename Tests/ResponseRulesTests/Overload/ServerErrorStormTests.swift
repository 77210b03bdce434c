import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct ServerErrorStormTests {
    private static let rule = "server-error-storm"

    /// How many responses of each code, in turn, over how many milliseconds each.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let codes: [Int]
        var gap = 200
        var count: UInt64 = 0
        var calls: UInt64 = 0
    }

    private static func mixed(_ failures: Int, of all: Int, _ code: Int = 500) -> [Int] {
        (0..<all).map { $0 * failures / all != ($0 + 1) * failures / all ? code : 200 }
    }

    private static let cases: [Case] = [
        Case(testDescription: "50 of 200 in a minute", codes: mixed(50, of: 200), count: 1, calls: 50),
        Case(testDescription: "3 of 10", codes: mixed(3, of: 10)),
        Case(testDescription: "19 of 40", codes: mixed(19, of: 40)),
        Case(testDescription: "20 of 40", codes: mixed(20, of: 40), count: 1, calls: 20),
        Case(testDescription: "20 of 200 are not more than a tenth", codes: mixed(20, of: 200)),
        Case(testDescription: "20 of 199 are", codes: mixed(20, of: 199), count: 1, calls: 20),
        Case(
            testDescription: "20 of two kinds",
            codes: mixed(10, of: 10) + mixed(10, of: 10, 503),
            count: 1,
            calls: 20
        ),
        Case(testDescription: "20 of two classes", codes: mixed(10, of: 10) + mixed(10, of: 10, 603)),
        Case(testDescription: "20 global failures", codes: mixed(20, of: 30, 603), count: 1, calls: 20),
        Case(testDescription: "40 of the class below", codes: mixed(40, of: 40, 486)),
        Case(testDescription: "20 in 63 s", codes: mixed(20, of: 20), gap: 3_300),
        Case(testDescription: "20 in 59 s", codes: mixed(20, of: 20), gap: 3_100, count: 1, calls: 20),
    ]

    @Test(arguments: cases, transports)
    func `many failures in a minute that are a tenth of all are one storm`(sample: Case, transport: Transport) throws {
        let trace = SIPTrace.over(transport) { $0.attempts(sample.codes, gap: .milliseconds(sample.gap - 20)) }
        let analysed = try Analysed(trace)
        #expect(analysed.totals(ServerErrorStormTests.rule) == [sample.count, sample.calls])
        guard let group = analysed.group(ServerErrorStormTests.rule, .warning) else { return }
        #expect(group.servers.map(\.key.endpoint) == [.callee])
        #expect(group.examples.first?.relatedFrames.count == 5)
    }

    @Test func `copies and mirrors are none, and a capture without requests shows it as well`() throws {
        var trace = SIPTrace.over(.udp) { trace in
            for number in 0..<19 {
                trace.attempt(call: "call-\(number)", 500)
                trace.resend()
                trace.resend()
            }
        }
        trace.mirrorAll()
        #expect(try Analysed(trace).totals(ServerErrorStormTests.rule) == [0, 0])
        trace.attempt(call: "one more", 500)
        #expect(try Analysed(trace).totals(ServerErrorStormTests.rule) == [1, 20])
        var answers = SIPTrace()
        for number in 0..<20 {
            answers.newCall("call-\(number)")
            answers.response(500, "Server Internal Error", to: "INVITE")
        }
        #expect(try Analysed(answers).totals(ServerErrorStormTests.rule) == [1, 20])
    }

    @Test func `a storm goes on until the share has fallen to half, then another one may begin`() throws {
        let failing = [Int](repeating: 503, count: 25)
        let trace = SIPTrace.over(.udp) { trace in
            trace.attempts(failing, gap: .seconds(1), name: "a")
            trace.attempts(failing, gap: .seconds(2), name: "b")
        }
        #expect(try Analysed(trace).totals(ServerErrorStormTests.rule)[0] == 1)
        let apart = SIPTrace.over(.udp) { trace in
            trace.attempts(failing, gap: .seconds(1), name: "a")
            trace.wait(.seconds(70))
            trace.attempts(failing, gap: .seconds(1), name: "b")
        }
        let analysed = try Analysed(apart)
        #expect(analysed.totals(ServerErrorStormTests.rule) == [2, 50])
        #expect(
            analysed.detail(ServerErrorStormTests.rule, .warning)
                == "25 failures in 24.4 s: 503 × 25; clients 192.0.2.1 (25)"
        )
    }

    @Test func `two servers with ten failures each are none`() throws {
        let trace = SIPTrace.over(.udp) { trace in
            for server in [1, 2] {
                trace.callee = .host(server)
                trace.attempts([Int](repeating: 500, count: 10), gap: .zero, name: "s\(server)")
            }
        }
        #expect(try Analysed(trace).totals(ServerErrorStormTests.rule) == [0, 0])
    }
}
