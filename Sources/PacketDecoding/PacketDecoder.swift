package import NetworkTypes
internal import WireBytes

/// Reads a frame from its link header to its transport header, in place.
///
/// A frame is walked layer by layer in a loop, not by recursion: a tunnel is one more `Layer` whose reader names an
/// inner one. Every reader is total: whatever the bytes, it gives an answer and never traps. Checksums are not looked
/// at, since network cards fill them in after the capture of what a host sends.
package struct PacketDecoder: Sendable {
    /// How many layers a frame may have inside each other; a plain one has two: what Ethernet carries, and IP.
    ///
    /// A turn of the loop is a layer: the VLAN tags of a frame, what an EtherType names (a label stack is one, too), an
    /// Ethernet header in a tunnel, an IP header with the tunnel or transport header behind it. A telephone's packet in
    /// GTP-U, in GRE, in an MPLS pseudowire with tagged frames on a tagged line comes to eight.
    package static let layerLimit = 16

    /// A decoder; it has no state, so one serves every capture.
    package init() {}

    /// What the frame `bytes` is, read as `linkType` says.
    package func decode(_ bytes: RawSpan, linkType: LinkType) -> Decoded {
        var answer = Decoded.undecodable(.tunnelDepth)
        let layer = PacketDecoder.readLink(bytes, linkType, &answer)
        PacketDecoder.readOn(from: layer, bytes, &answer)
        return answer
    }

    /// What `bytes`, an IP payload put together from fragments, is.
    ///
    /// The IPv6 extension headers that stood behind the fragment header are read first. `identification` is that of the
    /// fragments, for the result to carry on.
    package func decodeTransport(
        of protocolNumber: UInt8,
        from source: IPAddress,
        to destination: IPAddress,
        identification: UInt32 = 0,
        _ bytes: RawSpan
    ) -> Decoded {
        let packet = Packet(
            from: source,
            to: destination,
            protocolNumber: protocolNumber,
            identification: identification,
            payload: ByteRange(0, bytes.byteCount)
        )
        var answer = Decoded.undecodable(.tunnelDepth)
        let layer =
            source.isV4
            ? PacketPayload.read(bytes, packet, &answer)
            : IPv6Extensions.read(bytes, packet, isReassembled: true, &answer)
        PacketDecoder.readOn(from: layer, bytes, &answer)
        return answer
    }

    /// Reads layer by layer until there is an answer; one that is still unread at the limit leaves `answer` as it was.
    @inline(__always)
    private static func readOn(from first: Layer, _ bytes: RawSpan, _ answer: inout Decoded) {
        var layer = first
        for _ in 0..<layerLimit {
            switch layer {
            case .etherType(let type, let range): layer = EtherType.read(bytes, type, range, &answer)
            case .ipv4(let range): layer = IPv4.read(bytes, range, &answer)
            case .ipv6(let range): layer = IPv6.read(bytes, range, &answer)
            case .ethernet(let range): layer = Ethernet.read(bytes, range, &answer)
            case .none: return
            }
        }
    }

    /// Reads the link header of a frame, by the LINKTYPE_ registry of tcpdump.org.
    @inline(__always)
    private static func readLink(_ bytes: RawSpan, _ linkType: LinkType, _ answer: inout Decoded) -> Layer {
        let frame = ByteRange(0, bytes.byteCount)
        switch linkType {
        case .ethernet: return Ethernet.read(bytes, frame, &answer)
        case .linuxCooked: return LinuxCooked.readVersion1(bytes, frame, &answer)
        case .linuxCooked2: return LinuxCooked.readVersion2(bytes, frame, &answer)
        case .null, .loop: return Loopback.read(bytes, frame, &answer)
        case .raw, .rawOfBSD, .rawOfOpenBSD: return RawIP.read(bytes, frame, &answer)
        case .ipv4: return .ipv4(frame)
        case .ipv6: return .ipv6(frame)
        default: return readRareLink(bytes, linkType, frame, &answer)
        }
    }

    /// Link types of telephone lines and of the air.
    @inline(never)
    private static func readRareLink(
        _ bytes: RawSpan,
        _ linkType: LinkType,
        _ frame: ByteRange,
        _ answer: inout Decoded
    ) -> Layer {
        switch linkType {
        case .ppp: PPP.read(bytes, frame, &answer)
        case .pppOverHDLC, .ciscoHDLC: SerialLine.read(bytes, frame, &answer)
        case .pppOverEthernet: PPPoE.read(bytes, frame, &answer)
        case .pppOfDaemon: SerialLine.readOfDaemon(bytes, frame, &answer)
        case .pppWithDirection: SerialLine.readWithDirection(bytes, frame, &answer)
        case .wireless: Wireless.read(bytes, frame, &answer)
        case .wirelessRadiotap: Radiotap.read(bytes, frame, &answer)
        default: answer.end(as: .undecodable(.linkType))
        }
    }
}
