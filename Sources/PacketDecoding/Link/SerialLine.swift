internal import WireBytes

/// Frames of serial lines and of the PPP daemon, which begin with one byte or two of HDLC.
///
///     0         1         2
///     | address | control | PPP protocol, or with Cisco's framing an EtherType; then the payload …
///
/// The address is 0xFF before PPP, and 0x0F or 0x8F before an EtherType (Cisco HDLC, as RFC 1547 §4.3.1 describes it).
/// The PPP daemon of Linux puts the direction in the place of the address: 0 for received, 1 for sent.
enum SerialLine {
    /// Reads a frame of either framing (LINKTYPE_PPP_HDLC, LINKTYPE_C_HDLC).
    static func read(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        let address = bytes.octet(at: range.lower)
        guard address == 0x0F || address == 0x8F else { return PPP.read(bytes, range, &answer) }
        guard range.count >= 4, let type = bytes.uint16(at: range.lower &+ 2) else {
            return answer.end(as: .undecodable(.linkShort))
        }
        // Cisco's own keep-alive and others; LLC does not occur here.
        guard type >= 0x0600, type != 0x8035 else { return answer.end(as: .other(.etherType(type))) }
        return .etherType(type, ByteRange(range.lower &+ 4, range.upper))
    }

    /// Reads a frame with the direction in the place of the address (LINKTYPE_PPP_PPPD).
    static func readOfDaemon(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard range.count >= 2 else { return answer.end(as: .undecodable(.linkShort)) }
        // The control byte is there or left out, as with PPP itself.
        let hasControl = bytes.octet(at: range.lower &+ 1) == 0x03
        return PPP.read(bytes, ByteRange(range.lower &+ (hasControl ? 2 : 1), range.upper), &answer)
    }

    /// Reads a frame with the direction in front of the address (LINKTYPE_PPP_WITH_DIR).
    static func readWithDirection(_ bytes: RawSpan, _ range: ByteRange, _ answer: inout Decoded) -> Layer {
        guard !range.isEmpty else { return answer.end(as: .undecodable(.linkShort)) }
        return PPP.read(bytes, ByteRange(range.lower &+ 1, range.upper), &answer)
    }
}
