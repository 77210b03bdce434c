import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct IPv6Tests {
    private let payload = FrameBuilder.bytes("hello")

    private func packet(_ rest: [UInt8], next: UInt8, payloadLength: Int? = nil) -> [UInt8] {
        FrameBuilder.ipv6(rest, next: next, payloadLength: payloadLength)
    }

    @Test(arguments: [0, 43, 60, 135, 139, 140] as [UInt8])
    func `an extension header is stepped over`(_ kind: UInt8) {
        let frame = packet(FrameBuilder.extensionHeader(FrameBuilder.udp(payload), units: 3), next: kind)
        #expect(decode(frame, as: .ipv6).payload(in: frame) == payload)
    }

    @Test func `an authentication header counts in words`() {
        let frame = packet(FrameBuilder.authenticationHeader(FrameBuilder.udp(payload)), next: 51)
        #expect(decode(frame, as: .ipv6).payload(in: frame) == payload)
    }

    @Test func `a chain at the limit is read and one past it is not`() {
        for (count, isRead) in [(8, true), (9, false), (60, false)] {
            var rest = FrameBuilder.extensionHeader(FrameBuilder.udp(payload))
            for _ in 1..<count { rest = FrameBuilder.extensionHeader(rest, next: 60) }
            let decoded = decode(packet(rest, next: 60), as: .ipv6)
            #expect((decoded.datagram != nil) == isRead)
            #expect((decoded.reason == .ipv6ExtensionDepth) == !isRead)
        }
    }

    @Test func `an extension header beyond its packet is undecodable, cut or wrong`() {
        let rest = FrameBuilder.extensionHeader([], units: 4)
        #expect(decode(packet(Array(rest.dropLast()), next: 60), as: .ipv6).reason == .ipv6Extension)
        #expect(decode(Array(packet(rest, next: 60).dropLast()), as: .ipv6).reason == .ipv6ExtensionCut)
        #expect(decode(packet([17], next: 60), as: .ipv6).reason == .ipv6Extension)
    }

    @Test func `a fragment carries what its datagram is known by`() throws {
        let piece = [UInt8](repeating: 7, count: 24)
        let header = FrameBuilder.fragmentHeader(piece, identification: 0xDEAD_BEEF, offset: 1448, hasMore: true)
        let frame = packet(header, next: 44)
        let fragment = try #require(decode(frame, as: .ipv6).fragment)
        #expect(fragment.identification == 0xDEAD_BEEF)
        #expect(fragment.offset == 1448)
        #expect(fragment.hasMore)
        #expect(fragment.protocolNumber == 17)
        #expect(decode(frame, as: .ipv6).payload(in: frame) == piece)
    }

    @Test func `an atomic fragment is a whole packet`() {
        let frame = packet(FrameBuilder.fragmentHeader(FrameBuilder.udp(payload), identification: 9), next: 44)
        #expect(decode(frame, as: .ipv6).payload(in: frame) == payload)
        #expect(decode(frame, as: .ipv6).datagram?.identification == 9)
    }

    @Test func `a payload length of zero reaches to the end of the frame`() {
        let frame = packet(FrameBuilder.udp(payload), next: 17, payloadLength: 0)
        #expect(decode(frame, as: .ipv6).payload(in: frame) == payload)
    }

    @Test func `a jumbogram has its length in an option`() {
        let body = [UInt8](repeating: 0x61, count: 70_000)
        let datagram = FrameBuilder.udp(body, length: 0)
        let rest = FrameBuilder.jumboHeader(datagram, length: UInt32(datagram.count + 8))
        let frame = packet(rest, next: 0, payloadLength: 0) + [1, 2, 3]
        #expect(decode(frame, as: .ipv6).datagram?.payload.count == 70_000)
        #expect(decode(Array(frame[..<100]), as: .ipv6).datagram?.missingByteCount == 70_056 - 100)
    }

    @Test func `a jumbogram that needs no option is undecodable`() {
        let rest = FrameBuilder.jumboHeader(FrameBuilder.udp(payload), length: 65_535)
        #expect(decode(packet(rest, next: 0, payloadLength: 0), as: .ipv6).reason == .ipLength)
    }

    @Test func `no next header is nothing for us`() {
        #expect(decode(packet([], next: 59), as: .ipv6).other == .ipProtocol(59))
    }

    @Test func `extension headers behind a fragment header are read in the reassembled packet`() {
        let bytes = FrameBuilder.extensionHeader(FrameBuilder.udp(payload))
        let decoded = decodeReassembled(bytes, protocolNumber: 60)
        #expect(decoded.payload(in: bytes) == payload)
        #expect(decoded.datagram?.identification == 5)
        let nested = FrameBuilder.fragmentHeader([UInt8](repeating: 0, count: 8), hasMore: true)
        let refused = decodeReassembled(nested, protocolNumber: 44)
        #expect(refused.reason == .ipv6Extension)
    }
}
