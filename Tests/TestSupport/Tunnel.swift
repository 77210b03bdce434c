package import NetworkTypes

/// A way to carry an IP packet from one place to another: a link, or a tunnel over IP.
package struct Tunnel: CustomStringConvertible, Sendable {
    private enum Carrier: Sendable {
        case link(LinkType, @Sendable ([UInt8]) -> [UInt8])
        case packet(UInt8, @Sendable ([UInt8]) -> [UInt8])
    }

    /// Its name in a failure.
    package let description: String
    private let carrier: Carrier

    private init(_ name: String, _ linkType: LinkType = .ethernet, link wrap: @escaping @Sendable ([UInt8]) -> [UInt8])
    {
        description = name
        carrier = .link(linkType, wrap)
    }

    private init(_ name: String, _ protocolNumber: UInt8, _ wrap: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        description = name
        carrier = .packet(protocolNumber, wrap)
    }

    private init(_ name: String, port: UInt16, _ wrap: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.init(name, 17) { FrameBuilder.udp(wrap($0), from: 49_152, to: port) }
    }

    /// The link type of its frames.
    package var linkType: LinkType { if case .link(let linkType, _) = carrier { linkType } else { .ethernet } }

    /// Whether the packets of the tunnel are IP packets themselves, which may be sent in fragments.
    package var isOverIP: Bool { if case .packet = carrier { true } else { false } }

    /// Whether what it carries can be told only from the end of the packet, which a snap length may cut.
    package var isKnownByItsEnd: Bool { description.hasPrefix("ESP") }

    /// A frame with `packet` in it.
    package func frame(_ packet: [UInt8]) -> [UInt8] {
        switch carrier {
        case .link(_, let wrap): wrap(packet)
        case .packet(let number, let wrap):
            FrameBuilder.ethernet(FrameBuilder.outer(wrap(packet), protocolNumber: number))
        }
    }

    /// The frames of a packet of the tunnel that holds `packet` and was sent in `count` fragments, IPv4 or IPv6.
    package func fragments(_ packet: [UInt8], into count: Int, identification: Int, isV6: Bool = false) -> [[UInt8]] {
        guard case .packet(let number, let wrap) = carrier else { return [] }
        return FrameBuilder.fragments(
            wrap(packet),
            into: count,
            from: isV6 ? .nearV6 : FrameBuilder.TunnelEnd.near,
            to: isV6 ? .farV6 : FrameBuilder.TunnelEnd.far,
            protocolNumber: number,
            identification: identification
        ).map { FrameBuilder.ethernet($0) }
    }

    private static let gtpExtensions: [(type: UInt8, bytes: [UInt8])] = [
        // The PDU session container of 5G, and a PDCP number of eight bytes.
        (0x85, [1, 0, 9]), (0xC0, [2, 0, 0, 0, 0, 0, 0]),
    ]

    /// Every tunnel and link that is read, in each of its shapes.
    package static let all = links + pointToPoint + wireless + overIP + mirrors + overUDP + protected + nested

    private static let links = [
        Tunnel("MPLS, one label") { FrameBuilder.ethernet(FrameBuilder.labels($0, [16]), type: 0x8847) },
        Tunnel("MPLS, five labels, a VLAN tag") {
            FrameBuilder.ethernet(FrameBuilder.labels($0, [16, 17, 18, 19, 20]), type: 0x8847, tags: [0x8100])
        },
        Tunnel("MPLS, multicast") { FrameBuilder.ethernet(FrameBuilder.labels($0), type: 0x8848) },
        Tunnel("MPLS, pseudowire") {
            FrameBuilder.ethernet(FrameBuilder.labels(FrameBuilder.ethernet($0)), type: 0x8847)
        },
        Tunnel("MPLS, pseudowire with control word and tag") {
            let inner = [0, 0, 0, 9] + FrameBuilder.ethernet($0, tags: [0x88A8, 0x8100])
            return FrameBuilder.ethernet(FrameBuilder.labels(inner), type: 0x8847)
        },
        Tunnel("PPPoE") { FrameBuilder.pppoe($0) },
        Tunnel("provider and customer tag") { FrameBuilder.ethernet($0, tags: [0x88A8, 0x8100]) },
    ]

    private static let pointToPoint = [
        Tunnel("PPP", .ppp) { FrameBuilder.ppp($0) },
        Tunnel("PPP in HDLC", .ppp) { FrameBuilder.ppp($0, hasAddress: true) },
        Tunnel("serial PPP", .pppOverHDLC) { FrameBuilder.ppp($0, hasAddress: true) },
        Tunnel("serial Cisco", .ciscoHDLC) { [0x0F, 0] + FrameBuilder.ethernet($0).dropFirst(12) },
        Tunnel("PPPoE without Ethernet", .pppOverEthernet) { Array(FrameBuilder.pppoe($0).dropFirst(14)) },
        Tunnel("PPP of the daemon", .pppOfDaemon) { [1, 3] + FrameBuilder.ppp($0) },
        Tunnel("PPP with direction", .pppWithDirection) { [0] + FrameBuilder.ppp($0, hasAddress: true) },
        Tunnel("PPP with MPLS", .ppp) { [0x02, 0x81] + FrameBuilder.labels($0) },
    ]

    private static let wireless = [
        Tunnel("802.11", .wireless) { FrameBuilder.wireless(FrameBuilder.llc($0)) },
        Tunnel("802.11 between access points", .wireless) {
            FrameBuilder.wireless(FrameBuilder.llc($0), kind: 0x88, flags: 0x83)
        },
        Tunnel("radiotap, QoS", .wirelessRadiotap) {
            FrameBuilder.radiotap(FrameBuilder.wireless(FrameBuilder.llc($0), kind: 0x88) + [1, 2, 3, 4])
        },
        Tunnel("radiotap, padded", .wirelessRadiotap) {
            FrameBuilder.radiotap(FrameBuilder.wireless(FrameBuilder.llc($0), kind: 0x88, padding: 2), flags: 0x20)
        },
        Tunnel("radiotap, nothing present", .wirelessRadiotap) {
            FrameBuilder.radiotap(FrameBuilder.wireless(FrameBuilder.llc($0), flags: 0x02), flags: nil)
        },
        Tunnel("802.11, one aggregated packet", .wireless) {
            let body = FrameBuilder.llc($0)
            let subframe = [UInt8](repeating: 4, count: 12) + FrameBuilder.two(body.count) + body
            return FrameBuilder.wireless(subframe, kind: 0x88, qos: 0x80)
        },
    ]

    private static let overIP = [
        Tunnel("IP in IP") { FrameBuilder.ethernet(FrameBuilder.outer($0, protocolNumber: Tunnel.number(of: $0))) },
        Tunnel("IP in IPv6") {
            let packet = FrameBuilder.ipv6($0, from: .nearV6, to: .farV6, next: Tunnel.number(of: $0))
            return FrameBuilder.ethernet(packet)
        },
        Tunnel("GRE", 47) { FrameBuilder.gre($0) },
        Tunnel("GRE with all fields", 47) { FrameBuilder.gre($0, checksum: true, key: 7, sequence: 1) },
        Tunnel("GRE with Ethernet", 47) { FrameBuilder.gre(FrameBuilder.ethernet($0), type: 0x6558, key: 7) },
        Tunnel("GRE with MPLS", 47) { FrameBuilder.gre(FrameBuilder.labels($0), type: 0x8847) },
        Tunnel("PPTP", 47) { FrameBuilder.pptp(FrameBuilder.ppp($0, hasAddress: true), acknowledges: true) },
        Tunnel("PPTP without acknowledgement", 47) { FrameBuilder.pptp(FrameBuilder.ppp($0)) },
        Tunnel("MPLS in IP", 137) { FrameBuilder.labels($0) },
        Tunnel("L2TP version 3", 115) { FrameBuilder.l2tpv3(FrameBuilder.ethernet($0)) },
        Tunnel("L2TP version 3, cookie", 115) { FrameBuilder.l2tpv3(FrameBuilder.ethernet($0), cookie: 8) },
    ]

    private static let mirrors = [
        Tunnel("ERSPAN I", 47) { FrameBuilder.gre(FrameBuilder.ethernet($0), type: 0x88BE) },
        Tunnel("ERSPAN II", 47) {
            FrameBuilder.gre(FrameBuilder.erspan2(FrameBuilder.ethernet($0)), type: 0x88BE, sequence: 3)
        },
        Tunnel("ERSPAN III", 47) {
            FrameBuilder.gre(FrameBuilder.erspan3(FrameBuilder.ethernet($0)), type: 0x22EB, sequence: 3)
        },
        Tunnel("ERSPAN III, platform", 47) {
            let mirrored = FrameBuilder.erspan3(FrameBuilder.ethernet($0), hasPlatform: true)
            return FrameBuilder.gre(mirrored, type: 0x22EB, sequence: 3)
        },
        Tunnel("ERSPAN III, IP", 47) {
            FrameBuilder.gre(FrameBuilder.erspan3($0, kind: 2), type: 0x22EB, sequence: 3)
        },
    ]

    private static let overUDP = [
        Tunnel("VXLAN", port: 4789) { FrameBuilder.vxlan(FrameBuilder.ethernet($0)) },
        Tunnel("VXLAN, group policy", port: 4789) {
            FrameBuilder.vxlan(FrameBuilder.ethernet($0, tags: [0x8100]), flags: 0x8808_1234)
        },
        Tunnel("VXLAN-GPE, Ethernet", port: 4790) {
            FrameBuilder.vxlan(FrameBuilder.ethernet($0), flags: 0x0C00_0003)
        },
        Tunnel("GENEVE", port: 6081) { FrameBuilder.geneve(FrameBuilder.ethernet($0)) },
        Tunnel("GENEVE, options", port: 6081) { FrameBuilder.geneve(FrameBuilder.ethernet($0), words: 63) },
        Tunnel("GTP-U", port: 2152) { FrameBuilder.gtp($0) },
        Tunnel("GTP-U, sequence", port: 2152) { FrameBuilder.gtp($0, flags: 0x32) },
        Tunnel("GTP-U, extensions", port: 2152) { FrameBuilder.gtp($0, flags: 0x34, extensions: gtpExtensions) },
        Tunnel("L2TP", port: 1701) { FrameBuilder.l2tp(FrameBuilder.ppp($0, hasAddress: true)) },
        Tunnel("L2TP, all fields", port: 1701) {
            FrameBuilder.l2tp(FrameBuilder.ppp($0), hasSequence: true, offset: 4)
        },
        Tunnel("L2TP, no fields", port: 1701) { FrameBuilder.l2tp(FrameBuilder.ppp($0), hasLength: false) },
        Tunnel("L2TP version 3 in UDP", port: 1701) {
            FrameBuilder.l2tpv3(FrameBuilder.ethernet($0, tags: [0x8100]), cookie: 4, inDatagram: true)
        },
    ]

    private static let protected = [
        Tunnel("authentication header, tunnel", 51) {
            FrameBuilder.authenticationHeader($0, next: Tunnel.number(of: $0))
        },
        Tunnel("two authentication headers", 51) {
            let inner = FrameBuilder.authenticationHeader($0, next: Tunnel.number(of: $0))
            return FrameBuilder.authenticationHeader(inner, next: 51)
        },
        Tunnel("ESP, 12 bytes", 50) { FrameBuilder.esp($0, next: Tunnel.number(of: $0)) },
        Tunnel("ESP, 16 bytes", 50) { FrameBuilder.esp($0, next: Tunnel.number(of: $0), checkByteCount: 16) },
        Tunnel("ESP, no check value", 50) { FrameBuilder.esp($0, next: Tunnel.number(of: $0), checkByteCount: 0) },
        Tunnel("ESP in UDP", port: 4500) { FrameBuilder.esp($0, next: Tunnel.number(of: $0)) },
    ]

    private static let nested = [
        Tunnel("GTP-U in GRE in a pseudowire behind tags") {
            let gtp = FrameBuilder.outer(FrameBuilder.gtp($0), port: 2152)
            let gre = FrameBuilder.outer(FrameBuilder.gre(gtp), protocolNumber: 47)
            let wire = FrameBuilder.labels([0, 0, 0, 0] + FrameBuilder.ethernet(gre, tags: [0x8100]))
            return FrameBuilder.ethernet(wire, type: 0x8847, tags: [0x88A8, 0x8100])
        },
        Tunnel("ESP in GTP-U in VXLAN", port: 4789) {
            let esp = FrameBuilder.outer(FrameBuilder.esp($0, next: Tunnel.number(of: $0)), protocolNumber: 50)
            return FrameBuilder.vxlan(FrameBuilder.ethernet(FrameBuilder.outer(FrameBuilder.gtp(esp), port: 2152)))
        },
    ]

    /// The protocol number of an IP packet inside another.
    private static func number(of packet: [UInt8]) -> UInt8 { packet.first.map { $0 >> 4 } == 6 ? 41 : 4 }
}

