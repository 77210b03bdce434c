package import WireBytes

/// One `;name=value` of a header value (RFC 3261 §25.1, generic-param).
package struct Parameter: Sendable {
    /// The name as written.
    package let name: ByteRange
    /// The value, quotes included where it is a quoted string; empty where there is none.
    package let value: ByteRange

    /// Whether its name is the `count` (1…8) letters of `word`, read little-endian and in lower case.
    @inline(__always)
    func isCalled(_ word: UInt64, count: Int, _ bytes: RawSpan) -> Bool {
        name.count == count && bytes.hasLetters(word, count: count, at: name.lower)
    }
}

/// Reads `;name=value;…` from left to right.
package struct ParameterScanner: Sendable {
    /// Where the next parameter is looked for.
    package private(set) var offset: Int
    /// Whether everything so far followed the grammar.
    package private(set) var isWellFormed = true
    private let end: Int

    /// A scanner over what stands from `offset` to `end`.
    @inline(__always)
    package init(from offset: Int, to end: Int) {
        self.offset = offset
        self.end = end
    }

    /// The next parameter, or `nil` at the end, at a comma outside quotes, or where the grammar breaks.
    @inline(__always)
    package mutating func next(_ bytes: RawSpan) -> Parameter? {
        if bytes.octet(at: offset) != 0x3B || offset >= end {
            guard isAtParameter(bytes) else { return nil }
        }
        let start = offset &+ 1
        let stop = bytes.nearOffset(ofAny: 0x3B, 0x3D, 0x2C, in: ByteRange(start, end))
        let name = ParameterScanner.bare(bytes, start, stop)
        offset = stop
        guard !name.isEmpty, bytes.octet(at: name.lower).isTokenCharacter else { return fail(bytes) }
        guard stop < end, bytes.octet(at: stop) == 0x3D else { return Parameter(name: name, value: .empty) }
        return valued(name, bytes)
    }

    /// The parameter called `name` with the value behind the equals sign at hand.
    @inline(__always)
    private mutating func valued(_ name: ByteRange, _ bytes: RawSpan) -> Parameter? {
        let start = offset &+ 1
        offset = bytes.nearOffset(ofAny: 0x3B, 0x2C, 0x22, in: ByteRange(start, end))
        if offset < end, bytes.octet(at: offset) == 0x22 {
            guard bytes.trimmed(ByteRange(start, offset)).isEmpty else { return fail(bytes) }
            let close = QuotedString.end(bytes, from: offset, to: end)
            guard close <= end else { return fail(bytes) }
            offset = bytes.nearOffset(ofAny: 0x3B, 0x2C, 0x22, in: ByteRange(close, end))
        }
        return Parameter(name: name, value: ParameterScanner.bare(bytes, start, offset))
    }

    /// The bytes from `start` to `stop` without blanks at the ends, which there seldom are.
    @inline(__always)
    private static func bare(_ bytes: RawSpan, _ start: Int, _ stop: Int) -> ByteRange {
        let range = ByteRange(start, stop)
        if bytes.octet(at: start) > 0x20, bytes.octet(at: stop &- 1) > 0x20 { return range }
        return bytes.trimmed(range)
    }

    /// Skips blanks; whether a semicolon stands there then.
    private mutating func isAtParameter(_ bytes: RawSpan) -> Bool {
        while offset < end, bytes.octet(at: offset).isLinearWhitespace { offset &+= 1 }
        guard offset < end, bytes.octet(at: offset) != 0x2C else { return false }
        if bytes.octet(at: offset) == 0x3B { return true }
        _ = fail(bytes)
        return false
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
