import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct TunnelTests {
    private static let payload = FrameBuilder.bytes("OPTIONS sip:b SIP/2.0\r\n\r\n")
    private static let packets = [
        FrameBuilder.ipv4(FrameBuilder.udp(payload)), FrameBuilder.ipv6(FrameBuilder.udp(payload)),
    ]

    /// Whether `decoded` says that it found what the tunnel carries.
    private static func isInner(_ decoded: Decoded) -> Bool {
        guard let datagram = decoded.datagram else { return false }
        return datagram.source == .caller || datagram.source == .callerV6
    }

    @Test(arguments: Tunnel.all)
    func `the datagram in every tunnel is found, IPv4 and IPv6`(_ tunnel: Tunnel) throws {
        for packet in TunnelTests.packets {
            let frame = tunnel.frame(packet)
            let decoded = decode(frame, as: tunnel.linkType)
            let datagram = try #require(decoded.datagram)
            #expect(decoded.payload(in: frame) == TunnelTests.payload)
            #expect(datagram.source == (datagram.source.address.isV4 ? .caller : .callerV6))
            #expect(datagram.destination == (datagram.source.address.isV4 ? .callee : .calleeV6))
            #expect(!datagram.isCut)
        }
    }

    @Test(arguments: Tunnel.all)
    func `a segment and a fragment in every tunnel are found`(_ tunnel: Tunnel) throws {
        let segment = tunnel.frame(FrameBuilder.ipv4(FrameBuilder.tcp(TunnelTests.payload), protocolNumber: 6))
        #expect(decode(segment, as: tunnel.linkType).payload(in: segment) == TunnelTests.payload)
        let piece = [UInt8](repeating: 7, count: 16)
        let fragment = tunnel.frame(FrameBuilder.ipv4(piece, identification: 9, fragmentOffset: 1480, hasMore: true))
        let decoded = decode(fragment, as: tunnel.linkType)
        #expect(decoded.fragment?.source == .caller)
        #expect(decoded.fragment?.offset == 1480)
        #expect(decoded.payload(in: fragment) == piece)
    }

    @Test(arguments: Tunnel.all)
    func `cut at every byte the inner datagram is found as far as it is there, with what it lacks`(_ tunnel: Tunnel) {
        for packet in TunnelTests.packets {
            let frame = tunnel.frame(packet)
            guard let start = decode(frame, as: tunnel.linkType).datagram?.payload.lower else { continue }
            for count in 0..<frame.count {
                let decoded = decode(Array(frame[..<count]), as: tunnel.linkType)
                let isThere = count >= start
                if !isThere || !tunnel.isKnownByItsEnd {
                    #expect(TunnelTests.isInner(decoded) == isThere, "\(count) bytes")
                }
                guard TunnelTests.isInner(decoded), let datagram = decoded.datagram else { continue }
                let there = min(count - start, TunnelTests.payload.count)
                #expect(datagram.payload.count == there, "\(count) bytes")
                #expect(datagram.missingByteCount == TunnelTests.payload.count - there, "\(count) bytes")
            }
        }
    }

    @Test(arguments: Tunnel.all)
    func `damaged tunnels never trap and never point outside themselves`(_ tunnel: Tunnel) {
        var random = SeededRandom(seed: 0x7A11_1E57)
        for index in 0..<600 {
            let frame = random.damaged(tunnel.frame(TunnelTests.packets[index % 2]))
            let decoded = decode(frame, as: tunnel.linkType)
            guard let range = decoded.datagram?.payload ?? decoded.segment?.payload ?? decoded.fragment?.payload else {
                continue
            }
            #expect(range.lower <= range.upper)
            #expect(range.upper <= frame.count)
        }
    }

    /// Layers of one kind around a datagram, and how many are read.
    struct Nest: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let readable: Int
        let wrap: @Sendable ([UInt8]) -> [UInt8]
    }

    /// A frame has one layer for what Ethernet carries and one for the innermost packet; 14 are left.
    @Test(arguments: [
        Nest(testDescription: "IP in IP", readable: 14) { FrameBuilder.outer($0, protocolNumber: 4) },
        Nest(testDescription: "GRE", readable: 14) { FrameBuilder.outer(FrameBuilder.gre($0), protocolNumber: 47) },
        Nest(testDescription: "GTP-U", readable: 14) { FrameBuilder.outer(FrameBuilder.gtp($0), port: 2152) },
        Nest(testDescription: "ESP in UDP", readable: 14) {
            FrameBuilder.outer(FrameBuilder.esp($0, next: 4), port: 4500)
        },
        Nest(testDescription: "VXLAN", readable: 4) {
            FrameBuilder.outer(FrameBuilder.vxlan(FrameBuilder.ethernet($0)), port: 4789)
        },
    ])
    func `tunnels in tunnels are read up to the limit and are too deep beyond it`(nest: Nest) {
        for count in 1...25 {
            var packet = TunnelTests.packets[0]
            for _ in 0..<count { packet = nest.wrap(packet) }
            let decoded = decode(FrameBuilder.ethernet(packet))
            #expect(TunnelTests.isInner(decoded) == (count <= nest.readable), "\(count) deep")
            #expect((decoded.reason == .tunnelDepth) == (count > nest.readable), "\(count) deep")
        }
    }

    @Test func `the deepest nesting of real networks leaves room`() {
        let gtp = FrameBuilder.outer(FrameBuilder.gtp(TunnelTests.packets[0]), port: 2152)
        let gre = FrameBuilder.outer(FrameBuilder.gre(FrameBuilder.ethernet(gtp), type: 0x6558), protocolNumber: 47)
        let wire = FrameBuilder.labels(FrameBuilder.ethernet(gre, tags: [0x8100]))
        let provider = FrameBuilder.ethernet(wire, type: 0x8847, tags: [0x88A8, 0x8100])
        let mirrored = FrameBuilder.outer(
            FrameBuilder.gre(FrameBuilder.erspan2(provider), type: 0x88BE, sequence: 1),
            protocolNumber: 47
        )
        #expect(TunnelTests.isInner(decode(FrameBuilder.ethernet(mirrored, tags: [0x8100]))))
    }
}
