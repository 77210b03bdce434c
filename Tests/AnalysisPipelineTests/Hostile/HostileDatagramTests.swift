import NetworkTypes
import PacketDecoding
import Tallying
import TestAnalysis
import TestSupport
import Testing

/// Hostile inputs 26 and 27: UDP headers.
@Suite struct HostileDatagramTests {
    private static func frame(length: Int) -> [UInt8] {
        FrameBuilder.ethernet(FrameBuilder.ipv4(FrameBuilder.udp(HostileFrames.message, length: length)))
    }

    private static func changed(_ offset: Int, to value: UInt8) -> [UInt8] {
        var frame = FrameBuilder.ethernet(HostileFrames.packet)
        frame[offset] = value
        return frame
    }

    private static let size = HostileFrames.datagram.count

    private static let inputs = [
        HostileFrames(
            26,
            "UDP length below its header, zero among them",
            ["undecodable.udp_length": 8],
            (0..<8).map(frame)
        ),
        HostileFrames(26, "UDP length of a header", ["empty": 1], [frame(length: 8)]),
        HostileFrames(
            26,
            "UDP length beyond the packet",
            ["sip": 2],
            [frame(length: size + 1), frame(length: 65_535)]
        ),
        HostileFrames(26, "UDP length inside the start line", ["other": 1], [frame(length: 20)]),
        HostileFrames(
            26,
            "a packet that ends inside the UDP header",
            ["undecodable.udp_header": 8],
            (0..<8).map {
                FrameBuilder.ethernet(FrameBuilder.ipv4(Array(HostileFrames.datagram.prefix($0))))
            }
        ),
        HostileFrames(27, "wrong checksums of IP and UDP", ["sip": 2], [changed(24, to: 0xBA), changed(40, to: 0xBA)]),
    ]

    @Test(arguments: inputs)
    func `hostile UDP headers count where they belong`(input: HostileFrames) throws {
        let counts = try Analysed(input.samples, linkType: input.linkType, pause: .seconds(40)).tally.frames
        #expect(HostileFrames.groups(counts) == input.expected)
    }
}
