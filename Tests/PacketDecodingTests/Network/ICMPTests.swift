import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

@Suite struct ICMPTests {
    private static let text = FrameBuilder.bytes("OPTIONS sip:b SIP/2.0\r\n\r\n")

    /// An IPv4 or IPv6 packet from the caller to the callee.
    private static func packet(_ payload: [UInt8], _ protocolNumber: UInt8, isV4: Bool) -> [UInt8] {
        FrameBuilder.ip(
            payload,
            from: isV4 ? .caller : .callerV6,
            to: isV4 ? .callee : .calleeV6,
            protocolNumber: protocolNumber
        )
    }

    private static func error(_ type: UInt8, _ code: UInt8, about packet: [UInt8], quoted: Int = .max) -> [UInt8] {
        let isV4 = packet[0] >> 4 == 4
        let (reporter, receiver) = isV4 ? (IPAddress.callee, IPAddress.caller) : (.calleeV6, .callerV6)
        return FrameBuilder.icmp(type: type, code: code, about: packet, quoted: quoted, from: reporter, to: receiver)
    }

    private func read(_ frame: [UInt8]) -> Quote? {
        if case .quote(let quote) = decode(frame) { quote } else { nil }
    }

    private static let transports: [(Transport, UInt8, [UInt8])] = [
        (.udp, 17, FrameBuilder.udp(text, from: 5070)), (.tcp, 6, FrameBuilder.tcp(text, from: 5070, options: [1, 1])),
        (.sctp, 132, FrameBuilder.sctp([FrameBuilder.data(text, .init(number: 1))], from: 5070)),
    ]

    @Test(arguments: [true, false]) func `the flow and the payload of the quoted packet are read`(isV4: Bool) throws {
        for (transport, number, payload) in ICMPTests.transports {
            let frame = ICMPTests.error(
                isV4 ? 3 : 1,
                isV4 ? 3 : 4,
                about: ICMPTests.packet(payload, number, isV4: isV4)
            )
            let quote = try #require(read(frame))
            #expect(quote.error == .portUnreachable)
            #expect(quote.flow.transport == transport)
            #expect(quote.flow.source == Endpoint(address: isV4 ? .caller : .callerV6, port: 5070))
            #expect(quote.flow.destination == Endpoint(address: isV4 ? .callee : .calleeV6, port: 5060))
            guard transport != .sctp else { continue }
            #expect(frame.withRawSpan { $0.copy(of: quote.payload) } == ICMPTests.text)
        }
    }

    @Test(arguments: [true, false]) func `the header and eight bytes are enough, fewer than the ports are not`(
        isV4: Bool
    ) {
        for (transport, number, payload) in ICMPTests.transports {
            let packet = ICMPTests.packet(payload, number, isV4: isV4)
            let header = isV4 ? 20 : 40
            for quoted in 0...header + 40 {
                let quote = read(ICMPTests.error(isV4 ? 3 : 1, 3, about: packet, quoted: quoted))
                #expect((quote != nil) == (quoted >= header + 4), "\(transport), \(quoted) bytes")
            }
        }
    }

    @Test(
        arguments: [
            (3, 0, .networkUnreachable), (3, 1, .hostUnreachable), (3, 2, .protocolUnreachable),
            (3, 3, .portUnreachable),
            (3, 4, .tooBig), (3, 13, .prohibited), (3, 5, .unreachable), (11, 0, .hopLimit), (11, 1, .reassembly),
            (0, 0, nil), (8, 0, nil), (5, 1, nil), (4, 0, nil), (12, 0, nil), (11, 2, nil),
        ] as [(UInt8, UInt8, DeliveryError?)]
    )
    func `errors of ICMP are told apart, other types are nothing for us`(
        type: UInt8,
        code: UInt8,
        error: DeliveryError?
    ) {
        let packet = ICMPTests.packet(FrameBuilder.udp([]), 17, isV4: true)
        #expect(read(ICMPTests.error(type, code, about: packet))?.error == error)
        if error == nil { #expect(decode(ICMPTests.error(type, code, about: packet)).other == .ipProtocol(1)) }
    }

    @Test(
        arguments: [
            (1, 0, .networkUnreachable), (1, 1, .prohibited), (1, 2, .unreachable), (1, 3, .hostUnreachable),
            (1, 4, .portUnreachable), (2, 0, .tooBig), (3, 0, .hopLimit), (3, 1, .reassembly), (128, 0, nil),
            (135, 0, nil), (4, 0, nil), (3, 3, nil),
        ] as [(UInt8, UInt8, DeliveryError?)]
    )
    func `errors of ICMPv6 are told apart, other types are nothing for us`(
        type: UInt8,
        code: UInt8,
        error: DeliveryError?
    ) {
        let packet = ICMPTests.packet(FrameBuilder.udp([]), 17, isV4: false)
        #expect(read(ICMPTests.error(type, code, about: packet))?.error == error)
    }

    @Test func `the first of several fragments is read, a later one has no ports`() {
        let datagram = FrameBuilder.udp(ICMPTests.text)
        for (offset, isRead) in [(0, true), (8, false)] {
            let four = FrameBuilder.ipv4(datagram, fragmentOffset: offset, hasMore: true)
            #expect((read(ICMPTests.error(11, 1, about: four)) != nil) == isRead)
            let piece = FrameBuilder.fragmentHeader(datagram, offset: offset, hasMore: true)
            let six = FrameBuilder.ipv6(piece, next: 44)
            #expect((read(ICMPTests.error(3, 1, about: six)) != nil) == isRead)
        }
    }

    @Test func `damaged errors never trap and never point outside themselves`() {
        var random = SeededRandom(seed: 77)
        for index in 0..<4_000 {
            let (_, number, payload) = ICMPTests.transports[index % 3]
            let packet = ICMPTests.packet(payload, number, isV4: index.isMultiple(of: 2))
            let frame = random.damaged(ICMPTests.error(index.isMultiple(of: 2) ? 3 : 1, 3, about: packet))
            if let quote = read(frame) { #expect(quote.payload.upper <= frame.count) }
        }
    }
}
