package import NetworkTypes
internal import WireBytes

/// Reads a frame from its link header to its transport header, in place.
///
/// A frame is walked layer by layer in a loop, not by recursion: a tunnel is one more `Layer` whose reader names an inner
/// one. Every reader is total: whatever the bytes, it gives an answer and never traps. Checksums are not looked at,
/// since network cards fill them in after the capture of what a host sends.
package struct PacketDecoder: Sendable {
    /// How many layers a frame may have inside each other; a plain one has three or four.
    package static let layerLimit = 16

    /// A decoder; it has no state, so one serves every capture.
    package init() {}

    /// What the frame `bytes` is, read as `linkType` says.
    package func decode(_ bytes: RawSpan, linkType: LinkType) -> Decoded {
        resolve(PacketDecoder.firstLayer(of: linkType, bytes), bytes)
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
        guard !source.isV4 else { return resolve(.transport(packet), bytes) }
        return resolve(IPv6Extensions.read(bytes, packet, isReassembled: true), bytes)
    }

    /// Reads on from `first` until there is an answer.
    @inline(__always)
    private func resolve(_ first: Layer, _ bytes: RawSpan) -> Decoded {
        var layer = first
        for _ in 0..<PacketDecoder.layerLimit {
            switch layer {
            case .etherType(let type, let range): layer = EtherType.read(bytes, type, range)
            case .ipv4(let range): layer = IPv4.read(bytes, range)
            case .ipv6(let range): layer = IPv6.read(bytes, range)
            case .transport(let packet): return PacketDecoder.transport(of: packet, bytes)
            case .done(let decoded): return decoded
            }
        }
        return .undecodable(.tunnelDepth)
    }

    /// The layer behind the link header of a frame, by the LINKTYPE_ registry of tcpdump.org.
    @inline(__always)
    private static func firstLayer(of linkType: LinkType, _ bytes: RawSpan) -> Layer {
        let frame = ByteRange(0, bytes.byteCount)
        switch linkType {
        case .ethernet: return Ethernet.read(bytes, frame)
        case .linuxCooked: return LinuxCooked.readVersion1(bytes, frame)
        case .linuxCooked2: return LinuxCooked.readVersion2(bytes, frame)
        case .null, .loop: return Loopback.read(bytes, frame)
        case .raw, .rawOfBSD, .rawOfOpenBSD: return RawIP.read(bytes, frame)
        case .ipv4: return .ipv4(frame)
        case .ipv6: return .ipv6(frame)
        default: return .undecodable(.linkType)
        }
    }

    /// The payload of an IP packet, by its protocol number.
    @inline(__always)
    private static func transport(of packet: Packet, _ bytes: RawSpan) -> Decoded {
        switch packet.protocolNumber {
        case UDP.protocolNumber: UDP.read(bytes, packet)
        case TCP.protocolNumber: TCP.read(bytes, packet)
        default: .other(.ipProtocol(packet.protocolNumber))
        }
    }
}
