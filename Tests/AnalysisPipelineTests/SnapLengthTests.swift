import NetworkTypes
import SIPMessages
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Captures whose frames were cut: each message counts, as far as it was seen, whatever carries it.
@Suite struct SnapLengthTests {
    private static func trace(_ transport: Transport) -> SIPTrace {
        var trace = SIPTrace(transport: transport)
        for number in 1...4 {
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE", body: "v=0\r\ns=SIP/2.0 200 OK\r\n")
            trace.response(100, "Trying")
            trace.response(486, "Busy Here")
            trace.request("ACK")
        }
        return trace
    }

    /// `frames` as a capture with a snap length of `count` bytes has them.
    private static func cut(_ frames: [SampleFrame], to count: Int) -> [SampleFrame] {
        frames.map { frame in
            var frame = frame
            frame.wireByteCount = frame.bytes.count
            frame.bytes = Array(frame.bytes.prefix(count))
            return frame
        }
    }

    @Test(arguments: [Transport.udp, .tcp], [120, 160, 200, 260])
    func `every message of a cut capture counts`(transport: Transport, count: Int) throws {
        let frames = Self.trace(transport).frames
        let tally = try Analysed(Self.cut(frames, to: count)).tally
        #expect(tally.messages.requests.all == ["INVITE": 4, "ACK": 4])
        #expect(tally.messages.responses.all == ["100": 4, "486": 4])
        #expect(tally.messages.issues[Int(DecodeIssue.cut.rawValue)] > 0)
        #expect(tally.messages.malformed == 0)
        let cutFrames = UInt64(frames.count { $0.bytes.count > count })
        #expect(tally.captureIssues == ["frames_cut": cutFrames])
        #expect(tally.frames.sip == 16)
    }

    @Test func `a cut connection picked up in its middle counts from its first segment on`() throws {
        let frames = Array(Self.trace(.tcp).frames.dropFirst(4))
        let tally = try Analysed(Self.cut(frames, to: 140)).tally
        #expect(tally.messages.requests.all == ["INVITE": 3, "ACK": 4])
        #expect(tally.messages.responses.all == ["100": 4, "486": 4])
    }

    @Test func `what a cut leaves of a later segment of a message is no message`() throws {
        let frames = Self.trace(.tcp).segmentFrames(pieceLength: 250)
        let tally = try Analysed(Self.cut(frames, to: 140)).tally
        #expect(tally.messages.total == 16)
        #expect(tally.captureIssues["tcp_gaps"] == nil)
    }

    @Test func `a segment that was not captured costs no message but its own`() throws {
        var frames = Self.trace(.tcp).frames
        frames.remove(at: 7)
        let tally = try Analysed(Self.cut(frames, to: 140), pause: .seconds(5)).tally
        #expect(tally.messages.total == 14 || tally.messages.total == 15)
        #expect(tally.captureIssues["tcp_gaps"] == 1)
    }

    @Test func `a whole capture is not said to be cut`() throws {
        #expect(try Analysed(Self.trace(.tcp)).tally.captureIssues.isEmpty)
    }
}
