import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct QueuedCallsTests {
    private static let progress = "queued-progress"
    private static let stalled = "queued-stalled"

    private static func queued(_ phrases: String..., over transport: Transport = .udp) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        for phrase in phrases {
            trace.response(182, phrase)
            trace.wait(.seconds(5))
        }
        return trace
    }

    @Test(arguments: transports)
    func `the queue is told of once a call`(transport: Transport) throws {
        let first = "5 calls queued; expected waiting time is 15 minutes"
        let trace = QueuedCallsTests.queued(first, "2 calls queued", over: transport)
        for frames in [trace.frames, trace.frames.doubled] {
            let analysed = try Analysed(frames)
            #expect(analysed.findings == [QueuedCallsTests.progress: 1])
            let detail = analysed.detail(QueuedCallsTests.progress, .notice)
            #expect(detail == "182 \(first); place 5; announced wait 15 minutes; 0.0 s after the INVITE")
        }
        #expect(try Analysed(trace.suffix(1)).findings == [QueuedCallsTests.progress: 1])
    }

    @Test func `a 183 tells nothing of a queue`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(183, "Session Progress")
        trace.wait(.seconds(300))
        #expect(try Analysed(trace, pause: .seconds(140)).findings[QueuedCallsTests.progress] == nil)
    }

    /// Two phrases, and whether the place grew.
    struct Phrases: Sendable, CustomTestStringConvertible {
        let first: String
        let second: String
        let hasGrown: Bool
        var testDescription: String { "\(first) / \(second)" }
    }

    @Test(arguments: [
        Phrases(first: "2 calls queued", second: "5 calls queued", hasGrown: true),
        Phrases(first: "5 calls queued", second: "2 calls queued", hasGrown: false),
        Phrases(first: "Position 3, 4 minutes", second: "Position: 7, 2 minutes", hasGrown: true),
        Phrases(first: "3 in queue", second: "4 in queue", hasGrown: true),
        Phrases(first: "Queued, 4 minutes", second: "Queued, 6 minutes", hasGrown: false),
        Phrases(first: "Platz 3 von 10", second: "Platz 4 von 10", hasGrown: true),
        Phrases(first: "Platz 3", second: "Noch 4 Minuten", hasGrown: false),
        Phrases(first: "Queued", second: "Queued 99999999999999999999 calls", hasGrown: false),
    ])
    func `a place that goes back is a stall`(phrases: Phrases) throws {
        let trace = QueuedCallsTests.queued(phrases.first, phrases.second)
        #expect(try Analysed(trace).findings[QueuedCallsTests.stalled] == (phrases.hasGrown ? 1 : nil))
    }

    @Test(arguments: transports)
    func `silence behind a 182 is a stall`(transport: Transport) throws {
        var trace = SIPTrace(transport: transport)
        trace.request("INVITE")
        trace.response(182, "Queued")
        var cancelled = trace
        let shown = [trace, trace.suffix(1)]
        #expect(try Analysed(shown[0], pause: .seconds(119)).findings[QueuedCallsTests.stalled] == nil)
        #expect(try Analysed(shown[0], pause: .seconds(125)).findings[QueuedCallsTests.stalled] == 1)
        #expect(try Analysed(trace.frames.doubled, pause: .seconds(125)).findings[QueuedCallsTests.stalled] == 1)
        #expect(try Analysed(shown[1], pause: .seconds(125)).findings[QueuedCallsTests.stalled] == nil)
        cancelled.at(.seconds(300))
        cancelled.request("CANCEL")
        cancelled.response(200, "OK")
        cancelled.answerInvite(487, "Request Terminated")
        #expect(try Analysed(cancelled).findings[QueuedCallsTests.stalled] == 1)
    }

    @Test(arguments: ["Queued", "Still queued"])
    func `a call that is told to wait and goes on is none`(phrase: String) throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(182, "Queued")
        for second in [100, 200, 300] {
            trace.at(.seconds(second))
            trace.response(182, phrase)
        }
        trace.at(.seconds(410))
        trace.response(200, "OK")
        #expect(try Analysed(trace, pause: .seconds(200)).findings == [QueuedCallsTests.progress: 1])
    }

    /// Queued calls, how many of which the callers give up.
    @Test(arguments: [(10, 6, 6), (10, 5, 0), (9, 9, 0), (11, 6, 6)])
    func `callers who give up show that the queue leads nowhere`(calls: Int, abandoned: Int, count: Int) throws {
        var trace = SIPTrace()
        for call in 0..<calls {
            trace.newCall("call-\(call)@example.com")
            trace.request("INVITE")
            trace.response(182, "Queued")
            trace.wait(.seconds(10))
            if call >= calls - abandoned {
                trace.request("CANCEL")
                trace.response(200, "OK")
                trace.response(487, "Request Terminated", to: "INVITE")
            } else {
                trace.response(200, "OK")
            }
        }
        let analysed = try Analysed(trace, pause: .seconds(10))
        #expect(analysed.findings[QueuedCallsTests.stalled, default: 0] == UInt64(count))
    }
}
