import NetworkTypes
import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Hostile inputs 19 to 25: fragments, and packets inside packets.
@Suite struct HostileFragmentsTests {
    private static let datagram = HostileFrames.datagram

    /// A fragment of `bytes` with `range` of them.
    private static func piece(
        _ range: Range<Int>,
        of bytes: [UInt8] = datagram,
        hasMore: Bool,
        identification: Int = 1,
        protocolNumber: UInt8 = 17,
        isV6: Bool = false
    ) -> [UInt8] {
        let part = Array(bytes[range])
        if isV6 {
            let header = FrameBuilder.fragmentHeader(part, offset: range.lowerBound, hasMore: hasMore)
            return FrameBuilder.ethernet(FrameBuilder.ipv6(header, next: 44))
        }
        return FrameBuilder.ethernet(
            FrameBuilder.ipv4(
                part,
                protocolNumber: protocolNumber,
                identification: identification,
                fragmentOffset: range.lowerBound,
                hasMore: hasMore
            )
        )
    }

    private static let end = datagram.count
    private static let other = [UInt8](repeating: 0x55, count: 200)

    private static let fragments = [
        HostileFrames(
            19,
            "the last fragment first",
            ["sip": 1, "held": 2],
            [
                piece(80..<end, hasMore: false), piece(0..<40, hasMore: true), piece(40..<80, hasMore: true),
            ]
        ),
        HostileFrames(
            20,
            "overlap with the same bytes, IPv4",
            ["sip": 1, "held": 1],
            [
                piece(0..<64, hasMore: true), piece(32..<end, hasMore: false),
            ]
        ),
        HostileFrames(
            20,
            "overlap with the same bytes, IPv6",
            ["lost.fragment_overlap": 2],
            [
                piece(0..<64, hasMore: true, isV6: true), piece(32..<end, hasMore: false, isV6: true),
            ]
        ),
        HostileFrames(
            20,
            "overlap with other bytes",
            ["lost.fragment_overlap": 3],
            [
                piece(0..<64, hasMore: true), piece(32..<72, of: other, hasMore: true), piece(64..<end, hasMore: false),
            ]
        ),
        HostileFrames(
            20,
            "a copy, and a fragment that comes too late",
            ["sip": 1, "held": 2, "lost.fragment_timeout": 1],
            [
                piece(0..<64, hasMore: true), piece(0..<64, hasMore: true), piece(64..<end, hasMore: false),
                piece(64..<end, hasMore: false),
            ]
        ),
        HostileFrames(
            21,
            "more than 65,535 bytes",
            ["lost.fragment_size": 2],
            [
                piece(0..<64, hasMore: true),
                FrameBuilder.ethernet(FrameBuilder.ipv4([UInt8](repeating: 1, count: 8), fragmentOffset: 65_528)),
            ]
        ),
        HostileFrames(
            22,
            "one number for two protocols",
            ["sip": 1, "held": 1, "lost.fragment_timeout": 1],
            [
                piece(0..<64, hasMore: true), piece(0..<64, of: other, hasMore: true, protocolNumber: 6),
                piece(64..<end, hasMore: false),
            ]
        ),
        HostileFrames(
            22,
            "a number used again after the packet",
            ["sip": 2, "held": 2],
            [
                piece(0..<64, hasMore: true), piece(64..<end, hasMore: false), piece(0..<64, hasMore: true),
                piece(64..<end, hasMore: false),
            ]
        ),
        HostileFrames(
            22,
            "a number used again within the packet",
            ["lost.fragment_overlap": 3],
            [
                piece(0..<64, hasMore: true), piece(0..<64, of: other, hasMore: true), piece(64..<end, hasMore: false),
            ]
        ),
        HostileFrames(
            24,
            "a first fragment with nothing but the UDP header",
            ["sip": 1, "held": 1],
            [
                piece(0..<8, hasMore: true), piece(8..<end, hasMore: false),
            ]
        ),
        HostileFrames(
            24,
            "a first fragment that splits the TCP header",
            ["other": 1, "undecodable.tcp_header": 1],
            [
                piece(0..<8, of: other, hasMore: true, protocolNumber: 6),
                piece(8..<16, of: other, hasMore: false, protocolNumber: 6),
            ]
        ),
        HostileFrames(
            24,
            "fragments without bytes, and of odd length",
            ["undecodable.fragment_length": 3],
            [
                piece(0..<0, hasMore: true), piece(8..<8, hasMore: false), piece(0..<13, hasMore: true),
            ]
        ),
    ]

    private static let nests = [
        HostileFrames(
            25,
            "IP in IP, 14 deep and 20 deep",
            ["sip": 1, "undecodable.tunnel_depth": 1],
            [14, 20].map { count in
                FrameBuilder.ethernet(
                    (0..<count).reduce(HostileFrames.packet) { packet, _ in
                        FrameBuilder.outer(packet, protocolNumber: 4)
                    }
                )
            }
        ),
        HostileFrames(
            25,
            "GRE, 14 deep and 20 deep",
            ["sip": 1, "undecodable.tunnel_depth": 1],
            [14, 20].map { count in
                FrameBuilder.ethernet(
                    (0..<count).reduce(HostileFrames.packet) { packet, _ in
                        FrameBuilder.outer(FrameBuilder.gre(packet), protocolNumber: 47)
                    }
                )
            }
        ),
    ]

    @Test(arguments: fragments + nests)
    func `hostile fragments and nests count where they belong`(input: HostileFrames) throws {
        let counts = try Analysed(input.samples, linkType: input.linkType, pause: .seconds(40)).tally.frames
        #expect(HostileFrames.groups(counts) == input.expected)
    }

    /// Input 23; the limit is 4,096 packets.
    @Test func `first fragments that are never completed push each other out, and leave room for real ones`() throws {
        var frames = (0..<20_000).map { index in
            let source = IPAddress(v4: 0xC612_0000 + UInt32(index))
            let packet = FrameBuilder.ipv4([UInt8](repeating: 1, count: 8), from: source, hasMore: true)
            return SampleFrame(at: Int64(index) * 1_000, FrameBuilder.ethernet(packet))
        }
        for bytes in [
            HostileFragmentsTests.piece(0..<64, hasMore: true),
            HostileFragmentsTests.piece(64..<HostileFragmentsTests.end, hasMore: false),
        ] {
            frames.append(SampleFrame(at: 20_000_000, bytes))
        }
        let analysed = try Analysed(frames)
        let expected: [String: UInt64] = ["sip": 1, "held": 4_096, "lost.fragment_limit": 15_905]
        #expect(HostileFrames.groups(analysed.tally.frames) == expected)
        #expect(analysed.limits.first { $0.name == "fragmented_packets" }?.reached == 15_905)
        let later = try Analysed(frames, pause: .seconds(40)).tally.frames
        #expect(later.lost == ["fragment_limit": 15_905, "fragment_timeout": 4_095])
        #expect(later.held == 1)
    }
}
