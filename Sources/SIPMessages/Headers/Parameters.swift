package import WireBytes

/// One `;name=value` of a header value (RFC 3261 §25.1, generic-param).
package struct Parameter: Sendable {
    /// The name as written.
    package let name: ByteRange
    /// The value, quotes included where it is a quoted string; empty where there is none.
    package let value: ByteRange
}

/// Reads `;name=value;…` from left to right.
package struct ParameterScanner: Sendable {
    /// Where the next parameter is looked for.
    package private(set) var offset: Int
    /// Whether everything so far followed the grammar.
    package private(set) var isWellFormed = true
    private let end: Int

    /// A scanner over what stands from `offset` to `end`.
    package init(from offset: Int, to end: Int) {
        self.offset = offset
        self.end = end
    }

    /// The next parameter, or `nil` at the end, at a comma outside quotes, or where the grammar breaks.
    package mutating func next(_ bytes: RawSpan) -> Parameter? {
        skipBlanks(bytes)
        guard offset < end, bytes.octet(at: offset) != 0x2C else { return nil }
        guard bytes.octet(at: offset) == 0x3B else { return fail(bytes) }
        offset &+= 1
        skipBlanks(bytes)
        let nameStart = offset
        while offset < end, bytes.octet(at: offset).isTokenCharacter { offset &+= 1 }
        let name = ByteRange(nameStart, offset)
        guard !name.isEmpty else { return fail(bytes) }
        skipBlanks(bytes)
        guard offset < end, bytes.octet(at: offset) == 0x3D else { return Parameter(name: name, value: .empty) }
        offset &+= 1
        skipBlanks(bytes)
        let valueStart = offset
        guard skipValue(bytes) else { return fail(bytes) }
        return Parameter(name: name, value: bytes.trimmed(ByteRange(valueStart, offset)))
    }

    /// Gives up on this value and moves to the comma that ends it, so that the next value of a list can be read.
    private mutating func fail(_ bytes: RawSpan) -> Parameter? {
        isWellFormed = false
        while offset < end, bytes.octet(at: offset) != 0x2C {
            offset = bytes.octet(at: offset) == 0x22 ? QuotedString.end(bytes, from: offset, to: end) : offset &+ 1
        }
        offset = min(offset, end)
        return nil
    }

    /// Moves past a token, a host or a quoted string.
    private mutating func skipValue(_ bytes: RawSpan) -> Bool {
        if bytes.octet(at: offset) == 0x22 {
            offset = QuotedString.end(bytes, from: offset, to: end)
            return offset <= end
        }
        offset = bytes.nearOffset(ofAny: 0x3B, 0x2C, 0x22, in: ByteRange(offset, end))
        return bytes.octet(at: offset) != 0x22 || offset == end
    }

    private mutating func skipBlanks(_ bytes: RawSpan) {
        while offset < end, bytes.octet(at: offset).isLinearWhitespace { offset &+= 1 }
    }
}

/// Quoted strings (RFC 3261 §25.1): anything between double quotes, where a backslash takes the next octet as it is.
enum QuotedString {
    /// The offset after the closing quote of the string that opens at `offset`, or `end + 1` where it never closes.
    static func end(_ bytes: RawSpan, from offset: Int, to end: Int) -> Int {
        var at = offset &+ 1
        while at < end {
            at = bytes.nearOffset(ofAny: 0x22, 0x5C, 0x22, in: ByteRange(at, end))
            if at < end, bytes.octet(at: at) == 0x22 { return at &+ 1 }
            at &+= 2
        }
        return end &+ 1
    }
}
