package import NetworkTypes

/// Tunnel headers; each function takes what the tunnel carries.
extension FrameBuilder {
    /// The ends of the tunnels, where nothing else is said.
    package enum TunnelEnd {
        /// 203.0.113.1.
        package static let near = IPAddress(v4: 0xCB00_7101)
        /// 203.0.113.2.
        package static let far = IPAddress(v4: 0xCB00_7102)
    }

    /// An IPv4 packet between the ends of a tunnel.
    package static func outer(_ payload: [UInt8], protocolNumber: UInt8, identification: Int = 77) -> [UInt8] {
        ipv4(
            payload,
            from: TunnelEnd.near,
            to: TunnelEnd.far,
            protocolNumber: protocolNumber,
            identification: identification
        )
    }

    /// An IPv4 packet between the ends of a tunnel, with a datagram to `port`.
    package static func outer(
        _ payload: [UInt8],
        port: UInt16,
        from source: UInt16 = 49_152,
        identification: Int = 77
    ) -> [UInt8] {
        outer(udp(payload, from: source, to: port), protocolNumber: 17, identification: identification)
    }

    /// MPLS labels, the last of them at the bottom of the stack.
    package static func labels(_ payload: [UInt8], _ labels: [UInt32] = [100, 200]) -> [UInt8] {
        labels.enumerated().flatMap { four($1 << 12 | ($0 == labels.count - 1 ? 0x100 : 0) | 64) } + payload
    }

    /// A GRE header of version 0; an optional field that is not `nil` is there.
    package static func gre(
        _ payload: [UInt8],
        type: Int? = nil,
        checksum: Bool = false,
        key: UInt32? = nil,
        sequence: UInt32? = nil
    ) -> [UInt8] {
        let flags = (checksum ? 0x8000 : 0) | (key == nil ? 0 : 0x2000) | (sequence == nil ? 0 : 0x1000)
        var header = two(flags) + two(type ?? etherType(of: payload))
        if checksum { header += four(0x1234_0000) }
        if let key { header += four(key) }
        if let sequence { header += four(sequence) }
        return header + payload
    }

    /// A GRE header of PPTP around a PPP frame; `length` overrides the right one.
    package static func pptp(_ frame: [UInt8], acknowledges: Bool = false, length: Int? = nil) -> [UInt8] {
        let header = two(acknowledges ? 0x3081 : 0x3001) + two(0x880B) + two(length ?? frame.count) + two(9) + four(1)
        return header + (acknowledges ? four(2) : []) + frame
    }

    /// A PPP frame with an IP packet; `hasAddress` puts the bytes of HDLC in front.
    package static func ppp(_ packet: [UInt8], hasAddress: Bool = false) -> [UInt8] {
        (hasAddress ? [0xFF, 0x03] : []) + two(etherType(of: packet) == EtherType.ipv6 ? 0x57 : 0x21) + packet
    }

    /// An ERSPAN header of type II.
    package static func erspan2(_ frame: [UInt8]) -> [UInt8] { two(0x1064) + two(0x0005) + four(7) + frame }

    /// An ERSPAN header of type III, with the platform's part or without; `kind` 0 is Ethernet, 2 IP.
    package static func erspan3(_ frame: [UInt8], kind: Int = 0, hasPlatform: Bool = false) -> [UInt8] {
        let header = two(0x2064) + two(0x0005) + four(7) + two(0) + two(kind << 10 | (hasPlatform ? 1 : 0))
        return header + (hasPlatform ? eight(3) : []) + frame
    }

    /// A VXLAN header; `flags` are its first four bytes.
    package static func vxlan(_ frame: [UInt8], flags: UInt32 = 0x0800_0000) -> [UInt8] {
        four(flags) + four(42 << 8) + frame
    }

    /// A GENEVE header with `words` words of options.
    package static func geneve(_ payload: [UInt8], type: Int = 0x6558, words: Int = 0) -> [UInt8] {
        [UInt8(words), 0] + two(type) + four(42 << 8) + [UInt8](repeating: 0x11, count: 4 * words) + payload
    }

