import NetworkTypes
import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// The account of frames where a packet put together from fragments holds a fragment again.
@Suite struct NestedFragmentsTests {
    /// The frames of a GRE packet in `count` fragments that holds the piece of a datagram.
    private static func frames(of packet: [UInt8], into count: Int, identification: Int) -> [[UInt8]] {
        FrameBuilder.fragments(
            FrameBuilder.gre(packet),
            into: count,
            from: FrameBuilder.TunnelEnd.near,
            to: FrameBuilder.TunnelEnd.far,
            protocolNumber: 47,
            identification: identification
        ).map { FrameBuilder.ethernet($0) }
    }

    /// Two pieces of a datagram with `payload`.
    private static func pieces(of payload: [UInt8]) -> [[UInt8]] {
        FrameBuilder.fragments(
            FrameBuilder.udp(payload),
            into: 2,
            from: .caller,
            to: .callee,
            protocolNumber: 17,
            identification: 5
        )
    }

    private func samples(_ frames: [[UInt8]]) -> [SampleFrame] {
        frames.enumerated().map { SampleFrame(at: Int64($0), $1) }
    }

    @Test func `frames of an inner packet that is no SIP are let go together`() throws {
        let pieces = NestedFragmentsTests.pieces(of: [UInt8](repeating: 7, count: 60))
        let first = NestedFragmentsTests.frames(of: pieces[0], into: 3, identification: 1)
        let second = NestedFragmentsTests.frames(of: pieces[1], into: 3, identification: 2)
        let half = try Analysed(samples(first)).tally.frames
        #expect(half.held == 3)
        #expect(half.other == 0)
        let whole = try Analysed(samples(first + second)).tally.frames
        #expect(whole.other == 6)
        #expect(whole.held == 0)
    }

    @Test func `frames of an inner packet that never completes are lost together`() throws {
        let pieces = NestedFragmentsTests.pieces(of: [UInt8](repeating: 7, count: 60))
        let frames = NestedFragmentsTests.frames(of: pieces[0], into: 3, identification: 1)
        let counts = try Analysed(samples(frames), pause: .seconds(60)).tally.frames
        #expect(counts.lost == ["fragment_timeout": 3])
        #expect(counts.held == 0)
    }

    @Test func `frames of an inner packet whose pieces contradict each other are lost together`() throws {
        let pieces = NestedFragmentsTests.pieces(of: [UInt8](repeating: 7, count: 60))
        let other = NestedFragmentsTests.pieces(of: [UInt8](repeating: 8, count: 60))
        let first = NestedFragmentsTests.frames(of: pieces[0], into: 3, identification: 1)
        let second = NestedFragmentsTests.frames(of: other[0], into: 2, identification: 2)
        let third = NestedFragmentsTests.frames(of: pieces[1], into: 2, identification: 3)
        let counts = try Analysed(samples(first + second + third)).tally.frames
        #expect(counts.lost == ["fragment_overlap": 7])
        #expect(counts.held == 0)
    }

    /// Packets put together inside each other, and whether the innermost is read.
    @Test(arguments: [1, 2, 3, 4, 5, 40])
    func `packets put together inside each other are read up to four deep`(depth: Int) throws {
        let message = "OPTIONS sip:b SIP/2.0\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n"
        var packets = [FrameBuilder.ipv4(FrameBuilder.udp(FrameBuilder.bytes(message)))]
        // Around the last packet at hand each level puts one more that comes in two pieces; the last piece holds the
        // rest.
        for level in 1...depth {
            let last = packets.removeLast()
            packets += FrameBuilder.fragments(
                FrameBuilder.gre(last),
                into: 2,
                from: FrameBuilder.TunnelEnd.near,
                to: FrameBuilder.TunnelEnd.far,
                protocolNumber: 47,
                identification: level
            )
        }
        let frames = packets.map { FrameBuilder.ethernet($0) }
        let counts = try Analysed(samples(frames)).tally.frames
        #expect(counts.total == UInt64(depth + 1))
        #expect(counts.sip == (depth <= 4 ? 1 : 0))
        #expect(counts.undecodable == (depth <= 4 ? [:] : ["tunnel_depth": 1]))
    }
}
