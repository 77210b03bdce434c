import NetworkTypes
import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// What never became whole: given up when its time has passed, whatever brings the time, and told at the end else.
@Suite struct IncompleteTests {
    private static let piece = [UInt8](repeating: 0x41, count: 40)

    /// The frames of a datagram in two fragments.
    private static func fragments(_ identification: Int = 1) -> [[UInt8]] {
        FrameBuilder.fragments(
            FrameBuilder.udp([UInt8](repeating: 0x41, count: 60)),
            into: 2,
            from: .caller,
            to: .callee,
            protocolNumber: 17,
            identification: identification
        ).map { FrameBuilder.ethernet($0) }
    }

    /// The beginning of a message on a connection.
    private static let beginning = FrameBuilder.segment(
        FrameBuilder.bytes("OPTIONS sip:a SIP/2.0\r\nVia: "),
        sequence: 1
    )
    /// The first piece of a message on an association.
    private static let chunk = FrameBuilder.association([
        FrameBuilder.data(
            FrameBuilder.bytes("OPTIONS sip:a SIP/2.0\r\nVia: "),
            FrameBuilder.UserData(number: 1, isLast: false)
        )
    ])

    /// Frames half a second apart, and behind them other traffic every second.
    private func analysed(_ frames: [[UInt8]], quietSeconds: Int = 0) throws -> Analysed {
        var samples = frames.enumerated().map { SampleFrame(at: Int64($0) * 500_000_000, $1) }
        let start = Int64(frames.count) * 500_000_000
        for second in 0..<Int64(quietSeconds) {
            samples.append(SampleFrame(at: start + second * 1_000_000_000, FrameBuilder.datagram(Self.piece)))
        }
        return try Analysed(samples)
    }

    @Test(arguments: [(fragments()[0], "fragment_timeout"), (chunk, "sctp_timeout")])
    func `any traffic brings the time in which the rest has to come`(frame: [UInt8], reason: String) throws {
        let early = try analysed([frame], quietSeconds: 30).tally
        #expect(early.frames.held == 1 && early.frames.lost.isEmpty)
        #expect(early.captureIssues["frames_incomplete_at_end"] == 1)
        let late = try analysed([frame], quietSeconds: 33).tally
        #expect(late.frames.lost == [reason: 1])
        #expect(late.captureIssues["frames_incomplete_at_end"] == nil)
    }

    @Test func `a gap that other traffic outlasts is given up`() throws {
        var trace = SIPTrace(transport: .tcp)
        trace.request("OPTIONS")
        trace.request("OPTIONS")
        trace.request("OPTIONS")
        var frames = trace.frames.map(\.bytes)
        frames.remove(at: 4)
        #expect(try analysed(frames, quietSeconds: 1).tally.messages.total == 1)
        let tally = try analysed(frames, quietSeconds: 6).tally
        #expect(tally.messages.total == 2)
        #expect(tally.captureIssues == ["tcp_gaps": 1])
    }

    @Test func `what is not whole at the end stays held and is told by its kind`() throws {
        let tally = try analysed([Self.fragments()[0], Self.beginning, Self.chunk] + Self.fragments(2)).tally
        #expect(tally.frames.held == 3)
        #expect(
            tally.captureIssues == [
                "frames_incomplete_at_end": 3, "packets_incomplete_at_end": 1, "streams_incomplete_at_end": 1,
                "associations_incomplete_at_end": 1,
            ]
        )
    }

    @Test func `a capture of first fragments alone says so, waiting or given up`() throws {
        let firsts = (1...3).map { Self.fragments($0)[0] }
        for quietSeconds in [0, 40] {
            let issues = try analysed(firsts, quietSeconds: quietSeconds).tally.captureIssues
            #expect(issues["later_fragments_missing"] == 3)
        }
        let issues = try analysed(firsts + [Self.fragments(4)[1]]).tally.captureIssues
        #expect(issues["later_fragments_missing"] == nil)
        #expect(issues["packets_incomplete_at_end"] == 4)
    }

    @Test func `whole packets are no reason to say anything`() throws {
        #expect(try analysed(Self.fragments() + Self.fragments(2)).tally.captureIssues.isEmpty)
    }
}
