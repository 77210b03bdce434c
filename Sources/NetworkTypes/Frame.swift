/// What a capture says about a frame beside its bytes.
package struct Frame: Sendable {
    /// The place of its source in the run, from 0.
    package var source: Int
    /// Its number within its source, from 1, as packet tools number it.
    package var number: UInt64
    /// When it was captured.
    package var time: CaptureTime
    /// How its first bytes are to be read.
    package var linkType: LinkType
    /// How many bytes it had on the wire; above the bytes at hand where a snap length cut it.
    package var wireByteCount: Int

    /// A frame with everything the capture says of it.
    package init(source: Int, number: UInt64, time: CaptureTime, linkType: LinkType, wireByteCount: Int) {
        self.source = source
        self.number = number
        self.time = time
        self.linkType = linkType
        self.wireByteCount = wireByteCount
    }
}

/// The kind of header that a frame begins with: a LINKTYPE_ value of the registry kept by tcpdump.org.
@usableFromInline
package struct LinkType: RawRepresentable, Hashable, Sendable {
    /// The LINKTYPE_ number as capture files carry it, not libpcap's DLT_ number of one system.
    @usableFromInline package let rawValue: UInt16

    /// The link type with this number.
    @inlinable
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    // Written out so that a switch over link types compares numbers and calls nothing.
    @inlinable
    package static func == (left: LinkType, right: LinkType) -> Bool { left.rawValue == right.rawValue }

    /// BSD loopback: a 4-byte protocol family in the byte order of the capturing host.
    @inlinable package static var null: LinkType { LinkType(rawValue: 0) }
    /// Ethernet, IEEE 802.3.
    @inlinable package static var ethernet: LinkType { LinkType(rawValue: 1) }
    /// PPP, with the address and control bytes of HDLC or without.
    @inlinable package static var ppp: LinkType { LinkType(rawValue: 9) }
    /// PPP or Cisco HDLC on a serial line.
    @inlinable package static var pppOverHDLC: LinkType { LinkType(rawValue: 50) }
    /// PPPoE without its Ethernet header.
    @inlinable package static var pppOverEthernet: LinkType { LinkType(rawValue: 51) }
    /// Raw IP, version by its first nibble.
    @inlinable package static var raw: LinkType { LinkType(rawValue: 101) }
    /// Cisco HDLC.
    @inlinable package static var ciscoHDLC: LinkType { LinkType(rawValue: 104) }
    /// IEEE 802.11 without a header of the driver.
    @inlinable package static var wireless: LinkType { LinkType(rawValue: 105) }
    /// OpenBSD loopback: a 4-byte protocol family in network byte order.
    @inlinable package static var loop: LinkType { LinkType(rawValue: 108) }
    /// Linux "cooked" capture, version 1.
    @inlinable package static var linuxCooked: LinkType { LinkType(rawValue: 113) }
    /// IEEE 802.11 behind a radiotap header.
    @inlinable package static var wirelessRadiotap: LinkType { LinkType(rawValue: 127) }
    /// PPP with the direction in place of the HDLC address, as the PPP daemon of Linux writes it.
    @inlinable package static var pppOfDaemon: LinkType { LinkType(rawValue: 166) }
    /// PPP behind a byte with the direction.
    @inlinable package static var pppWithDirection: LinkType { LinkType(rawValue: 204) }
    /// Raw IPv4.
    @inlinable package static var ipv4: LinkType { LinkType(rawValue: 228) }
    /// Raw IPv6.
    @inlinable package static var ipv6: LinkType { LinkType(rawValue: 229) }
    /// Linux "cooked" capture, version 2.
    @inlinable package static var linuxCooked2: LinkType { LinkType(rawValue: 276) }
}
