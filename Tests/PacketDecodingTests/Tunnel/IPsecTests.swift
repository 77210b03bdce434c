import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import WireBytes

/// ESP that does not encrypt, and the authentication header.
@Suite struct IPsecTests {
    private static let message = FrameBuilder.bytes("OPTIONS sip:b SIP/2.0\r\n\r\n")

    private func packet(_ payload: [UInt8], _ number: UInt8) -> [UInt8] {
        FrameBuilder.ipv4(payload, protocolNumber: number)
    }

    @Test(arguments: [0, 12, 16])
    func `a datagram and a segment of any length are found in ESP, with the addresses of the packet`(check: Int) {
        for count in 0..<9 {
            let text = IPsecTests.message + [UInt8](repeating: 0x41, count: count)
            let datagram = packet(FrameBuilder.esp(FrameBuilder.udp(text), next: 17, checkByteCount: check), 50)
            #expect(decode(datagram, as: .raw).datagram?.source == .caller)
            #expect(decode(datagram, as: .raw).payload(in: datagram) == text)
            for flags in [.acknowledgement, .syn, .reset, [.syn, .acknowledgement], [.fin, .acknowledgement]]
                as [TCPFlags]
            {
                let segment = FrameBuilder.esp(FrameBuilder.tcp(text, flags: flags), next: 6, checkByteCount: check)
                #expect(decode(packet(segment, 50), as: .raw).segment?.payload.count == text.count)
            }
        }
    }

    @Test func `over IPv6 and in a datagram as well`() {
        let esp = FrameBuilder.esp(FrameBuilder.udp(IPsecTests.message), next: 17)
        #expect(decode(FrameBuilder.ipv6(esp, next: 50), as: .raw).datagram?.source == .callerV6)
        let outer = FrameBuilder.outer(esp, port: 4500, from: 4500)
        #expect(decode(outer, as: .raw).payload(in: outer) == IPsecTests.message)
    }

    @Test func `ESP in which anything disagrees is taken as encrypted`() {
        let whole = FrameBuilder.esp(FrameBuilder.udp(IPsecTests.message), next: 17)
        #expect(decode(packet(whole, 50), as: .raw).datagram != nil)
        let trailer = whole.count - 12
        let changes: [(String, Int, UInt8)] = [
            ("next header", trailer - 1, 44), ("padding length", trailer - 2, 200), ("padding", trailer - 3, 0x55),
            ("UDP length", 13, 0xFF), ("SPI", 0, 0),
        ]
        for (what, place, value) in changes {
            var wrong = whole
            wrong[place] = value
            if what == "SPI" { wrong.replaceSubrange(0..<4, with: [0, 0, 0, 9]) }
            #expect(decode(packet(wrong, 50), as: .raw).other == .ipProtocol(50), "\(what)")
        }
        // At the end of the trailer it is ESP without a check value.
        for count in 0..<whole.count where count != trailer {
            #expect(decode(packet(Array(whole[..<count]), 50), as: .raw).other == .ipProtocol(50), "\(count) bytes")
            let cut = Array(packet(whole, 50).prefix(20 + count))
            #expect(decode(cut, as: .raw).other == .ipProtocol(50), "\(count) captured")
        }
    }

    @Test func `encrypted ESP is never read as something`() {
        var random = SeededRandom(seed: 50)
        for _ in 0..<20_000 {
            let noise = (0..<Int.random(in: 20...160, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            #expect(decode(packet([0x10] + noise, 50), as: .raw).other == .ipProtocol(50))
        }
    }

    @Test func `IKE and keep-alives on the port of ESP are datagrams`() {
        for payload in [[0, 0, 0, 0] + [UInt8](repeating: 7, count: 40), [0xFF]] as [[UInt8]] {
            #expect(decode(FrameBuilder.outer(payload, port: 4500), as: .raw).datagram?.payload.count == payload.count)
        }
    }

    @Test func `ESP and UDP inside each other come to an end`() {
        var bytes = FrameBuilder.udp(IPsecTests.message)
        for _ in 0..<200 { bytes = FrameBuilder.udp(FrameBuilder.esp(bytes, next: 17), from: 4500, to: 4500) }
        #expect(decode(packet(bytes, 17), as: .raw).datagram != nil)
    }

    @Test func `an authentication header is stepped over, up to the limit`() {
        func headers(_ count: Int) -> [UInt8] {
            (1..<count).reduce(FrameBuilder.authenticationHeader(FrameBuilder.udp(IPsecTests.message))) { bytes, _ in
                FrameBuilder.authenticationHeader(bytes, next: 51)
            }
        }
        #expect(decode(packet(headers(1), 51), as: .raw).datagram?.source == .caller)
        #expect(decode(packet(headers(4), 51), as: .raw).datagram?.source == .caller)
        #expect(decode(packet(headers(5), 51), as: .raw).reason == .tunnelDepth)
    }

    @Test func `an authentication header that ends early is cut or wrong`() {
        let whole = FrameBuilder.authenticationHeader(FrameBuilder.udp(IPsecTests.message))
        for count in 0..<24 {
            #expect(decode(packet(Array(whole[..<count]), 51), as: .raw).reason == .authentication, "\(count) bytes")
            let cut = Array(packet(whole, 51).prefix(20 + count))
            #expect(decode(cut, as: .raw).reason == .authenticationCut, "\(count) captured")
        }
        #expect(decode(packet([17, 0] + whole.dropFirst(2), 51), as: .raw).reason == .authentication)
    }
}
