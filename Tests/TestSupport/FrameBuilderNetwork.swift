package import NetworkTypes

/// IP headers.
extension FrameBuilder {
    /// An IPv4 packet; `options` are padded to words, `totalLength` overrides the right one.
    package static func ipv4(
        _ payload: [UInt8],
        from source: IPAddress = .caller,
        to destination: IPAddress = .callee,
        protocolNumber: UInt8 = 17,
        identification: Int = 1,
        fragmentOffset: Int = 0,
        hasMore: Bool = false,
        options: [UInt8] = [],
        totalLength: Int? = nil
    ) -> [UInt8] {
        let padded = options + [UInt8](repeating: 0, count: (4 - options.count % 4) % 4)
        let headerByteCount = 20 + padded.count
        let flags = (hasMore ? 0x2000 : 0) | fragmentOffset / 8
        var packet: [UInt8] = [0x40 | UInt8(headerByteCount / 4), 0]
        packet += two(totalLength ?? headerByteCount + payload.count) + two(identification) + two(flags)
        packet += [64, protocolNumber] + two(0)
        packet += four(UInt32(truncatingIfNeeded: source.low)) + four(UInt32(truncatingIfNeeded: destination.low))
        return packet + padded + payload
    }

    /// An IPv6 packet; `payloadLength` overrides the right one.
    package static func ipv6(
        _ payload: [UInt8],
        from source: IPAddress = .callerV6,
        to destination: IPAddress = .calleeV6,
        next: UInt8 = 17,
        payloadLength: Int? = nil
    ) -> [UInt8] {
        let addresses = eight(source.high) + eight(source.low) + eight(destination.high) + eight(destination.low)
        return [0x60, 0, 0, 0] + two(payloadLength ?? payload.count) + [next, 64] + addresses + payload
    }

    /// An IPv6 extension header of the common shape, `units` times eight bytes beyond the first eight, filled with
    /// padding.
    package static func extensionHeader(_ payload: [UInt8], next: UInt8 = 17, units: Int = 0) -> [UInt8] {
        [next, UInt8(units)] + [UInt8](repeating: 0, count: 6 + 8 * units) + payload
    }

    /// An IPv6 hop-by-hop header with the jumbo payload option.
    package static func jumboHeader(_ payload: [UInt8], next: UInt8 = 17, length: UInt32) -> [UInt8] {
        [next, 0, 0xC2, 4] + four(length) + payload
    }

    /// An authentication header with twelve bytes of check value.
    package static func authenticationHeader(_ payload: [UInt8], next: UInt8 = 17) -> [UInt8] {
        [next, 4] + [UInt8](repeating: 0, count: 22) + payload
    }

    /// An IPv6 fragment header and the piece behind it.
    package static func fragmentHeader(
        _ piece: [UInt8],
        next: UInt8 = 17,
        identification: UInt32 = 1,
        offset: Int = 0,
        hasMore: Bool = false
    ) -> [UInt8] {
        [next, 0] + two(offset | (hasMore ? 1 : 0)) + four(identification) + piece
    }
}
