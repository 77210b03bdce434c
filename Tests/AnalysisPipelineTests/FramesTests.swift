import CallTracking
import NetworkTypes
import PacketDecoding
import RuleEvaluation
import SIPMessages
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// In which group a frame counts; that each is in one is checked by `Analysed` in every test.
@Suite struct FramesTests {
    private static let stun: [UInt8] = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42] + [UInt8](repeating: 7, count: 12)
    /// Binding requests and their answers as before the magic cookie (RFC 3489), the second with an attribute.
    private static let olderSTUN: [[UInt8]] = [
        [0, 1, 0, 0] + [UInt8](repeating: 7, count: 16),
        [1, 1, 0, 8] + [UInt8](repeating: 7, count: 16) + [0x80, 0x22, 0, 4, 1, 2, 3, 4],
        [1, 0x11, 0, 0] + [UInt8](repeating: 7, count: 16),
    ]
    private static let keepAlives: [[UInt8]] =
        [[13, 10], [13, 10, 13, 10], [0], [0, 0, 0, 0], [13, 10, 0], [0x20, 0x20], stun] + olderSTUN
    private static let (here, there) = (
        Endpoint(address: .caller, port: 7000), Endpoint(address: .callee, port: 7001)
    )

    @Test(arguments: keepAlives)
    func `a keep-alive counts as one where SIP was seen, in either direction`(payload: [UInt8]) throws {
        var trace = SIPTrace(from: FramesTests.here, to: FramesTests.there)
        trace.request("REGISTER")
        let frames =
            trace.frames + [
                SampleFrame(at: 2, FrameBuilder.datagram(payload, from: FramesTests.here, to: FramesTests.there)),
                SampleFrame(at: 3, FrameBuilder.datagram(payload, from: FramesTests.there, to: FramesTests.here)),
            ]
        let counts = try Analysed(frames).tally.frames
        #expect(counts.keepAlive == 2)
        #expect(counts.sip == 1)
    }

    @Test(arguments: keepAlives)
    func `the same bytes elsewhere are other traffic`(payload: [UInt8]) throws {
        let frame = FrameBuilder.datagram(payload, from: FramesTests.here, to: FramesTests.there)
        #expect(try Analysed([SampleFrame(at: 1, frame)]).tally.frames.other == 1)
    }

    @Test func `what is nearly a STUN message is other traffic`() throws {
        let short = Array(FramesTests.olderSTUN[0].dropLast())
        let long = FramesTests.olderSTUN[1] + [0]
        let unknown: [UInt8] = [0, 2, 0, 0] + [UInt8](repeating: 7, count: 16)
        for payload in [short, long, unknown] {
            let frame = SampleFrame(at: 1, FrameBuilder.datagram(payload))
            #expect(try Analysed([frame]).tally.frames.other == 1)
        }
    }

    @Test func `other bytes on a SIP flow are other traffic`() throws {
        var trace = SIPTrace()
        trace.request("REGISTER")
        let frames = trace.frames + [SampleFrame(at: 2, FrameBuilder.datagram(FrameBuilder.bytes("hello\r\n")))]
        #expect(try Analysed(frames).tally.frames.other == 1)
    }

    @Test(arguments: [[13, 10], [13, 10, 13, 10], [13], [0], [0, 0, 0, 0], [13, 10, 0]] as [[UInt8]])
    func `line ends and NULs on a connection to the port of SIP count before any message`(payload: [UInt8]) throws {
        let syn = FrameBuilder.segment([], sequence: 0, flags: .syn)
        let frames = [syn, FrameBuilder.segment(payload, sequence: 1)].map { SampleFrame(at: 1, $0) }
        #expect(try Analysed(frames).tally.frames.keepAlive == 1)
    }

    @Test func `keep-alives on a connection count as such before and between messages`() throws {
        var trace = SIPTrace(transport: .tcp)
        trace.request("REGISTER")
        trace.response(200, "OK")
        let next = 1001 + UInt32(trace.steps[0].bytes.count)
        let back = 5001 + UInt32(trace.steps[1].bytes.count)
        let frames =
            trace.frames + [
                SampleFrame(at: trace.now.nanoseconds, FrameBuilder.segment([13, 10, 13, 10], sequence: next)),
                SampleFrame(
                    at: trace.now.nanoseconds,
                    FrameBuilder.segment([13, 10], from: .callee, to: .caller, sequence: back)
                ),
            ]
        let counts = try Analysed(frames).tally.frames
        #expect(counts.keepAlive == 2)
        #expect(counts.sip == 2)
        #expect(counts.empty == 3)
    }

    @Test func `a stream that proves to be another protocol keeps no frame held`() throws {
        let syn = FrameBuilder.segment([], sequence: 0, flags: .syn)
        let pieces = ["GET / HT", "TP/1.1", "\r\nHost: www.example.com\r\n\r\n"]
        var (frames, next) = ([SampleFrame(at: 0, syn)], UInt32(1))
        for piece in pieces {
            frames.append(SampleFrame(at: 1, FrameBuilder.segment(FrameBuilder.bytes(piece), sequence: next)))
            next += UInt32(piece.utf8.count)
        }
        let counts = try Analysed(frames).tally.frames
        #expect(counts.other == 3)
        #expect(counts.held == 0)
    }

    @Test func `two messages in a segment are two, in a datagram one`() throws {
        for transport in [Transport.tcp, .udp] {
            var trace = SIPTrace(transport: transport)
            trace.request("OPTIONS")
            trace.request("OPTIONS")
            let both = trace.steps[0].bytes + trace.steps[1].bytes
            let frame = transport == .tcp ? FrameBuilder.segment(both, sequence: 1) : FrameBuilder.datagram(both)
            let tally = try Analysed([SampleFrame(at: 1, frame)]).tally
            #expect(tally.messages.total == (transport == .tcp ? 2 : 1))
            #expect(tally.frames.sip == 1)
        }
    }

    /// A piece of the second of six messages that is missing, and whether the start line went with it.
    @Test(arguments: [(0, 5, 0), (1, 6, 1)] as [(Int, UInt64, UInt64)])
    func `a message behind a gap is found, one with a hole counts as cut if its start line is there`(
        missing: Int,
        messages: UInt64,
        cut: UInt64
    ) throws {
        var trace = SIPTrace(transport: .tcp)
        for _ in 0..<6 {
            trace.request("OPTIONS")
            trace.wait(.seconds(5))
        }
        var frames = trace.segmentFrames(pieceLength: 100)
        let pieces = (trace.steps[0].bytes.count + 99) / 100
        frames.remove(at: 3 + pieces + missing)
        let tally = try Analysed(frames, pause: .seconds(60)).tally
        #expect(tally.messages.requests.all == ["OPTIONS": messages])
        #expect(tally.messages.issues[Int(DecodeIssue.cut.rawValue)] == cut)
        #expect(tally.messages.malformed == 0)
    }

    @Test func `what is no IP, cut or empty is accounted for`() throws {
        let frames = [
            FrameBuilder.ethernet([0, 1, 8, 0], type: FrameBuilder.EtherType.arp),
            FrameBuilder.datagram([]),
            FrameBuilder.ethernet([0x45, 0]),
            [],
            FrameBuilder.segment([], sequence: 1),
        ].enumerated().map { SampleFrame(at: Int64($0), $1) }
        let counts = try Analysed(frames).tally.frames
        #expect(counts.total == 5)
        #expect(counts.empty == 2)
        #expect(counts.other == 1)
        #expect(counts.undecodable.values.reduce(0, +) == 2)
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `five hundred damaged frames are all accounted for`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var frames: [SampleFrame] = []
        for transport in [Transport.udp, .tcp] {
            var trace = SIPTrace(transport: transport)
            for number in 0..<30 {
                trace.newCall("call-\(number)@example.com")
                trace.request("INVITE", body: "v=0\r\n")
                trace.response([200, 401, 503, 799, 99].randomElement(using: &random) ?? 200, "Phrase")
            }
            frames += transport == .tcp ? trace.segmentFrames(pieceLength: 90) : trace.frames
        }
        frames = (0..<500).map { index in
            var frame = frames[index % frames.count]
            frame.bytes = random.damaged(frame.bytes)
            if Int.random(in: 0..<5, using: &random) == 0 { frame.wireByteCount = frame.bytes.count + 100 }
            return frame
        }
        let tally = try Analysed(frames, pause: .seconds(40)).tally
        #expect(tally.frames.total == 500)
        #expect(
            tally.messages.responses.all.values.reduce(0, +) + tally.messages.requests.all.values.reduce(0, +)
                == tally.messages.total
        )
        #expect(tally.calls.outcomes.values.reduce(0, +) == tally.calls.total)
    }
}
