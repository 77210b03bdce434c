package import SIPCatalogue
package import WireBytes

/// Finds the registered method that some bytes name.
package enum MethodReader {
    /// The method written in `range`, or `nil` where it is none of the registry's; case counts (RFC 3261 §7.1).
    package static func method(_ bytes: RawSpan, _ range: ByteRange) -> Method? {
        let count = range.count
        // A NUL at the end would be taken for the end of a shorter name.
        guard count >= 3, count <= 9, bytes.octet(at: range.upper &- 1) != 0 else { return nil }
        let word = bytes.word(at: range.lower)
        let letters = count >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: 8 &* count)) &- 1)
        // Each name read little-endian, eight letters at most.
        switch letters {
        case 0x4554_4956_4E49: return .invite
        case 0x4B_4341: return .ack
        case 0x45_5942: return .bye
        case 0x5245_5453_4947_4552 where count == 8: return .register
        case 0x53_4E4F_4954_504F: return .options
        case 0x4C45_434E_4143: return .cancel
        case 0x5946_4954_4F4E: return .notify
        case 0x4249_5243_5342_5553 where count == 9 && bytes.octet(at: range.upper &- 1) == 0x45: return .subscribe
        case 0x4B_4341_5250: return .prack
        case 0x4554_4144_5055: return .update
        case 0x4F46_4E49: return .info
        case 0x45_4741_5353_454D: return .message
        case 0x52_4546_4552: return .refer
        case 0x48_5349_4C42_5550: return .publish
        default: return nil
        }
    }
}
