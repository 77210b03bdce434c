import NetworkTypes
import PacketDecoding
import StreamReassembly
import TestSupport
import Testing
import WireBytes

@Suite struct TCPDamageTests {
    private static let flags: [TCPFlags] = [
        .acknowledgement, .acknowledgement, .push, .syn, .fin, .reset, [.syn, .fin],
    ]

    /// A segment of a few connections, near the place where all of them are, or anywhere.
    private func segment(_ random: inout SeededRandom) -> (Segment, [UInt8]) {
        let alphabet = Array(">\n~xxC!".utf8)
        let isNear = Int.random(in: 0..<50, using: &random) > 0
        let isPlain = Int.random(in: 0..<20, using: &random) > 0
        let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<(isPlain ? alphabet.count - 1 : alphabet.count), using: &random)]
        }
        let caller = Endpoint(address: .caller, port: UInt16.random(in: 1...4, using: &random))
        let isForward = Bool.random(using: &random)
        let segment = Segment(
            source: isForward ? caller : .callee,
            destination: isForward ? .callee : caller,
            sequence: isNear
                ? 0xFFFF_FF80 &+ UInt32.random(in: 0...400, using: &random)
                : UInt32.random(in: 0 ... .max, using: &random),
            acknowledgement: 0xFFFF_FF80 &+ UInt32.random(in: 0...400, using: &random),
            flags: isPlain ? .acknowledgement : TCPDamageTests.flags[Int.random(in: 0..<7, using: &random)],
            payload: ByteRange(0, bytes.count),
            missingByteCount: isPlain ? 0 : Int.random(in: 0...3, using: &random)
        )
        return (segment, bytes)
    }

    @Test(arguments: 0..<8)
    func `random segments keep the account and never trap`(_ seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var limits = ReassemblyLimits()
        limits.bytesAhead = 400
        limits.bytesPending = 60
        limits.streamBytes = 600
        limits.connections = 3
        var peer = StreamPeer(limits: limits)
        for _ in 0..<4_000 {
            peer.time += Int64.random(in: -1_000_000...30_000_000, using: &random)
            let (segment, bytes) = segment(&random)
            _ = peer.send(segment, bytes)
            #expect(peer.held >= 0)
            #expect(peer.streams.heldByteCount >= 0 && peer.streams.heldByteCount <= 600)
            #expect(peer.streams.connectionCount <= 3)
        }
        #expect(peer.counts.values.reduce(0, +) == peer.frame)
        #expect(!peer.texts.isEmpty)
        peer.pass(seconds: 3_700)
        #expect(peer.streams.connectionCount == 0)
        #expect(peer.streams.heldByteCount == 0)
    }

    @Test func `damaged frames never trap on their way through decoder and streams`() {
        var random = SeededRandom(seed: 99)
        var streams = TCPStreams()
        var consumer = LineConsumer()
        for number in UInt64(0)..<20_000 {
            let sequence = UInt32(truncatingIfNeeded: number &* 7)
            let frame = random.damaged(FrameBuilder.segment(FrameBuilder.bytes(">abcd\n>"), sequence: sequence))
            frame.withRawSpan { bytes in
                guard case .segment(let segment) = PacketDecoder().decode(bytes, linkType: .ethernet) else { return }
                let time = CaptureTime(nanoseconds: Int64(number) * 1_000_000)
                _ = streams.take(segment, bytes, at: time, frame: number) { consumer.consume($0, &$1) }
            }
        }
        #expect(!consumer.messages.isEmpty)
    }

    @Test func `a payload range outside its bytes is cut to them`() {
        var peer = StreamPeer()
        let segment = Segment(
            source: .caller,
            destination: .callee,
            sequence: 1,
            acknowledgement: 0,
            flags: .acknowledgement,
            payload: ByteRange(2, 900)
        )
        #expect(peer.send(segment, FrameBuilder.bytes("xx>a\n")) == .messages(1))
        #expect(peer.texts == [">a\n"])
    }
}
