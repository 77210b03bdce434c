import NetworkTypes
import PacketDecoding
import RuleEvaluation
import TestAnalysis
import TestSupport
import Testing

@Suite struct AckMissingFailureTests {
    private static let rule = "ack-missing-failure"

    @Test(arguments: samples)
    func `a failure that is repeated in vain lacks its ACK`(sample: TimedSample) throws {
        try sample.check(AckMissingFailureTests.rule, against: .caller)
    }

    private static let samples: [TimedSample] = [
        .fires(.error, "no ACK", pause: .seconds(4)) { $0.fail(copies: SIPTrace.responseCopies) },
        .fires(.error, "two copies", pause: .seconds(40)) { $0.fail(copies: [500, 1_500]) },
        .silent("one copy", over: [.udp], pause: .seconds(40)) { $0.fail(copies: [500]) },
        .fires(.error, "on an open connection no copies are needed", over: [.tcp], pause: .seconds(40)) {
            $0.fail(copies: [])
        },
        .silent("the capture ends first", pause: .seconds(20)) { $0.fail(copies: [500, 1_500]) },
        .silent("the ACK comes", pause: .seconds(40)) {
            $0.fail(copies: [])
            $0.request("ACK")
        },
        .silent("the ACK answers a copy that was missed", pause: .seconds(40)) {
            $0.request("INVITE")
            $0.request("ACK")
            $0.response(486, "Busy Here", to: "INVITE")
            $0.repeat(2, at: [500, 1_500])
        },
        .silent("an ACK, then one copy", pause: .seconds(40)) {
            $0.fail(copies: [])
            $0.request("ACK")
            $0.repeat(1, at: [500])
        },
        .silent("the INVITE was not seen", pause: .seconds(40)) {
            $0.fail(copies: SIPTrace.responseCopies)
            $0 = $0.suffix(11)
        },
        .fires(.error, "an ACK with another branch", pause: .seconds(40)) {
            $0.fail(copies: [500, 1_500])
            $0.ackAnswer()
        },
        .silent("another request", pause: .seconds(40)) {
            $0.request("OPTIONS")
            $0.response(486, "Busy Here")
            $0.repeat(1, at: [500, 1_500])
        },
    ]

    @Test(arguments: [TCPFlags.fin, .reset])
    func `on a connection that was closed nobody waits for an ACK`(flag: TCPFlags) throws {
        var trace = SIPTrace(transport: .tcp)
        trace.fail(copies: [])
        let frames = trace.frames + [SIPTrace.closing(trace, flag, after: 1_000)]
        #expect(try Analysed(frames, pause: .seconds(40)).findings[AckMissingFailureTests.rule] == nil)
    }
}

extension SIPTrace {
    fileprivate mutating func fail(copies: [Int]) {
        request("INVITE")
        response(486, "Busy Here")
        self.repeat(1, at: copies)
    }

    /// A segment by which the caller of `trace` closes the connection so many milliseconds after its last message.
    static func closing(_ trace: SIPTrace, _ flag: TCPFlags, after milliseconds: Int64) -> SampleFrame {
        let bytes = FrameBuilder.segment(
            [],
            from: trace.caller,
            to: trace.callee,
            sequence: 90_000,
            acknowledgement: 0,
            flags: [flag, .acknowledgement]
        )
        return SampleFrame(at: trace.now.nanoseconds + milliseconds * 1_000_000, bytes)
    }
}