    /// A GTP-U header; `extensions` are whole extension headers but for their last byte, each with its type before it.
    package static func gtp(
        _ packet: [UInt8],
        flags: UInt8 = 0x30,
        type: UInt8 = 255,
        extensions: [(type: UInt8, bytes: [UInt8])] = []
    ) -> [UInt8] {
        var options: [UInt8] = []
        if flags & 7 != 0 { options = [0, 1, 0, extensions.first?.type ?? 0] }
        for (index, header) in extensions.enumerated() {
            options += header.bytes + [index + 1 < extensions.count ? extensions[index + 1].type : 0]
        }
        return [flags, type] + two(options.count + packet.count) + four(0xABCD) + options + packet
    }

    /// An L2TP data message of version 2 around a PPP frame.
    package static func l2tp(
        _ frame: [UInt8],
        hasLength: Bool = true,
        hasSequence: Bool = false,
        offset: Int? = nil
    ) -> [UInt8] {
        let flags = (hasLength ? 0x4000 : 0) | (hasSequence ? 0x0800 : 0) | (offset == nil ? 0 : 0x0200) | 2
        let padding = offset.map { two($0) + [UInt8](repeating: 0, count: $0) } ?? []
        let rest = two(3) + two(4) + (hasSequence ? two(1) + two(0) : []) + padding + frame
        return two(flags) + (hasLength ? two(rest.count + 4) : []) + rest
    }

    /// An L2TP data message of version 3 with a cookie of 0, 4 or 8 bytes around an Ethernet frame.
    package static func l2tpv3(_ frame: [UInt8], cookie: Int = 0, inDatagram: Bool = false) -> [UInt8] {
        (inDatagram ? [0, 3, 0, 0] : []) + four(5) + [UInt8](repeating: 0xC5, count: cookie) + frame
    }

    /// ESP that does not encrypt, with a check value of `checkByteCount` bytes.
    package static func esp(_ payload: [UInt8], next: UInt8, checkByteCount: Int = 12) -> [UInt8] {
        let padding = (4 - (payload.count + 2) % 4) % 4
        let trailer = (0..<padding).map { UInt8($0 + 1) } + [UInt8(padding), next]
        let check = (0..<checkByteCount).map { UInt8(0xA0 + $0) }
        return four(0x1000_0001) + four(9) + payload + trailer + check
    }

    /// An IEEE 802.2 SNAP header around an IP packet.
    package static func llc(_ packet: [UInt8]) -> [UInt8] {
        [0xAA, 0xAA, 0x03, 0, 0, 0] + two(etherType(of: packet)) + packet
    }

    /// An IEEE 802.11 data frame around `payload`, which begins with its SNAP header.
    package static func wireless(
        _ payload: [UInt8],
        kind: UInt8 = 0x08,
        flags: UInt8 = 0x01,
        qos: UInt8 = 0,
        padding: Int = 0
    ) -> [UInt8] {
        var frame: [UInt8] = [kind, flags, 0, 0] + [UInt8](repeating: 2, count: 18) + [0x10, 0]
        if flags & 3 == 3 { frame += [UInt8](repeating: 3, count: 6) }
        if kind & 0x80 != 0 { frame += [qos, 0] + (flags & 0x80 != 0 ? [0, 0, 0, 0] : []) }
        return frame + [UInt8](repeating: 0, count: padding) + payload
    }

    /// A radiotap header with the clock and the flags around an 802.11 frame, or with no field at all.
    package static func radiotap(_ frame: [UInt8], flags: UInt8? = 0x10) -> [UInt8] {
        guard let flags else { return [0, 0, 8, 0, 0, 0, 0, 0] + frame }
        // Two words that say what is there, then up to a multiple of eight, the clock, the flags, the rate.
        let present: [UInt8] = [0x07, 0, 0, 0x80, 0, 0, 0, 0]
        return [0, 0, 26, 0] + present + [0, 0, 0, 0] + eight(123_456) + [flags, 12] + frame
    }
}
