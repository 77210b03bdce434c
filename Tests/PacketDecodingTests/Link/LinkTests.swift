import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

/// A frame of one link type around the same IPv4 or IPv6 datagram.
struct LinkCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let linkType: LinkType
    let frame: [UInt8]

    static let payload = FrameBuilder.bytes("OPTIONS sip:b SIP/2.0\r\n\r\n")
    private static let v4 = FrameBuilder.ipv4(FrameBuilder.udp(payload))
    private static let v6 = FrameBuilder.ipv6(FrameBuilder.udp(payload))

    private init(_ name: String, _ linkType: LinkType, _ frame: [UInt8]) {
        testDescription = name
        self.linkType = linkType
        self.frame = frame
    }

    static let all = [
        LinkCase("Ethernet, IPv4", .ethernet, FrameBuilder.ethernet(v4)),
        LinkCase("Ethernet, IPv6", .ethernet, FrameBuilder.ethernet(v6)),
        LinkCase("one VLAN tag", .ethernet, FrameBuilder.ethernet(v4, tags: [0x8100])),
        LinkCase("provider and customer tag", .ethernet, FrameBuilder.ethernet(v6, tags: [0x88A8, 0x8100])),
        LinkCase("old provider tag", .ethernet, FrameBuilder.ethernet(v4, tags: [0x9100, 0x8100])),
        LinkCase("eight tags", .ethernet, FrameBuilder.ethernet(v4, tags: Array(repeating: 0x8100, count: 8))),
        LinkCase("SNAP", .ethernet, FrameBuilder.snap(v4)),
        LinkCase("PPPoE, IPv4", .ethernet, FrameBuilder.pppoe(v4)),
        LinkCase("PPPoE, IPv6", .ethernet, FrameBuilder.pppoe(v6)),
        LinkCase("PPPoE, short protocol", .ethernet, FrameBuilder.pppoe(v4, isShort: true)),
        LinkCase("cooked, version 1", .linuxCooked, FrameBuilder.linuxCooked(v4)),
        LinkCase("cooked, version 1, IPv6", .linuxCooked, FrameBuilder.linuxCooked(v6)),
        LinkCase("cooked, loopback hardware", .linuxCooked, FrameBuilder.linuxCooked(v4, hardware: 772)),
        LinkCase("cooked with a tag", .linuxCooked, FrameBuilder.linuxCooked([0, 7, 8, 0] + v4, type: 0x8100)),
        LinkCase("cooked, version 2", .linuxCooked2, FrameBuilder.linuxCooked2(v4)),
        LinkCase("cooked, version 2, IPv6", .linuxCooked2, FrameBuilder.linuxCooked2(v6)),
        LinkCase("loopback, little-endian", .null, FrameBuilder.loopback(v4, isLittleEndian: true)),
        LinkCase("loopback, big-endian", .null, FrameBuilder.loopback(v4)),
        LinkCase("loopback, IPv6 of Linux", .null, FrameBuilder.loopback(v6, family: 10, isLittleEndian: true)),
        LinkCase("loopback, IPv6 of NetBSD", .null, FrameBuilder.loopback(v6, family: 24)),
        LinkCase("loopback, IPv6 of FreeBSD", .null, FrameBuilder.loopback(v6, family: 28)),
        LinkCase("loopback, IPv6 of Darwin", .null, FrameBuilder.loopback(v6, family: 30, isLittleEndian: true)),
        LinkCase("OpenBSD loopback", .loop, FrameBuilder.loopback(v4)),
        LinkCase("raw, IPv4", .raw, v4),
        LinkCase("raw, IPv6", .raw, v6),
        LinkCase("raw under number 12", LinkType(rawValue: 12), v4),
        LinkCase("raw under number 14", LinkType(rawValue: 14), v6),
        LinkCase("raw IPv4", .ipv4, v4),
        LinkCase("raw IPv6", .ipv6, v6),
    ]
}

@Suite struct LinkTests {
    @Test(arguments: LinkCase.all)
    func `the datagram behind every link header is found`(_ link: LinkCase) throws {
        let decoded = decode(link.frame, as: link.linkType)
        let datagram = try #require(decoded.datagram)
        #expect(decoded.payload(in: link.frame) == LinkCase.payload)
        #expect(datagram.source == (datagram.source.address.isV4 ? .caller : .callerV6))
        #expect(datagram.destination == (datagram.source.address.isV4 ? .callee : .calleeV6))
        #expect(!datagram.isCut)
    }

    @Test(arguments: LinkCase.all)
    func `a frame that ends inside its headers is undecodable and never a datagram`(_ link: LinkCase) {
        let headers = link.frame.count - LinkCase.payload.count
        for count in 0..<headers {
            let decoded = decode(Array(link.frame[..<count]), as: link.linkType)
            #expect(decoded.reason != nil, "\(count) bytes")
        }
        for count in headers..<link.frame.count {
            let datagram = decode(Array(link.frame[..<count]), as: link.linkType).datagram
            #expect(datagram?.payload.count == count - headers, "\(count) bytes")
            #expect(datagram?.missingByteCount == link.frame.count - count, "\(count) bytes")
        }
    }

    @Test func `forty VLAN tags are one too many`() {
        let packet = FrameBuilder.ipv4(FrameBuilder.udp([]))
        #expect(decode(FrameBuilder.ethernet(packet, tags: Array(repeating: 0x8100, count: 9))).reason == .vlanDepth)
        #expect(decode(FrameBuilder.ethernet(packet, tags: Array(repeating: 0x88A8, count: 40))).reason == .vlanDepth)
    }

    @Test func `tags and SNAP headers inside each other come to an end`() {
        var bytes = FrameBuilder.ipv4(FrameBuilder.udp([]))
        for _ in 0..<40 { bytes = [0xAA, 0xAA, 3, 0, 0, 0, 0x81, 0, 0, 1, 0, 100] + bytes }
        #expect(decode(FrameBuilder.ethernet(bytes, type: 1000)).reason == .tunnelDepth)
    }

    @Test func `frames that are not IP say what they are`() {
        let body = [UInt8](repeating: 0x42, count: 46)
        #expect(decode(FrameBuilder.ethernet(body, type: 0x0806)).other == .etherType(0x0806))
        #expect(decode(FrameBuilder.ethernet(body, type: 46)).other == .llc)
        #expect(decode(FrameBuilder.snap(body, organisation: [0, 0, 12], type: 0x2000)).other == .llc)
        #expect(decode(FrameBuilder.snap(body, type: 0x0100)).other == .llc)
        #expect(decode(FrameBuilder.linuxCooked(body, type: 12), as: .linuxCooked).other == .etherType(12))
        #expect(decode(FrameBuilder.linuxCooked(body, type: 4), as: .linuxCooked).other == .llc)
        #expect(decode(FrameBuilder.linuxCooked(body, hardware: 824), as: .linuxCooked).other == .hardware(824))
        #expect(decode(FrameBuilder.linuxCooked2(body, hardware: 803), as: .linuxCooked2).other == .hardware(803))
        #expect(decode(FrameBuilder.loopback(body, family: 7), as: .null).other == .protocolFamily(7))
    }

    @Test func `a link type that is not read is undecodable`() {
        #expect(decode(LinkCase.payload, as: LinkType(rawValue: 147)).reason == .linkType)
    }
}
