package import NetworkTypes

/// ICMP errors.
extension FrameBuilder {
    /// An ICMP or ICMPv6 error about `packet`, an IP packet of which it quotes the first `quoted` bytes, as an Ethernet
    /// frame.
    package static func icmp(
        type: UInt8,
        code: UInt8,
        about packet: [UInt8],
        quoted: Int = .max,
        from reporter: IPAddress = .callee,
        to receiver: IPAddress = .caller
    ) -> [UInt8] {
        let message = [type, code] + two(0) + four(0) + packet.prefix(quoted)
        return ethernet(ip(message, from: reporter, to: receiver, protocolNumber: reporter.isV4 ? 1 : 58))
    }
}
