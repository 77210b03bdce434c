import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct TransportTests {
    private let payload = FrameBuilder.bytes("hello")

    private func udp(length: Int, isOpen: Bool = false) -> Decoded {
        let datagram = FrameBuilder.udp(payload, length: length)
        return decode(FrameBuilder.ipv4(datagram, totalLength: isOpen ? 0 : nil), as: .raw)
    }

    @Test func `a UDP length below its header is undecodable`() {
        for length in 0..<8 { #expect(udp(length: length).reason == .udpLength) }
    }

    @Test func `a UDP length of zero is good where the packet's own length is open`() {
        #expect(udp(length: 0, isOpen: true).datagram?.payload.count == 5)
        #expect(udp(length: 1, isOpen: true).reason == .udpLength)
    }

    @Test func `a UDP length below the packet cuts what follows and one above it tells of missing bytes`() {
        #expect(udp(length: 8).datagram?.payload.count == 0)
        #expect(udp(length: 10).datagram?.payload.count == 2)
        #expect(udp(length: 10).datagram?.isCut == false)
        #expect(udp(length: 13).datagram?.isCut == false)
        #expect(udp(length: 14).datagram?.missingByteCount == 1)
        #expect(udp(length: 65_535).datagram?.payload.count == 5)
    }

    @Test func `a packet too short for its transport is undecodable`() {
        for count in 0..<8 {
            let bytes = Array(FrameBuilder.udp([])[..<count])
            #expect(decode(FrameBuilder.ipv4(bytes), as: .raw).reason == .udpHeader)
            #expect(decode(FrameBuilder.ipv4(bytes, totalLength: 28), as: .raw).reason == .udpCut)
        }
        for count in 0..<20 {
            let bytes = Array(FrameBuilder.tcp([])[..<count])
            #expect(decode(FrameBuilder.ipv4(bytes, protocolNumber: 6), as: .raw).reason == .tcpHeader)
            #expect(decode(FrameBuilder.ipv4(bytes, protocolNumber: 6, totalLength: 40), as: .raw).reason == .tcpCut)
        }
    }

    @Test func `a segment carries numbers, flags and payload`() throws {
        let bytes = FrameBuilder.tcp(
            payload,
            from: 40_000,
            sequence: 0xFFFF_FFFE,
            acknowledgement: 77,
            flags: [.syn, .acknowledgement],
            options: [2, 4, 5, 0xB4, 1]
        )
        let frame = FrameBuilder.ipv4(bytes, protocolNumber: 6)
        let segment = try #require(decode(frame, as: .raw).segment)
        #expect(segment.source.port == 40_000)
        #expect(segment.sequence == 0xFFFF_FFFE)
        #expect(segment.acknowledgement == 77)
        #expect(segment.flags == [.syn, .acknowledgement])
        #expect(decode(frame, as: .raw).payload(in: frame) == payload)
    }

    @Test func `a TCP data offset below its header or past the packet is undecodable`() {
        func reason(words: Int, totalLength: Int? = nil) -> UndecodableReason? {
            let bytes = FrameBuilder.tcp([0, 0, 0, 0], headerWords: words)
            return decode(FrameBuilder.ipv4(bytes, protocolNumber: 6, totalLength: totalLength), as: .raw).reason
        }
        for words in 0..<5 { #expect(reason(words: words) == .tcpHeader) }
        #expect(reason(words: 5) == nil)
        #expect(reason(words: 6) == nil)
        for words in 7..<16 { #expect(reason(words: words) == .tcpHeader) }
        #expect(reason(words: 7, totalLength: 200) == .tcpCut)
    }
}
