import CallTracking
import NetworkTypes
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing

@Suite struct CaptureOneSidedTests {
    private static let rule = "capture-one-sided"

    /// Calls of which nothing is seen that was sent to the caller: an INVITE and an ACK each.
    private static func trace(_ calls: Int, every span: Duration, over transport: Transport = .udp) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        for call in 0..<calls {
            trace.newCall("call-\(call)@example.com")
            trace.request("INVITE")
            trace.response(200, "OK")
            trace.dropLast()
            trace.acknowledge()
            trace.wait(span)
        }
        return trace
    }

    @Test(arguments: transports)
    func `a host that acknowledges what is not seen is seen from one side`(transport: Transport) throws {
        let trace = CaptureOneSidedTests.trace(15, every: .milliseconds(500), over: transport)
        for frames in [trace.frames, trace.frames.doubled] {
            let analysed = try Analysed(frames)
            #expect(analysed.findings == [CaptureOneSidedTests.rule: 1])
            let group = try #require(analysed.group(CaptureOneSidedTests.rule, .notice))
            #expect(group.oneSided == 1)
            #expect(group.servers.map(\.key.endpoint) == [.caller])
        }
    }

    @Test func `one message less is too little, and so is the same in a longer time`() throws {
        var trace = CaptureOneSidedTests.trace(14, every: .milliseconds(500))
        trace.newCall("last@example.com")
        trace.request("INVITE")
        #expect(try Analysed(trace).findings.isEmpty)
        #expect(try Analysed(CaptureOneSidedTests.trace(15, every: .seconds(5))).findings.isEmpty)
    }

    @Test func `one stretch is one finding however long it lasts`() throws {
        let trace = CaptureOneSidedTests.trace(300, every: .seconds(3))
        #expect(try Analysed(trace).findings[CaptureOneSidedTests.rule] == 1)
    }

    @Test func `a dead server is silent and not unseen`() throws {
        var trace = SIPTrace()
        for call in 0..<50 {
            trace.newCall("call-\(call)@example.com")
            trace.request("INVITE")
            for _ in 0..<3 {
                trace.wait(.milliseconds(500))
                trace.resend()
            }
        }
        #expect(try Analysed(trace).findings[CaptureOneSidedTests.rule] == nil)
    }

    @Test func `what anyone sends to the host shows that direction`() throws {
        var trace = CaptureOneSidedTests.trace(50, every: .milliseconds(500))
        var other = SIPTrace(from: .callee, to: .caller)
        other.newCall("other@example.com")
        other.request("OPTIONS")
        trace.merge(other)
        #expect(try Analysed(trace).findings[CaptureOneSidedTests.rule] == nil)
    }

    @Test func `a host that only answers is seen from one side`() throws {
        var trace = SIPTrace()
        for call in 0..<30 {
            trace.newCall("call-\(call)@example.com")
            trace.request("OPTIONS")
            trace.dropLast()
            trace.response(200, "OK")
        }
        let analysed = try Analysed(trace)
        #expect(analysed.findings[CaptureOneSidedTests.rule] == 1)
        #expect(analysed.group(CaptureOneSidedTests.rule, .notice)?.servers.map(\.key.endpoint) == [.callee])
    }
}
