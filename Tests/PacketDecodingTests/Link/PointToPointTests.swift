import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

/// PPP and what stands before it on serial lines.
@Suite struct PointToPointTests {
    private static let packet = FrameBuilder.ipv4(FrameBuilder.udp(FrameBuilder.bytes("hello")))
    private static let linkTypes: [LinkType] = [
        .ppp, .pppOverHDLC, .ciscoHDLC, .pppOverEthernet, .pppOfDaemon, .pppWithDirection,
    ]

    @Test func `a protocol cut to one byte is read with every framing`() {
        let short = [0x21] + PointToPointTests.packet
        #expect(decode(short, as: .ppp).datagram != nil)
        #expect(decode([0xFF, 0x03] + short, as: .pppOverHDLC).datagram != nil)
        #expect(decode([1] + short, as: .pppOfDaemon).datagram != nil)
        #expect(decode([0] + short, as: .pppWithDirection).datagram != nil)
    }

    @Test func `other protocols are named by their number`() {
        #expect(decode([0xC0, 0x21, 1, 1, 0, 4], as: .ppp).other == .pppProtocol(0xC021))
        #expect(decode([0xFF, 0x03, 0x00, 0xFD, 1, 1, 0, 4], as: .pppOverHDLC).other == .pppProtocol(0x00FD))
        #expect(decode([0, 0x03, 0x80, 0x21, 1, 1, 0, 4], as: .pppOfDaemon).other == .pppProtocol(0x8021))
        #expect(decode([0x8F, 0, 0x80, 0x35, 0, 0, 0, 2], as: .ciscoHDLC).other == .etherType(0x8035))
        #expect(decode([0x0F, 0, 0x20, 0, 0, 0, 0, 2], as: .ciscoHDLC).other == .etherType(0x2000))
    }

    @Test(arguments: linkTypes)
    func `a frame that ends in its header is too short`(linkType: LinkType) {
        #expect(decode([], as: linkType).reason == .linkShort)
        #expect(decode([0xFF], as: linkType).reason == .linkShort)
        #expect(decode([0x0F, 0, 8], as: .ciscoHDLC).reason == .linkShort)
        #expect(decode([0xFF, 0x03, 0x00], as: .ppp).reason == .linkShort)
        #expect(decode([0x01, 0x03, 0x00, 0x21], as: .pppOfDaemon).reason == .linkShort)
    }

    @Test func `a PPPoE length below the frame leaves padding out`() {
        let frame = FrameBuilder.pppoe(PointToPointTests.packet) + [UInt8](repeating: 0, count: 9)
        #expect(decode(frame).payload(in: frame) == FrameBuilder.bytes("hello"))
    }
}