extension FrameBuilder {
    /// The packets that carry `payload` in `count` fragments, in order, IPv4 or IPv6 by the addresses.
    package static func fragments(
        _ payload: [UInt8],
        into count: Int,
        from source: IPAddress,
        to destination: IPAddress,
        protocolNumber: UInt8,
        identification: Int
    ) -> [[UInt8]] {
        let size = (payload.count + 8 * count - 1) / (8 * count) * 8
        return stride(from: 0, to: payload.count, by: size).map { offset in
            let piece = Array(payload[offset..<min(payload.count, offset + size)])
            let hasMore = offset + size < payload.count
            guard source.isV4 else {
                let header = fragmentHeader(
                    piece,
                    next: protocolNumber,
                    identification: UInt32(identification),
                    offset: offset,
                    hasMore: hasMore
                )
                return ipv6(header, from: source, to: destination, next: 44)
            }
            return ipv4(
                piece,
                from: source,
                to: destination,
                protocolNumber: protocolNumber,
                identification: identification,
                fragmentOffset: offset,
                hasMore: hasMore
            )
        }
    }
}

extension IPAddress {
    /// 2001:db8:1::1, an end of a tunnel.
    package static let nearV6 = IPAddress(high: 0x2001_0DB8_0001_0000, low: 1)
    /// 2001:db8:1::2, the other end.
    package static let farV6 = IPAddress(high: 0x2001_0DB8_0001_0000, low: 2)
}
