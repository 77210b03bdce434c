import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

/// GRE, and ERSPAN in it.
@Suite struct GRETests {
    private static let packet = FrameBuilder.ipv4(FrameBuilder.udp(FrameBuilder.bytes("hello")))

    private func reason(_ bytes: [UInt8], missing: Int = 0) -> UndecodableReason? {
        let packet = FrameBuilder.outer(bytes + [UInt8](repeating: 0, count: missing), protocolNumber: 47)
        return decode(Array(packet.dropLast(missing)), as: .raw).reason
    }

    @Test func `a header that ends early is cut or wrong`() {
        let whole = FrameBuilder.gre(GRETests.packet, checksum: true, key: 7, sequence: 1)
        for count in 0..<16 {
            #expect(reason(Array(whole[..<count])) == .greHeader, "\(count) bytes")
            #expect(reason(Array(whole[..<count]), missing: 40) == .greCut, "\(count) bytes")
        }
    }

    @Test(arguments: [0x4000, 0x0800, 0x0400, 0x0001, 0x0002, 0x0007])
    func `routing, recursion and other versions are not known`(flags: Int) {
        #expect(reason(FrameBuilder.two(flags) + FrameBuilder.two(0x0800) + GRETests.packet) == .greVersion)
    }

    @Test(arguments: [0x0200, 0x0100, 0x0080, 0x0008, 0x03F8])
    func `reserved bits are overlooked`(flags: Int) throws {
        let bytes = FrameBuilder.two(flags) + FrameBuilder.two(0x0800) + GRETests.packet
        let datagram = decode(FrameBuilder.outer(bytes, protocolNumber: 47), as: .raw).datagram
        #expect(try #require(datagram).payload.count == 5)
    }

    @Test(arguments: [0, 0x0026, 0x05DC, 0x0806, 0x2001, 0xFFFF])
    func `another payload is named by its type`(type: Int) {
        let packet = FrameBuilder.outer(FrameBuilder.gre(GRETests.packet, type: type), protocolNumber: 47)
        #expect(decode(packet, as: .raw).other == .etherType(UInt16(type)))
    }

    @Test func `PPTP that carries nothing is not for us, and a wrong length is undecodable`() {
        let frame = FrameBuilder.ppp(GRETests.packet)
        let acknowledgement =
            FrameBuilder.two(0x2081) + FrameBuilder.two(0x880B) + FrameBuilder.four(0) + FrameBuilder.four(1)
        let packet = FrameBuilder.outer(acknowledgement, protocolNumber: 47)
        #expect(decode(packet, as: .raw).other == .etherType(0x880B))
        #expect(reason(FrameBuilder.pptp(frame, length: frame.count + 1)) == .greHeader)
        #expect(reason(FrameBuilder.pptp(frame, length: frame.count + 1), missing: 1) == nil)
        let whole = FrameBuilder.pptp(frame, acknowledges: true)
        for count in 0..<16 {
            #expect(reason(Array(whole[..<count])) == .greHeader, "\(count) bytes")
            #expect(reason(Array(whole[..<count]), missing: 90) == .greCut, "\(count) bytes")
        }
    }

    @Test func `an ERSPAN header that ends early is cut or wrong`() {
        let frame = FrameBuilder.ethernet(GRETests.packet)
        for mirrored in [FrameBuilder.erspan2(frame), FrameBuilder.erspan3(frame, hasPlatform: true)] {
            for count in 0..<(mirrored.count - frame.count) {
                let bytes = FrameBuilder.gre(Array(mirrored[..<count]), type: 0x88BE, sequence: 1)
                #expect(reason(bytes) == .erspanHeader, "\(count) bytes")
                #expect(reason(bytes, missing: 40) == .erspanCut, "\(count) bytes")
            }
        }
    }

    @Test func `an unknown ERSPAN version is undecodable and another frame type is named`() {
        for version in [0, 3, 15] {
            let header = FrameBuilder.two(version << 12) + [UInt8](repeating: 0, count: 40)
            #expect(reason(FrameBuilder.gre(header, type: 0x22EB, sequence: 1)) == .erspanVersion)
        }
        let wireless = FrameBuilder.erspan3([1, 2, 3], kind: 3)
        let packet = FrameBuilder.outer(FrameBuilder.gre(wireless, type: 0x22EB, sequence: 1), protocolNumber: 47)
        #expect(decode(packet, as: .raw).other == .mirrored(3))
    }
}
