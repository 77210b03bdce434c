import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct WirelessTests {
    private static let body = FrameBuilder.llc(FrameBuilder.ipv4(FrameBuilder.udp(FrameBuilder.bytes("hello"))))

    @Test func `frames without data say what they are`() {
        let beacon = FrameBuilder.wireless(WirelessTests.body, kind: 0x80, flags: 0)
        #expect(decode(beacon, as: .wireless).other == .wireless(0x20))
        #expect(decode([0xD4, 0, 0, 0] + beacon.prefix(6), as: .wireless).other == .wireless(0x35))
        #expect(decode(FrameBuilder.wireless([], kind: 0x48), as: .wireless).other == .wireless(0x12))
        #expect(decode(FrameBuilder.wireless([], kind: 0xC8), as: .wireless).other == .wireless(0x32))
    }

    @Test func `a protected frame is named as such`() {
        #expect(
            decode(FrameBuilder.wireless(WirelessTests.body, flags: 0x41), as: .wireless).other == .protectedWireless
        )
    }

    @Test func `pieces and frames of several packets are undecodable`() {
        #expect(
            decode(FrameBuilder.wireless(WirelessTests.body, flags: 0x05), as: .wireless).reason == .wirelessFragment
        )
        var last = FrameBuilder.wireless(WirelessTests.body)
        last[22] |= 3
        #expect(decode(last, as: .wireless).reason == .wirelessFragment)
        let body = WirelessTests.body + [0, 0, 0]
        let subframe = [UInt8](repeating: 4, count: 12) + FrameBuilder.two(WirelessTests.body.count) + body
        let two = FrameBuilder.wireless(subframe + subframe, kind: 0x88, qos: 0x80)
        #expect(decode(two, as: .wireless).reason == .wirelessAggregate)
    }

    @Test func `headers that end early or make no sense are undecodable`() {
        for count in [0, 1, 2, 10, 24] {
            let frame = Array(FrameBuilder.wireless(WirelessTests.body).prefix(count))
            #expect(decode(frame, as: .wireless).reason == .linkShort, "\(count) bytes")
        }
        #expect(decode(FrameBuilder.wireless(WirelessTests.body, kind: 0x09), as: .wireless).reason == .linkVersion)
        let frame = FrameBuilder.radiotap(FrameBuilder.wireless(WirelessTests.body))
        for count in 0..<26 {
            #expect(decode(Array(frame[..<count]), as: .wirelessRadiotap).reason == .linkShort, "\(count) bytes")
        }
        for length in 0..<8 {
            let wrong = frame.prefix(2) + [UInt8(length), 0] + frame.dropFirst(4)
            #expect(decode(Array(wrong), as: .wirelessRadiotap).reason == .linkHeader)
        }
        #expect(decode([1] + frame.dropFirst(), as: .wirelessRadiotap).reason == .linkHeader)
    }

    @Test func `a header that says it has more fields than it has is read to its end`() {
        let header: [UInt8] = [0, 0, 12, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
        let frame = header + FrameBuilder.wireless(WirelessTests.body)
        #expect(decode(frame, as: .wirelessRadiotap).payload(in: frame) == FrameBuilder.bytes("hello"))
    }
}
