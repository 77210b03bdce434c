import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct IPv4Tests {
    private let payload = FrameBuilder.bytes("hello")

    @Test func `Ethernet padding is not part of the datagram`() {
        let frame =
            FrameBuilder.ethernet(FrameBuilder.ipv4(FrameBuilder.udp(payload))) + [UInt8](repeating: 0, count: 13)
        #expect(decode(frame).payload(in: frame) == payload)
        #expect(decode(frame).datagram?.isCut == false)
    }

    @Test(arguments: [1, 4, 24, 40])
    func `options are stepped over`(_ count: Int) {
        let options = [UInt8](repeating: 1, count: count)
        let frame = FrameBuilder.ethernet(FrameBuilder.ipv4(FrameBuilder.udp(payload), options: options))
        #expect(decode(frame).payload(in: frame) == payload)
    }

    @Test func `a total length of zero reaches to the end of the frame`() {
        let frame = FrameBuilder.ethernet(FrameBuilder.ipv4(FrameBuilder.udp(payload), totalLength: 0))
        #expect(decode(frame).payload(in: frame) == payload)
        let segment = FrameBuilder.ipv4(FrameBuilder.tcp(payload), protocolNumber: 6, totalLength: 0)
        #expect(decode(segment, as: .raw).payload(in: segment) == payload)
    }

    @Test func `a total length beyond the frame means that it was cut`() {
        let frame = FrameBuilder.ethernet(
            FrameBuilder.ipv4(FrameBuilder.tcp(payload), protocolNumber: 6, totalLength: 145)
        )
        #expect(decode(frame).segment?.missingByteCount == 100)
        #expect(decode(frame).payload(in: frame) == payload)
    }

    @Test func `a header that contradicts itself is undecodable`() {
        let packet = FrameBuilder.ipv4(FrameBuilder.udp(payload))
        for words in UInt8(0)..<5 {
            #expect(decode([0x40 | words] + packet.dropFirst(), as: .raw).reason == .ipHeader)
        }
        #expect(decode([0x4F] + packet.dropFirst(), as: .raw).reason == .ipShort)
        #expect(decode([0x65] + packet.dropFirst(), as: .ipv4).reason == .ipVersion)
        #expect(decode([0x55] + packet.dropFirst(), as: .raw).reason == .ipVersion)
        #expect(decode([], as: .raw).reason == .ipShort)
        for length in 1..<20 {
            #expect(decode(FrameBuilder.ipv4(payload, totalLength: length), as: .raw).reason == .ipLength)
        }
    }

    @Test func `a fragment carries what its datagram is known by`() throws {
        let piece = [UInt8](repeating: 7, count: 16)
        let frame = FrameBuilder.ipv4(piece, identification: 0xBEEF, fragmentOffset: 1480, hasMore: true)
        let fragment = try #require(decode(frame, as: .raw).fragment)
        #expect(fragment.identification == 0xBEEF)
        #expect(fragment.offset == 1480)
        #expect(fragment.hasMore)
        #expect(fragment.protocolNumber == 17)
        #expect(decode(frame, as: .raw).payload(in: frame) == piece)
        let last = FrameBuilder.ipv4([1, 2, 3], fragmentOffset: 65_528)
        #expect(decode(last, as: .raw).fragment?.offset == 65_528)
        #expect(decode(last, as: .raw).fragment?.hasMore == false)
    }

    @Test func `a fragment that can fit nowhere is undecodable`() {
        #expect(decode(FrameBuilder.ipv4([1, 2, 3], hasMore: true), as: .raw).reason == .fragmentLength)
        #expect(decode(FrameBuilder.ipv4([], hasMore: true), as: .raw).reason == .fragmentLength)
        #expect(decode(FrameBuilder.ipv4([], fragmentOffset: 8), as: .raw).reason == .fragmentLength)
    }

    @Test func `other protocols are named by their number`() {
        #expect(decode(FrameBuilder.ipv4(payload, protocolNumber: 1), as: .raw).other == .ipProtocol(1))
        #expect(decode(FrameBuilder.ipv4(payload, protocolNumber: 50), as: .raw).other == .ipProtocol(50))
    }
}
