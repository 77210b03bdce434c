package import NetworkTypes
package import PacketDecoding

/// Builds frames layer by layer: each function takes the payload it wraps and gives the bytes of both.
///
///     FrameBuilder.ethernet(FrameBuilder.ipv4(FrameBuilder.udp(payload)))
///
/// Lengths come out right unless a test states a wrong one; checksums are zero, since nothing here reads them.
package enum FrameBuilder {
    /// A whole Ethernet frame with a UDP datagram, IPv4 or IPv6 by the addresses.
    package static func datagram(
        _ payload: [UInt8],
        from source: Endpoint = .caller,
        to destination: Endpoint = .callee
    ) -> [UInt8] {
        let bytes = udp(payload, from: source.port, to: destination.port)
        return ethernet(ip(bytes, from: source.address, to: destination.address, protocolNumber: 17))
    }

    /// A whole Ethernet frame with a TCP segment, IPv4 or IPv6 by the addresses.
    package static func segment(
        _ payload: [UInt8],
        from source: Endpoint = .caller,
        to destination: Endpoint = .callee,
        sequence: UInt32,
        acknowledgement: UInt32 = 0,
        flags: TCPFlags = .acknowledgement
    ) -> [UInt8] {
        let bytes = tcp(
            payload,
            from: source.port,
            to: destination.port,
            sequence: sequence,
            acknowledgement: acknowledgement,
            flags: flags
        )
        return ethernet(ip(bytes, from: source.address, to: destination.address, protocolNumber: 6))
    }

    /// An IP packet of the version of its addresses.
    package static func ip(
        _ payload: [UInt8],
        from source: IPAddress,
        to destination: IPAddress,
        protocolNumber: UInt8
    ) -> [UInt8] {
        source.isV4
            ? ipv4(payload, from: source, to: destination, protocolNumber: protocolNumber)
            : ipv6(payload, from: source, to: destination, next: protocolNumber)
    }

    /// The bytes of `text`.
    package static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// `number` in two bytes, most significant first.
    package static func two(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    /// `number` in four bytes, most significant first.
    package static func four(_ number: UInt32) -> [UInt8] { two(Int(number >> 16)) + two(Int(number)) }

    /// `number` in eight bytes, most significant first.
    package static func eight(_ number: UInt64) -> [UInt8] {
        four(UInt32(truncatingIfNeeded: number >> 32)) + four(UInt32(truncatingIfNeeded: number))
    }
}

/// Parties of test traffic, from the ranges set aside for documentation (RFC 5737, RFC 3849).
extension Endpoint {
    /// 192.0.2.1:5060.
    package static let caller = Endpoint(address: .caller, port: 5060)
    /// 198.51.100.2:5060.
    package static let callee = Endpoint(address: .callee, port: 5060)
    /// 203.0.113.7:5060, what lies behind the callee where that hands calls on.
    package static let trunk = Endpoint(address: IPAddress(v4: 0xCB00_7107), port: 5060)
    /// [2001:db8::1]:5060.
    package static let callerV6 = Endpoint(address: .callerV6, port: 5060)
    /// [2001:db8::2]:5060.
    package static let calleeV6 = Endpoint(address: .calleeV6, port: 5060)
}

/// Addresses of test traffic, from the ranges set aside for documentation.
extension IPAddress {
    /// 192.0.2.1.
    package static let caller = IPAddress(v4: 0xC000_0201)
    /// 198.51.100.2.
    package static let callee = IPAddress(v4: 0xC633_6402)
    /// 2001:db8::1.
    package static let callerV6 = IPAddress(high: 0x2001_0DB8_0000_0000, low: 1)
    /// 2001:db8::2.
    package static let calleeV6 = IPAddress(high: 0x2001_0DB8_0000_0000, low: 2)
}
