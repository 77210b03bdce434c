package import WireBytes

/// A `name-addr` or `addr-spec` with its parameters (RFC 3261 §20.10, §25.1), as in From, To and Contact.
package struct NameAddress: Sendable {
    /// The URI without angle brackets; `*` in a Contact that removes every binding.
    package var uri = ByteRange.empty
    /// The value of the tag parameter; empty where there is none.
    package var tag = ByteRange.empty
    /// The offset at which reading ended: a comma or the end of the field's value.
    package var end = 0
    /// Whether the value follows the grammar.
    package var isWellFormed = false

    /// An address yet to be read.
    package init() {}

    /// Reads the first address in `range`, which is one field's value.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> NameAddress {
        var address = NameAddress()
        address.end = range.upper
        var at = range.lower
        guard at < range.upper else { return address }
        if bytes.octet(at: at) == 0x22 {
            at = QuotedString.end(bytes, from: at, to: range.upper)
            while at < range.upper, bytes.octet(at: at).isLinearWhitespace { at &+= 1 }
            guard at < range.upper, bytes.octet(at: at) == 0x3C else { return address }
            address.readBracketed(bytes, from: at, to: range.upper)
            return address
        }
        let bracket = bytes.nearOffset(ofAny: 0x3C, 0x22, 0x3C, in: range)
        if bracket < range.upper, bytes.octet(at: bracket) == 0x3C {
            address.readBracketed(bytes, from: bracket, to: range.upper)
            if !isDisplayName(bytes, ByteRange(range.lower, bracket)) { address.isWellFormed = false }
        } else {
            address.readBare(bytes, from: at, to: range.upper)
        }
        return address
    }

    /// Whether `range` is `*(token LWS)`; octets above ASCII are let pass, since devices send UTF-8 here.
    private static func isDisplayName(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        for offset in range.lower..<range.upper {
            let octet = bytes.octet(at: offset)
            if !octet.isTokenCharacter, !octet.isLinearWhitespace, octet < 0x80 { return false }
        }
        return true
    }

    private mutating func readBracketed(_ bytes: RawSpan, from offset: Int, to limit: Int) {
        let close = bytes.nearOffset(of: 0x3E, in: ByteRange(offset, limit))
        uri = ByteRange(offset &+ 1, close)
        guard close < limit else { return }
        let isClean = !uri.isEmpty && !bytes.hasBlankOrControl(in: uri)
        readParameters(bytes, from: close &+ 1, to: limit)
        isWellFormed = isWellFormed && isClean
    }

    /// An `addr-spec` without brackets ends at the first semicolon or comma and holds no question mark (§20.10).
    private mutating func readBare(_ bytes: RawSpan, from offset: Int, to limit: Int) {
        var at = offset
        var isClean = true
        scan: while at < limit {
            switch bytes.octet(at: at) {
            case 0x3B, 0x2C: break scan
            case 0x3F, 0x22, 0x3E: isClean = false
            default: break
            }
            at &+= 1
        }
        uri = bytes.trimmed(ByteRange(offset, at))
        readParameters(bytes, from: at, to: limit)
        isWellFormed = isWellFormed && isClean && !uri.isEmpty && !bytes.hasBlankOrControl(in: uri)
    }

    private mutating func readParameters(_ bytes: RawSpan, from offset: Int, to limit: Int) {
        var scanner = ParameterScanner(from: offset, to: limit)
        while let parameter = scanner.next(bytes) {
            if tag.isEmpty, bytes.equals("tag", in: parameter.name) { tag = parameter.value }
        }
        end = scanner.offset
        isWellFormed = scanner.isWellFormed
    }
}
