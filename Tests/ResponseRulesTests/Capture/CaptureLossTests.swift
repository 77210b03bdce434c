import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct CaptureLossTests {
    /// Calls, a number of them with something that was not seen.
    struct Sample: Sendable, CustomTestStringConvertible {
        let calls: Int
        let lost: Int
        let count: UInt64
        var testDescription: String { "\(lost) of \(calls)" }
    }

    private static let rule = "capture-loss"

    /// `calls` calls, in the last `lost` of which the answer was not seen.
    private static func trace(_ calls: Int, lost: Int, over transport: Transport = .udp) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        for call in 0..<calls { trace.wholeCall("call-\(call)@example.com", isAnswerSeen: call < calls - lost) }
        return trace
    }

    @Test(arguments: [
        Sample(calls: 40, lost: 0, count: 0), Sample(calls: 40, lost: 6, count: 1),
        Sample(calls: 40, lost: 5, count: 1), Sample(calls: 40, lost: 4, count: 0),
        Sample(calls: 10, lost: 1, count: 0),
        // Two transactions each: at least 20 of them, and more than a hundredth.
        Sample(calls: 10, lost: 5, count: 1), Sample(calls: 9, lost: 5, count: 0),
        Sample(calls: 249, lost: 5, count: 1), Sample(calls: 250, lost: 5, count: 0),
    ])
    func `answers that were acknowledged and not seen are losses`(sample: Sample) throws {
        for transport in transports {
            let trace = CaptureLossTests.trace(sample.calls, lost: sample.lost, over: transport)
            let expected = sample.count == 0 ? [:] : [CaptureLossTests.rule: sample.count]
            #expect(try Analysed(trace, pause: .seconds(10)).findings == expected)
            #expect(try Analysed(trace.frames.doubled, pause: .seconds(10)).findings == expected)
        }
    }

    @Test func `a loss is told with what was counted`() throws {
        let analysed = try Analysed(CaptureLossTests.trace(40, lost: 6), pause: .seconds(10))
        let group = try #require(analysed.group(CaptureLossTests.rule, .notice))
        #expect(group.lossy == 1)
        #expect(analysed.detail(CaptureLossTests.rule, .notice)?.contains("in 80 transactions") == true)
    }

    @Test func `the losses of another hour are another stretch`() throws {
        var trace = CaptureLossTests.trace(40, lost: 6)
        trace.wait(.seconds(3600))
        for call in 0..<40 { trace.wholeCall("later-\(call)@example.com", isAnswerSeen: call >= 6) }
        let findings = try Analysed(trace, pause: .seconds(10)).findings
        #expect(findings == [CaptureLossTests.rule: 2])
    }

    @Test func `calls from before the capture lost nothing`() throws {
        var trace = SIPTrace()
        for call in 0..<40 {
            trace.newCall("call-\(call)@example.com")
            trace.request("INVITE")
            trace.dropLast()
            trace.response(200, "OK")
            if call % 2 == 0 { trace.dropLast() }
            trace.acknowledge()
        }
        #expect(try Analysed(trace, pause: .seconds(10)).findings[CaptureLossTests.rule] == nil)
    }

    @Test func `an ACK for ringing is no loss`() throws {
        var trace = SIPTrace()
        for call in 0..<30 {
            trace.newCall("call-\(call)@example.com")
            trace.request("INVITE")
            trace.response(180, "Ringing")
            trace.acknowledge()
            trace.wait(.milliseconds(1500))
            trace.response(200, "OK", to: "INVITE")
            trace.acknowledge()
        }
        #expect(try Analysed(trace, pause: .seconds(10)).findings[CaptureLossTests.rule] == nil)
    }

    @Test func `what is sent in a direction that is not seen is not lost`() throws {
        var trace = SIPTrace()
        for call in 0..<14 {
            trace.newCall("call-\(call)@example.com")
            trace.request("INVITE")
            trace.response(200, "OK")
            trace.dropLast()
            trace.acknowledge()
        }
        #expect(try Analysed(trace, pause: .seconds(10)).findings[CaptureLossTests.rule] == nil)
    }

    @Test(arguments: [(200, 1), (481, 0)])
    func `a PRACK for what was not seen shows a loss where it is accepted`(code: Int, count: Int) throws {
        var trace = SIPTrace()
        for call in 0..<30 {
            trace.newCall("call-\(call)@example.com")
            trace.request("INVITE")
            trace.response(183, "Session Progress", headers: ["Require: 100rel", "RSeq: 1"])
            if call >= 20 { trace.dropLast() }
            trace.request("PRACK", headers: ["RAck: 1 1 INVITE"])
            trace.response(call >= 20 ? code : 200, "Phrase")
            trace.answerInvite(200, "OK")
        }
        let findings = try Analysed(trace, pause: .seconds(10)).findings
        #expect(findings[CaptureLossTests.rule, default: 0] == UInt64(count))
    }

    @Test(arguments: ["seen", "lost", "altered"])
    func `a response to a request that was not seen shows a loss`(request: String) throws {
        var trace = SIPTrace()
        trace.request("OPTIONS")
        trace.response(200, "OK")
        trace.wait(.seconds(40))
        for call in 0..<30 {
            trace.newCall("call-\(call)@example.com")
            trace.request("OPTIONS")
            if request == "lost", call >= 20 { trace.dropLast() }
            trace.response(200, "OK")
            if request == "altered", call >= 20 { trace.rewrite("branch=z9hG4bK", "branch=z9hG4bK-other-") }
        }
        let findings = try Analysed(trace, pause: .seconds(10)).findings
        #expect(findings[CaptureLossTests.rule] == (request == "lost" ? 1 : nil))
    }

    @Test func `bytes of a stream that were acknowledged and not seen are a loss`() throws {
        var frames = CaptureLossTests.trace(5, lost: 0, over: .tcp).frames
        #expect(try Analysed(frames, pause: .seconds(10)).findings.isEmpty)
        // The handshake comes first, then INVITE, 180, 200.
        let missing = frames.remove(at: 5)
        let analysed = try Analysed(frames, pause: .seconds(10))
        #expect(analysed.findings[CaptureLossTests.rule] == 1)
        #expect(analysed.detail(CaptureLossTests.rule, .notice)?.hasPrefix("1 holes in TCP streams") == true)
        var late = missing
        late.time = frames[6].time
        frames.insert(late, at: 7)
        #expect(try Analysed(frames, pause: .seconds(10)).findings[CaptureLossTests.rule] == nil)
    }

    @Test func `what is absent is reported more mildly while packets are lost`() throws {
        var trace = CaptureLossTests.trace(40, lost: 6)
        trace.wait(.seconds(10))
        trace.newCall("last@example.com")
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.request("INVITE", isInside: true)
        trace.response(500, "Server Internal Error")
        let analysed = try Analysed(trace, pause: .seconds(1))
        #expect(analysed.group("overlap-invite-without-retry-after", .warning)?.lossy == 1)
        #expect(analysed.group("overlap-invite-without-retry-after", .error) == nil)
    }
}
