package import SIPCatalogue
package import WireBytes

/// Finds the registered method that some bytes name.
package enum MethodReader {
    /// The method written in `range`, or `nil` where it is none of the registry's; case counts (RFC 3261 §7.1).
    package static func method(_ bytes: RawSpan, _ range: ByteRange) -> Method? {
        guard let (method, name) = candidate(first: bytes.octet(at: range.lower), count: range.count)
        else { return nil }
        return bytes.has(name, at: range.lower) ? method : nil
    }

    /// The one method that its length and first letters leave, with its name.
    private static func candidate(
        first: UInt8,
        count: Int
    ) -> (Method, StaticString)? {
        switch (count, first) {
        case (3, 0x41): (.ack, "ACK")
        case (3, 0x42): (.bye, "BYE")
        case (4, 0x49): (.info, "INFO")
        case (5, 0x50): (.prack, "PRACK")
        case (5, 0x52): (.refer, "REFER")
        case (6, 0x49): (.invite, "INVITE")
        case (6, 0x43): (.cancel, "CANCEL")
        case (6, 0x4E): (.notify, "NOTIFY")
        case (6, 0x55): (.update, "UPDATE")
        case (7, 0x4F): (.options, "OPTIONS")
        case (7, 0x4D): (.message, "MESSAGE")
        case (7, 0x50): (.publish, "PUBLISH")
        case (8, 0x52): (.register, "REGISTER")
        case (9, 0x53): (.subscribe, "SUBSCRIBE")
        default: nil
        }
    }
}
