import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct UDPTunnelTests {
    private static let ports: [UInt16] = [2152, 4789, 4790, 6081, 1701, 4500]
    private static let packet = FrameBuilder.ipv4(FrameBuilder.udp(FrameBuilder.bytes("hello")))
    private static let frame = FrameBuilder.ethernet(packet)

    private func decoded(_ bytes: [UInt8], _ port: UInt16, from source: UInt16 = 49_152, missing: Int = 0) -> Decoded {
        let whole = FrameBuilder.outer(bytes + [UInt8](repeating: 0, count: missing), port: port, from: source)
        return decode(Array(whole.dropLast(missing)), as: .raw)
    }

    /// Whether the datagram of the tunnel's own ends was taken as it is.
    private func isPlain(_ decoded: Decoded) -> Bool { decoded.datagram?.source.address == FrameBuilder.TunnelEnd.near }

    @Test(arguments: ports)
    func `text on the port of a tunnel is a datagram`(port: UInt16) {
        for text in ["INVITE sip:b SIP/2.0\r\n\r\n", "SIP/2.0 200 OK\r\n", "\r\n\r\n", "0", "", "08 KB", "J\u{2}"] {
            for ports in [(port, 5060), (5060, port), (port, port)] as [(UInt16, UInt16)] {
                #expect(isPlain(decoded(FrameBuilder.bytes(text), ports.1, from: ports.0)), "\(text)")
            }
        }
    }

    @Test(arguments: ports)
    func `noise on the port of a tunnel hardly ever looks like one, and never traps`(port: UInt16) {
        var random = SeededRandom(seed: UInt64(port))
        var taken = 0
        for _ in 0..<4_000 {
            let count = Int.random(in: 0...120, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            if !isPlain(decoded(bytes, port)) { taken += 1 }
        }
        #expect(taken <= 2)
    }

    @Test func `a tunnel is known by the port it is sent to, and with L2TP and ESP by either`() {
        #expect(isPlain(decoded(FrameBuilder.gtp(UDPTunnelTests.packet), 49_152, from: 2152)))
        #expect(isPlain(decoded(FrameBuilder.vxlan(UDPTunnelTests.frame), 49_152, from: 4789)))
        #expect(isPlain(decoded(FrameBuilder.geneve(UDPTunnelTests.frame), 49_152, from: 6081)))
        let ppp = FrameBuilder.l2tp(FrameBuilder.ppp(UDPTunnelTests.packet))
        #expect(decoded(ppp, 49_152, from: 1701).datagram?.source == .caller)
        let esp = FrameBuilder.esp(UDPTunnelTests.packet, next: 4)
        #expect(decoded(esp, 49_152, from: 4500).datagram?.source == .caller)
    }

    @Test func `signalling of GTP-U and what contradicts itself are datagrams`() {
        for type in [1, 2, 26, 31, 253, 254] as [UInt8] {
            #expect(isPlain(decoded(FrameBuilder.gtp(UDPTunnelTests.packet, type: type), 2152)))
        }
        for flags in [0x10, 0x20, 0x38, 0x50, 0x4E] as [UInt8] {
            #expect(isPlain(decoded(FrameBuilder.gtp(UDPTunnelTests.packet, flags: flags), 2152)))
        }
        let whole = FrameBuilder.gtp(UDPTunnelTests.packet)
        #expect(isPlain(decoded(Array(whole.dropLast()), 2152)))
        #expect(decoded(whole + [1, 2, 3], 2152).datagram?.source == .caller)
    }

    @Test func `GTP-U extension headers are read up to the limit`() {
        func extensions(_ count: Int) -> [UInt8] {
            let headers = Array(repeating: (type: UInt8(0x85), bytes: [1, 0, 9] as [UInt8]), count: count)
            return FrameBuilder.gtp(UDPTunnelTests.packet, flags: 0x34, extensions: headers)
        }
        #expect(decoded(extensions(8), 2152).datagram?.source == .caller)
        #expect(decoded(extensions(9), 2152).reason == .gtpDepth)
        let empty = FrameBuilder.gtp(UDPTunnelTests.packet, flags: 0x34, extensions: [(0x85, [0, 0, 9])])
        #expect(decoded(empty, 2152).reason == .gtpHeader)
        let long = FrameBuilder.gtp([0x45, 0], flags: 0x34, extensions: [(0x85, [9, 0, 9])])
        #expect(decoded(long, 2152).reason == .gtpHeader)
    }

    @Test func `a GTP-U header that the snap length cut, and one without room for its fields`() {
        let whole = FrameBuilder.gtp(UDPTunnelTests.packet, flags: 0x34, extensions: [(0x85, [1, 0, 9])])
        for count in 8..<16 {
            let bytes = Array(whole[..<count])
            #expect(decoded(bytes, 2152, missing: whole.count - count).reason == .gtpCut, "\(count) bytes")
        }
        for flags in [0x31, 0x32, 0x34, 0x37] as [UInt8] {
            #expect(
                decoded([flags, 255] + FrameBuilder.two(2) + FrameBuilder.four(1) + [0, 0], 2152).reason == .gtpHeader
            )
        }
        #expect(decoded([0x30, 255] + FrameBuilder.two(0) + FrameBuilder.four(1), 2152).reason == .gtpHeader)
    }

    @Test func `a payload of GTP-U that is not IP is named`() {
        #expect(decoded(FrameBuilder.gtp([0x12, 0x34, 0x56]), 2152).other == .mobilePayload)
    }

    @Test(arguments: [0x0000_0000, 0x0900_0000, 0x0801_0000, 0x0800_0001, 0x8810_0000, 0x4845_4C4C])
    func `another VXLAN header is a datagram`(flags: UInt32) {
        #expect(isPlain(decoded(FrameBuilder.vxlan(UDPTunnelTests.frame, flags: flags), 4789)))
        #expect(isPlain(decoded(FrameBuilder.vxlan(UDPTunnelTests.frame, flags: flags | 0x10), 4790)))
    }

    @Test func `VXLAN-GPE carries what its header names`() {
        let v6 = FrameBuilder.ipv6(FrameBuilder.udp([1]))
        #expect(
            decoded(FrameBuilder.vxlan(UDPTunnelTests.packet, flags: 0x0C00_0001), 4790).datagram?.source == .caller
        )
        #expect(decoded(FrameBuilder.vxlan(v6, flags: 0x0C00_0002), 4790).datagram?.source == .callerV6)
        #expect(decoded(FrameBuilder.vxlan(UDPTunnelTests.frame), 4790).datagram?.source == .caller)
        #expect(isPlain(decoded(FrameBuilder.vxlan(UDPTunnelTests.frame, flags: 0x0C00_0004), 4790)))
    }

    @Test func `GENEVE carries what its type names, behind its options`() {
        #expect(decoded(FrameBuilder.geneve(UDPTunnelTests.packet, type: 0x0800), 6081).datagram?.source == .caller)
        #expect(decoded(FrameBuilder.geneve(UDPTunnelTests.packet, type: 0x88CC), 6081).other == .etherType(0x88CC))
        let whole = FrameBuilder.geneve(UDPTunnelTests.frame, words: 4)
        for count in 8..<24 {
            let bytes = Array(whole[..<count])
            #expect(decoded(bytes, 6081).reason == .geneveHeader, "\(count) bytes")
            #expect(decoded(bytes, 6081, missing: 60).reason == .geneveCut, "\(count) bytes")
        }
        for (place, value) in [(0, 0x40), (1, 0x01), (2, 0), (7, 1)] as [(Int, UInt8)] {
            var wrong = whole
            wrong[place] = value
            #expect(isPlain(decoded(wrong, 6081)), "byte \(place)")
        }
    }

    @Test func `L2TP control messages and lengths that do not fit are datagrams`() {
        let ppp = FrameBuilder.ppp(UDPTunnelTests.packet)
        let whole = FrameBuilder.l2tp(ppp)
        #expect(isPlain(decoded([0xC8] + whole.dropFirst(), 1701)))
        #expect(isPlain(decoded(Array(whole.dropLast()), 1701)))
        #expect(decoded(whole + [1, 2], 1701).datagram?.source == .caller)
        #expect(decoded(FrameBuilder.l2tp(ppp, hasLength: false, offset: 9), 1701).datagram?.source == .caller)
        #expect(decoded(FrameBuilder.l2tp([], hasLength: false, offset: 0), 1701).reason == .l2tpHeader)
        let offset = FrameBuilder.l2tp(ppp, hasSequence: true, offset: 20)
        for count in 16..<34 {
            let bytes = Array(offset[..<count])
            #expect(decoded(bytes, 1701, missing: offset.count - count).reason == .l2tpCut, "\(count) bytes")
        }
        #expect(decoded(FrameBuilder.l2tp([0xC0, 0x21, 1, 1]), 1701).other == .pppProtocol(0xC021))
    }

    @Test func `L2TP version 3 without an IP packet in it is left alone`() {
        let noise = (0..<80).map { UInt8(truncatingIfNeeded: $0 * 37) }
        let packet = FrameBuilder.outer(FrameBuilder.l2tpv3(noise), protocolNumber: 115)
        #expect(decode(packet, as: .raw).other == .ipProtocol(115))
        let control = FrameBuilder.outer([0, 0, 0, 0] + UDPTunnelTests.frame, protocolNumber: 115)
        #expect(decode(control, as: .raw).other == .ipProtocol(115))
        #expect(isPlain(decoded(FrameBuilder.l2tpv3(noise, inDatagram: true), 1701)))
    }
}
