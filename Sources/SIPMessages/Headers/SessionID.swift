package import WireBytes

/// A Session-ID value (RFC 7989 §5): `a1b2…;remote=c3d4…`, the UUID of the sender's end and that of the other.
///
/// The end that has not answered yet is nil, all zeroes; so is an end that knows no UUID. Hexadecimal digits count in
/// either case, and the hyphens of a UUID are passed over, though the grammar has none. Without `remote`, as RFC 7329
/// had it, the other end is nil.
package struct SessionID: Sendable {
    /// The UUID of one end; nil where it is zero.
    package struct UUID: Hashable, Sendable {
        /// Its first and its last 64 bits.
        package let high: UInt64
        package let low: UInt64

        /// Whether it names nobody.
        package var isNil: Bool { high | low == 0 }

        /// The UUID of nobody.
        static var none: UUID { UUID(high: 0, low: 0) }
    }

    /// The UUID of the end that sent it.
    package var local: UUID
    /// The UUID of the other end.
    package var remote: UUID

    /// Reads `range`, the field's value; `nil` where it does not begin with a UUID.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> SessionID? {
        let end = bytes.nearOffset(of: 0x3B, in: range)
        guard let local = uuid(bytes, bytes.trimmed(ByteRange(range.lower, end))) else { return nil }
        var value = SessionID(local: local, remote: .none)
        var scanner = ParameterScanner(from: end, to: range.upper)
        while let parameter = scanner.next(bytes) {
            guard bytes.equals("remote", in: parameter.name) else { continue }
            if let remote = uuid(bytes, parameter.value) { value.remote = remote }
            break
        }
        return value
    }

    /// The 32 hexadecimal digits in `range` as a number.
    private static func uuid(_ bytes: RawSpan, _ range: ByteRange) -> UUID? {
        guard range.count >= 32, range.count <= 36 else { return nil }
        var (high, low, digits): (UInt64, UInt64, Int) = (0, 0, 0)
        for offset in range.lower..<range.upper {
            let octet = bytes.octet(at: offset)
            if octet == 0x2D { continue }
            guard let digit = hexadecimal(octet), digits < 32 else { return nil }
            high = high &<< 4 | low &>> 60
            low = low &<< 4 | digit
            digits &+= 1
        }
        return digits == 32 ? UUID(high: high, low: low) : nil
    }

    private static func hexadecimal(_ octet: UInt8) -> UInt64? {
        if octet.isDigit { return UInt64(octet &- 0x30) }
        let letter = octet.asciiLowercased &- 0x61
        return letter < 6 ? UInt64(letter &+ 10) : nil
    }
}
