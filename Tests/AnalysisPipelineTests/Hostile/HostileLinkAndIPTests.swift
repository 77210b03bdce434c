import NetworkTypes
import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Hostile inputs 11 to 18: link headers, IP headers, extension headers.
@Suite struct HostileLinkAndIPTests {
    private static let packet = HostileFrames.packet
    private static let whole = FrameBuilder.ethernet(packet)
    private static func v6(_ rest: [UInt8], next: UInt8) -> [UInt8] {
        FrameBuilder.ethernet(FrameBuilder.ipv6(rest, next: next))
    }

    private static let link = [
        HostileFrames(11, "a VLAN tag", ["sip": 1], [FrameBuilder.ethernet(packet, tags: [0x8100])]),
        HostileFrames(11, "QinQ", ["sip": 1], [FrameBuilder.ethernet(packet, tags: [0x88A8, 0x8100])]),
        HostileFrames(
            11,
            "nine and forty tags",
            ["undecodable.vlan_depth": 2],
            [9, 40].map { FrameBuilder.ethernet(packet, tags: Array(repeating: 0x8100, count: $0)) }
        ),
        HostileFrames(
            12,
            "cooked headers of every length",
            ["undecodable.link_short": 16],
            linkType: .linuxCooked,
            (0..<16).map { Array(FrameBuilder.linuxCooked(packet).prefix($0)) }
        ),
        HostileFrames(
            12,
            "cooked headers of version 2 of every length",
            ["undecodable.link_short": 20],
            linkType: .linuxCooked2,
            (0..<20).map { Array(FrameBuilder.linuxCooked2(packet).prefix($0)) }
        ),
        HostileFrames(
            13,
            "runts of 0 to 60 bytes",
            // At 42 bytes the datagram has nothing, and then not yet a start line.
            [
                "undecodable.link_short": 14, "undecodable.ip_short": 20, "undecodable.udp_cut": 8, "empty": 1,
                "other": 18,
            ],
            (0...60).map { Array(whole.prefix($0)) }
        ),
    ]

    private static let v4 = [
        HostileFrames(
            14,
            "header length below five words",
            ["undecodable.ip_header": 5],
            (UInt8(0)..<5).map { FrameBuilder.ethernet([0x40 | $0] + packet.dropFirst()) }
        ),
        HostileFrames(
            14,
            "header length beyond the packet",
            ["undecodable.ip_short": 1],
            [FrameBuilder.ethernet([0x4F] + packet.dropFirst().prefix(30))]
        ),
        HostileFrames(
            15,
            "total length below the header",
            ["undecodable.ip_length": 19],
            (1..<20).map { FrameBuilder.ethernet(FrameBuilder.ipv4(HostileFrames.datagram, totalLength: $0)) }
        ),
        HostileFrames(
            15,
            "total length beyond the frame, and zero",
            ["sip": 2],
            [65_535, 0].map { FrameBuilder.ethernet(FrameBuilder.ipv4(HostileFrames.datagram, totalLength: $0)) }
        ),
        HostileFrames(
            16,
            "options of every length, senseless ones among them",
            ["sip": 82],
            (0...40).flatMap { count in
                ([1, 0xFF] as [UInt8]).map { byte in
                    let options = [UInt8](repeating: byte, count: count)
                    return FrameBuilder.ethernet(FrameBuilder.ipv4(HostileFrames.datagram, options: options))
                }
            }
        ),
    ]

    private static let v6Chains = [
        HostileFrames(17, "eight extension headers", ["sip": 1], [v6(extended(8), next: 60)]),
        HostileFrames(
            17,
            "nine and sixty extension headers",
            ["undecodable.ipv6_extension_depth": 2],
            [9, 60].map { v6(extended($0), next: 60) }
        ),
        HostileFrames(
            17,
            "extension headers of length zero that name themselves",
            ["undecodable.ipv6_extension_depth": 5],
            [0, 43, 60, 135, 51].map { v6(chainOf: $0) }
        ),
        HostileFrames(
            17,
            "extension headers beyond the packet",
            ["undecodable.ipv6_extension": 1],
            [v6([17, 255, 0, 0, 0, 0, 0, 0], next: 60)]
        ),
        HostileFrames(
            18,
            "atomic fragments, alone and behind each other",
            ["sip": 2],
            [
                v6(FrameBuilder.fragmentHeader(HostileFrames.datagram), next: 44),
                v6(
                    FrameBuilder.fragmentHeader(FrameBuilder.fragmentHeader(HostileFrames.datagram), next: 44),
                    next: 44
                ),
            ]
        ),
    ]

    /// A message behind `count` extension headers.
    private static func extended(_ count: Int) -> [UInt8] {
        (1..<count).reduce(FrameBuilder.extensionHeader(HostileFrames.datagram)) { rest, _ in
            FrameBuilder.extensionHeader(rest, next: 60)
        }
    }

    /// A packet of extension headers, each of the kind `kind`, of length zero and followed by one more.
    private static func v6(chainOf kind: UInt8) -> [UInt8] {
        v6((0..<600).map { $0 % 8 == 0 ? kind : 0 }, next: kind)
    }

    @Test(arguments: link + v4 + v6Chains)
    func `hostile link and IP headers count where they belong`(input: HostileFrames) throws {
        let counts = try Analysed(input.samples, linkType: input.linkType, pause: .seconds(40)).tally.frames
        #expect(HostileFrames.groups(counts) == input.expected)
    }
}
