internal import SIPCatalogue
package import WireBytes

/// One value of a Via header field (RFC 3261 §20.42): `SIP/2.0/UDP host:port;branch=…`, as offsets.
package struct Via: Sendable {
    /// The transport as written, such as `UDP`.
    package var transport = ByteRange.empty
    /// Host and port of the sent-by part, as written.
    package var sentBy = ByteRange.empty
    /// The value of the branch parameter; empty where there is none.
    package var branch = ByteRange.empty
    /// Whether the `oc` parameter of overload control (RFC 7339 §4.1) is there.
    package var hasOverloadControl = false
    /// Whether the `rport` parameter is there, with a value or without (RFC 3581 §3).
    package var hasSourcePort = false
    /// The whole value up to the comma or the end.
    package var extent = ByteRange.empty
    /// Whether the value follows the grammar.
    package var isWellFormed = false

    /// A Via yet to be read.
    package init() {}

    /// Whether the branch begins with the magic cookie of RFC 3261 §8.1.1.7, so that it alone names the transaction.
    package func hasMagicCookie(_ bytes: RawSpan) -> Bool {
        branch.count > 7 && bytes.hasLetters(0x6B_6234_6768_397A, count: 7, at: branch.lower)
    }

    /// Reads the first value that stands in `range`, which is one field's value.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> Via {
        var via = Via()
        via.extent = range
        guard var at = protocolEnd(bytes, range) else { return via }
        let name = at
        // UDP, TCP or TLS and a blank; anything else letter by letter.
        if bytes.octet(at: at &+ 3) == 0x20, bytes.octet(at: at &+ 4) > 0x20, bytes.octet(at: at).isLetter,
            bytes.octet(at: at &+ 1).isLetter, bytes.octet(at: at &+ 2).isLetter
        {
            at &+= 3
        } else {
            while at < range.upper, bytes.octet(at: at).isTokenCharacter { at &+= 1 }
        }
        via.transport = ByteRange(name, at)
        guard !via.transport.isEmpty, bytes.octet(at: at).isLinearWhitespace else { return via }
        at = skipBlanks(bytes, at, range.upper)
        let host = at
        at = bytes.nearOffset(ofAny: 0x3B, 0x2C, 0x3B, in: ByteRange(at, range.upper))
        via.sentBy = bytes.trimmed(ByteRange(host, at))
        via.readParameters(bytes, from: at, to: range.upper)
        via.extent = ByteRange(range.lower, via.extent.upper)
        return via
    }

    /// The offset of the transport: after a token, a slash, a token and a slash, with blanks allowed around each.
    private static func protocolEnd(_ bytes: RawSpan, _ range: ByteRange) -> Int? {
        // "SIP/2.0/" as nearly everybody writes it, read little-endian.
        if bytes.word(at: range.lower) == 0x2F30_2E32_2F50_4953, bytes.octet(at: range.lower &+ 8).isTokenCharacter {
            return range.lower &+ 8
        }
        var at = range.lower
        for _ in 0..<2 {
            let start = at
            while at < range.upper, bytes.octet(at: at).isTokenCharacter { at &+= 1 }
            let isEmpty = at == start
            at = skipBlanks(bytes, at, range.upper)
            guard !isEmpty, bytes.octet(at: at) == 0x2F else { return nil }
            at = skipBlanks(bytes, at &+ 1, range.upper)
        }
        return at
    }

    @inline(__always)
    private mutating func readParameters(_ bytes: RawSpan, from offset: Int, to end: Int) {
        var scanner = ParameterScanner(from: offset, to: end)
        while let parameter = scanner.next(bytes) {
            if branch.isEmpty, parameter.isCalled(0x6863_6E61_7262, count: 6, bytes) {  // branch
                branch = parameter.value
            } else if parameter.isCalled(0x636F, count: 2, bytes) {  // oc
                hasOverloadControl = true
            } else if parameter.isCalled(0x74_726F_7072, count: 5, bytes) {  // rport
                hasSourcePort = true
            }
        }
        extent = ByteRange(offset, scanner.offset)
        isWellFormed = scanner.isWellFormed && !sentBy.isEmpty
    }

    private static func skipBlanks(_ bytes: RawSpan, _ offset: Int, _ end: Int) -> Int {
        var at = offset
        while at < end, bytes.octet(at: at).isLinearWhitespace { at &+= 1 }
        return at
    }
}

/// The Via values of a message from the topmost down, over all its fields (RFC 3261 §7.3.1).
extension HeaderFields {
    /// Hands each Via value to `body`.
    package func forEachVia(_ bytes: RawSpan, _ body: (Via) -> Void) {
        forEachValue(of: .via, bytes) { value in
            var rest = value
            while !rest.isEmpty {
                let via = Via.read(bytes, rest)
                body(via)
                // Past the comma; a value that breaks the grammar hides those behind it in its field.
                rest = bytes.trimmed(ByteRange(min(via.extent.upper &+ 1, value.upper), value.upper))
            }
        }
    }

    /// The Via value below `topmost`, which is the message's first; `nil` where there is none.
    package func secondVia(_ bytes: RawSpan, below topmost: Via) -> Via? {
        var second: Via?
        forEachValue(of: .via, bytes) { value in
            guard second == nil else { return }
            let holdsTopmost = value.lower <= topmost.extent.lower && topmost.extent.upper <= value.upper
            let lower = holdsTopmost ? min(topmost.extent.upper &+ 1, value.upper) : value.lower
            let rest = bytes.trimmed(ByteRange(lower, value.upper))
            if !rest.isEmpty { second = Via.read(bytes, rest) }
        }
        return second
    }

    /// Whether a Via value stands below `topmost`, which is the message's first.
    package func hasMoreVias(than topmost: Via, _ bytes: RawSpan) -> Bool {
        var (fields, isLongerField) = (0, false)
        for place in 0..<count where self[place].code == HeaderName.via.rawValue {
            if fields == 0 { isLongerField = topmost.extent.upper < self[place].value(bytes).upper }
            fields &+= 1
        }
        return fields > 1 || isLongerField
    }

    /// How many Via values the message has: one a field and one more for each comma outside quotes.
    package func viaCount(_ bytes: RawSpan) -> Int {
        var count = 0
        forEachValue(of: .via, bytes) { value in
            count &+= 1
            var at = value.lower
            while true {
                at = bytes.nearOffset(ofAny: 0x2C, 0x22, 0x2C, in: ByteRange(at, value.upper))
                guard at < value.upper else { return }
                if bytes.octet(at: at) == 0x22 {
                    at = min(QuotedString.end(bytes, from: at, to: value.upper), value.upper)
                } else {
                    count &+= 1
                    at &+= 1
                }
            }
        }
        return count
    }
}
