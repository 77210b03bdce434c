import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct MPLSTests {
    private static let packet = FrameBuilder.ipv4(FrameBuilder.udp(FrameBuilder.bytes("hello")))

    private func frame(_ payload: [UInt8], labels: Int = 1, type: Int = 0x8847) -> [UInt8] {
        FrameBuilder.ethernet(FrameBuilder.labels(payload, Array(repeating: 16, count: labels)), type: type)
    }

    @Test func `as many labels as the limit are read and one more is too deep`() {
        #expect(decode(frame(MPLSTests.packet, labels: 16)).datagram != nil)
        #expect(decode(frame(MPLSTests.packet, labels: 17)).reason == .mplsDepth)
        #expect(decode(frame(MPLSTests.packet, labels: 40)).reason == .mplsDepth)
    }

    @Test func `a stack that the frame ends in is too short`() {
        let whole = frame(MPLSTests.packet, labels: 3)
        for count in 14...26 { #expect(decode(Array(whole[..<count])).reason == .mplsShort, "\(count) bytes") }
        for count in 27..<46 { #expect(decode(Array(whole[..<count])).reason == .ipShort, "\(count) bytes") }
    }

    @Test(arguments: [[0, 0, 0, 0], [0, 0, 0, 9], [0, 0x40, 0x12, 0x34]] as [[UInt8]])
    func `a control word is stepped over`(word: [UInt8]) {
        #expect(decode(frame(word + FrameBuilder.ethernet(MPLSTests.packet))).datagram?.source == .caller)
    }

    @Test(arguments: [0x00, 0x02, 0x40, 0x45, 0x60, 0xA0] as [UInt8])
    func `an Ethernet frame without control word is known whatever its address begins with`(first: UInt8) {
        let inner = [first] + FrameBuilder.ethernet(MPLSTests.packet, tags: [0x8100]).dropFirst()
        #expect(decode(frame(inner)).datagram?.source == .caller)
    }

    @Test func `a payload that cannot be told is not for us`() {
        let noise = (0..<80).map { UInt8(truncatingIfNeeded: 0x10 + $0 * 37) }
        #expect(decode(frame(noise)).other == .mpls)
        #expect(decode(frame([0, 0, 0, 0] + noise)).other == .mpls)
        #expect(decode(frame(FrameBuilder.ethernet(noise, type: 0x0806))).other == .mpls)
        let packet = FrameBuilder.ipv4([1, 2, 3], totalLength: 9)
        #expect(decode(frame(FrameBuilder.ethernet(packet))).other == .mpls)
    }

    @Test func `what begins like IP and is none has the reason that IP has`() {
        #expect(decode(frame([0x45, 0, 0, 9] + [UInt8](repeating: 0, count: 40))).reason == .ipLength)
        #expect(decode(frame([0x41] + [UInt8](repeating: 0, count: 60))).reason == .ipHeader)
        #expect(decode(frame([0x60, 0, 0])).reason == .ipShort)
    }
}
