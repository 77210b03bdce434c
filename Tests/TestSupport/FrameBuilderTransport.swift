package import PacketDecoding

/// Transport headers.
extension FrameBuilder {
    /// A UDP datagram; `length` overrides the right one.
    package static func udp(
        _ payload: [UInt8],
        from source: UInt16 = 5060,
        to destination: UInt16 = 5060,
        length: Int? = nil
    ) -> [UInt8] {
        two(Int(source)) + two(Int(destination)) + two(length ?? 8 + payload.count) + two(0) + payload
    }

    /// A TCP segment; `options` are padded to words, `headerWords` overrides the right data offset.
    package static func tcp(
        _ payload: [UInt8],
        from source: UInt16 = 5060,
        to destination: UInt16 = 5060,
        sequence: UInt32 = 1,
        acknowledgement: UInt32 = 0,
        flags: TCPFlags = .acknowledgement,
        options: [UInt8] = [],
        headerWords: Int? = nil
    ) -> [UInt8] {
        let padded = options + [UInt8](repeating: 0, count: (4 - options.count % 4) % 4)
        let words = headerWords ?? 5 + padded.count / 4
        var segment = two(Int(source)) + two(Int(destination)) + four(sequence) + four(acknowledgement)
        segment += [UInt8(words << 4), flags.rawValue] + two(65535) + two(0) + two(0)
        return segment + padded + payload
    }
}
