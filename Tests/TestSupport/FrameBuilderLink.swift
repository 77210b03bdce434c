/// Link headers.
extension FrameBuilder {
    /// EtherTypes that tests name.
    package enum EtherType {
        /// IPv4.
        package static let ipv4 = 0x0800
        /// IPv6.
        package static let ipv6 = 0x86DD
        /// ARP.
        package static let arp = 0x0806
        /// An 802.1Q tag.
        package static let tag = 0x8100
        /// An 802.1ad provider tag.
        package static let providerTag = 0x88A8
    }

    /// The EtherType of an IP packet, by its first nibble.
    static func etherType(of payload: [UInt8]) -> Int {
        payload.first.map { $0 >> 4 == 6 } == true ? EtherType.ipv6 : EtherType.ipv4
    }

    /// An Ethernet frame; `tags` are the EtherTypes of VLAN tags, outermost first.
    package static func ethernet(_ payload: [UInt8], type: Int? = nil, tags: [Int] = []) -> [UInt8] {
        var frame: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
        for (index, tag) in tags.enumerated() { frame += two(tag) + two(100 + index) }
        return frame + two(type ?? etherType(of: payload)) + payload
    }

    /// An Ethernet frame with a PPP session; `isShort` cuts the PPP protocol to one byte.
    package static func pppoe(_ payload: [UInt8], protocolNumber: Int? = nil, isShort: Bool = false) -> [UInt8] {
        let number = protocolNumber ?? (etherType(of: payload) == EtherType.ipv6 ? 0x57 : 0x21)
        let packet = (isShort ? [UInt8(number & 0xFF)] : two(number)) + payload
        return ethernet([0x11, 0] + two(7) + two(packet.count) + packet, type: 0x8864)
    }

    /// An 802.3 frame with a SNAP header.
    package static func snap(_ payload: [UInt8], organisation: [UInt8] = [0, 0, 0], type: Int? = nil) -> [UInt8] {
        let packet = [0xAA, 0xAA, 0x03] + organisation + two(type ?? etherType(of: payload)) + payload
        return ethernet(packet, type: packet.count)
    }

    /// A frame of Linux's `any` device, version 1; hardware 1 is Ethernet.
    package static func linuxCooked(_ payload: [UInt8], type: Int? = nil, hardware: Int = 1) -> [UInt8] {
        two(0) + two(hardware) + two(6) + [2, 0, 0, 0, 0, 1, 0, 0] + two(type ?? etherType(of: payload)) + payload
    }

    /// A frame of Linux's `any` device, version 2.
    package static func linuxCooked2(_ payload: [UInt8], type: Int? = nil, hardware: Int = 1) -> [UInt8] {
        let header = two(type ?? etherType(of: payload)) + two(0) + four(3) + two(hardware)
        return header + [0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + payload
    }

    /// A frame of a BSD loopback.
    package static func loopback(_ payload: [UInt8], family: UInt32 = 2, isLittleEndian: Bool = false) -> [UInt8] {
        four(isLittleEndian ? family.byteSwapped : family) + payload
    }
}
