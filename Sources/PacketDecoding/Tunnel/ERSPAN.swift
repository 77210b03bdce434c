internal import WireBytes

/// What a switch puts before the frames that it mirrors over GRE (draft-foschiano-erspan-03 §4).
///
///     type II    0                  2                  4       8
///                | version 1, VLAN  | class, T, session | index | Ethernet frame …
///
///     type III   0                  2                  4      8       10              12
///                | version 2, VLAN  | class, T, session | time | group | P, frame, … O | platform, 8 bytes, with O
enum ERSPAN {
    /// The type in the GRE header of types I and II.
    static let type: UInt16 = 0x88BE
    /// The type in the GRE header of type III.
    static let typeIII: UInt16 = 0x22EB

    /// Reads a header of type II or III at the start of `packet.payload`.
    static func read(_ bytes: RawSpan, _ packet: Packet, _ answer: inout Decoded) -> Layer {
        let start = packet.payload.lower
        if let reason = packet.lack(of: 1, cut: .erspanCut, wrong: .erspanHeader) {
            return answer.end(as: .undecodable(reason))
        }
        let version = bytes.octet(at: start) &>> 4
        guard version == 1 || version == 2 else { return answer.end(as: .undecodable(.erspanVersion)) }
        let hasPlatform = version == 2 && bytes.octet(at: start &+ 11) & 1 == 1
        let length = version == 1 ? 8 : hasPlatform ? 20 : 12
        if let reason = packet.lack(of: length, cut: .erspanCut, wrong: .erspanHeader) {
            return answer.end(as: .undecodable(reason))
        }
        let frame = ByteRange(start &+ length, packet.payload.upper)
        let kind = version == 1 ? 0 : bytes.octet(at: start &+ 10) &>> 2 & 0x1F
        switch kind {
        case 0: return .ethernet(frame)
        case 2: return RawIP.read(bytes, frame, &answer)
        default: return answer.end(as: .other(.mirrored(kind)))
        }
    }
}
