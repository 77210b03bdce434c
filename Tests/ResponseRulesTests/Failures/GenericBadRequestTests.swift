import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct GenericBadRequestTests {
    private static let rule = "generic-bad-request"

    /// A 400, so many times, and after it others with a reason.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { "\(count) × 400 \(phrase) \(headers) \(body), \(explained) with a reason" }
        var count = 6
        var phrase = "Bad Request"
        var headers: [String] = []
        var body = ""
        var explained = 0
        var fires = false
    }

    private static let cases: [Case] = [
        Case(fires: true),
        Case(count: 5, phrase: "", fires: true),
        Case(phrase: "bad  request"),
        Case(phrase: "BAD REQUEST ", fires: true),
        Case(count: 4),
        Case(count: 5, explained: 4, fires: true),
        Case(count: 5, explained: 5),
        Case(phrase: "Missing Call-ID header field"),
        Case(headers: ["Warning: 399 example.com \"no Contact\""]),
        Case(headers: ["Reason: SIP;cause=400;text=\"x\""]),
        Case(body: "why"),
    ]

    @Test(arguments: cases, transports)
    func `a server that gives no reason as a rule is told of once`(sample: Case, transport: Transport) throws {
        var trace = SIPTrace.over(transport) { trace in
            for number in 0..<sample.count {
                trace.newCall("call-\(number)")
                trace.request("INVITE")
                trace.response(400, sample.phrase, headers: sample.headers, body: sample.body)
            }
            for number in 0..<sample.explained {
                trace.attempt(call: "explained-\(number)", 400, "Missing Call-ID header field")
            }
        }
        if transport == .udp { trace.mirrorAll() }
        let analysed = try Analysed(trace)
        let expected = sample.fires ? [1, UInt64(sample.count)] : [0, 0]
        #expect(analysed.totals(GenericBadRequestTests.rule) == expected)
        guard sample.fires else { return }
        let detail = try #require(analysed.detail(GenericBadRequestTests.rule, .notice))
        let all = sample.count + sample.explained
        #expect(detail.hasPrefix("\(sample.count) of \(all) 400s give no reason; of the requests 0 had decode issues"))
        #expect(analysed.group(GenericBadRequestTests.rule, .notice)?.servers.map(\.key.endpoint) == [.callee])
    }

    @Test func `a server is told of once, however long it goes on`() throws {
        let trace = SIPTrace.over(.udp) { trace in
            for number in 0..<40 {
                trace.attempt(call: "call-\(number)", 400, "Bad Request")
                trace.resend()
                trace.wait(.seconds(20))
            }
        }
        #expect(try Analysed(trace).totals(GenericBadRequestTests.rule)[0] == 1)
    }

    @Test func `a capture without the requests shows it as well`() throws {
        var trace = SIPTrace()
        for number in 0..<5 {
            trace.newCall("call-\(number)")
            trace.response(400, "Bad Request", to: "INVITE")
        }
        #expect(try Analysed(trace).totals(GenericBadRequestTests.rule) == [1, 5])
    }
}
