import CallTracking
import NetworkTypes
import PacketDecoding
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct UnansweredRequestTests {
    private static let rule = "unanswered-request"

    @Test(arguments: samples)
    func `a request that nobody answers is reported when its client gives up`(sample: TimedSample) throws {
        try sample.check(UnansweredRequestTests.rule)
    }

    private static let samples: [TimedSample] = [
        .fires(.error, "OPTIONS until Timer F", pause: .seconds(4)) { $0.ask("OPTIONS", SIPTrace.responseCopies) },
        .fires(.error, "INVITE until Timer B", pause: .seconds(4)) { $0.ask("INVITE", SIPTrace.inviteCopies) },
        .fires(.notice, "nothing was seen that goes to the client", pause: .seconds(4)) {
            $0.ask("OPTIONS", SIPTrace.responseCopies, sees: false)
        },
        .fires(.error, "three copies", pause: .seconds(40)) { $0.ask("OPTIONS", [500, 1_500, 3_500]) },
        .silent("two copies", over: [.udp], pause: .seconds(40)) { $0.ask("OPTIONS", [500, 1_500]) },
        .fires(.error, "on an open connection no copies are needed", over: [.tcp], pause: .seconds(40)) {
            $0.ask("OPTIONS", [])
        },
        .silent("the capture ends first", pause: .seconds(5)) { $0.ask("OPTIONS", []) },
        .silent("the capture ends just before", pause: .seconds(20)) { $0.ask("OPTIONS", [500, 1_500, 3_500]) },
        .silent("it was answered late", pause: .seconds(40)) {
            $0.ask("MESSAGE", SIPTrace.responseCopies)
            $0.response(200, "OK")
        },
        .silent("an ACK says that an answer was missed", pause: .seconds(40)) {
            $0.ask("INVITE", [500, 1_500, 3_500])
            $0.request("ACK")
        },
        .silent("an ACK for a 2xx says so", pause: .seconds(40)) {
            $0.ask("INVITE", [500, 1_500, 3_500])
            $0.ackAnswer()
        },
        .silent("an ACK is never answered", pause: .seconds(40)) {
            $0 = SIPTrace.answeredCall(over: $0.transport)
            $0.repeat(3, at: [500, 1_500, 3_500])
        },
    ]

    @Test func `a client that closed its connection waits for nothing`() throws {
        var trace = SIPTrace(transport: .tcp)
        trace.ask("OPTIONS", [])
        let frames = trace.frames + [SIPTrace.closing(trace, .fin, after: 1_000)]
        #expect(try Analysed(frames, pause: .seconds(40)).findings[UnansweredRequestTests.rule] == nil)
    }

    @Test func `a connection that was closed before is another one`() throws {
        var trace = SIPTrace(transport: .tcp)
        trace.request("OPTIONS")
        trace.response(200, "OK")
        let closing = SIPTrace.closing(trace, .fin, after: 1_000)
        trace.at(60_000)
        trace.request("OPTIONS")
        var frames = trace.frames
        frames.insert(closing, at: frames.count - 1)
        let analysed = try Analysed(frames, pause: .seconds(40))
        #expect(analysed.group(UnansweredRequestTests.rule, .error)?.count == 1)
    }

    @Test func `what was seen stands in the finding`() throws {
        var trace = SIPTrace()
        trace.ask("OPTIONS", SIPTrace.responseCopies)
        let analysed = try Analysed(trace, pause: .seconds(4))
        let detail = analysed.detail(UnansweredRequestTests.rule, .error)
        #expect(
            detail == "no answer within 32 s, sent again 10 times, the last time after 31.5 s; "
                + "no answer of that server was seen"
        )
        #expect(analysed.group(UnansweredRequestTests.rule, .error)?.examples.map(\.callID) == ["call-1@example.com"])
    }
}

extension SIPTrace {
    /// A request, sent again after so many milliseconds, that the callee leaves unanswered; unless nothing is to be
    /// seen that goes to the caller, somebody else sends it something.
    fileprivate mutating func ask(_ method: String, _ copies: [Int], sees: Bool = true) {
        if sees {
            var other = SIPTrace(from: .other, to: .caller, transport: transport)
            other.newCall("other@example.com")
            other.request("NOTIFY")
            other.response(200, "OK")
            merge(other)
        }
        at(0)
        wait(.milliseconds(100))
        request(method)
        self.repeat(steps.count - 1, at: copies.map { $0 + 100 })
    }
}
