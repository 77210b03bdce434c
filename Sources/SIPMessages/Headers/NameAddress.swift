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
        let first = bytes.octet(at: range.lower)
        if first == 0x3C {
            address.readBracketed(bytes, from: range.lower, to: range.upper)
        } else if first == 0x22 {
            var at = QuotedString.end(bytes, from: range.lower, to: range.upper)
            while at < range.upper, bytes.octet(at: at).isLinearWhitespace { at &+= 1 }
            guard at < range.upper, bytes.octet(at: at) == 0x3C else { return address }
            address.readBracketed(bytes, from: at, to: range.upper)
        } else {
            address.readUnquoted(bytes, range)
        }
        return address
    }

    /// Reads an address with an unquoted display name, or without brackets.
    private mutating func readUnquoted(_ bytes: RawSpan, _ range: ByteRange) {
        guard !range.isEmpty else { return }
        var bracket = bytes.nearOffset(ofAny: 0x3C, 0x22, 0x2C, in: range)
        // A comma behind a colon ends a bare URI; before any it is part of a display name, where it must not stand.
        let comma = bytes.octet(at: bracket) == 0x2C ? bracket : range.upper
        let hasStrayComma =
            comma < range.upper && bytes.nearOffset(of: 0x3A, in: ByteRange(range.lower, comma)) == comma
        if hasStrayComma { bracket = bytes.nearOffset(ofAny: 0x3C, 0x22, 0x3C, in: ByteRange(comma, range.upper)) }
        guard bracket < range.upper, bytes.octet(at: bracket) == 0x3C else {
            readBare(bytes, from: range.lower, to: range.upper)
            isWellFormed = isWellFormed && !hasStrayComma
            return
        }
        readBracketed(bytes, from: bracket, to: range.upper)
        if !NameAddress.isDisplayName(bytes, ByteRange(range.lower, bracket)) { isWellFormed = false }
    }

    /// Whether `range` is `*(token LWS)`; octets above ASCII are let pass, since devices send UTF-8 here.
    private static func isDisplayName(_ bytes: RawSpan, _ range: ByteRange) -> Bool {
        for offset in range.lower..<range.upper {
            let octet = bytes.octet(at: offset)
            if !octet.isTokenCharacter, !octet.isLinearWhitespace, octet < 0x80 { return false }
        }
        return true
    }

    @inline(__always)
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

    @inline(__always)
    private mutating func readParameters(_ bytes: RawSpan, from offset: Int, to limit: Int) {
        var scanner = ParameterScanner(from: offset, to: limit)
        while let parameter = scanner.next(bytes) {
            if tag.isEmpty, parameter.isCalled(0x67_6174, count: 3, bytes) { tag = parameter.value }
        }
        end = scanner.offset
        isWellFormed = scanner.isWellFormed
    }
}
