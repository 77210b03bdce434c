package import WireBytes

/// A Retry-After value (RFC 3261 §20.33): `120 (maintenance);duration=3600`.
package struct RetryAfter: Sendable {
    /// After how many seconds the client may come back, 0…2³²−1.
    package let seconds: UInt32

    /// Reads `range`, the field's value; `nil` where it is no number of seconds with an optional comment and
    /// parameters.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> RetryAfter? {
        let (number, end) = DecimalNumber.leading(bytes, range)
        guard let seconds = number.flatMap(UInt32.init(exactly:)) else { return nil }
        var at = skipBlanks(bytes, end, range.upper)
        if bytes.octet(at: at) == 0x28, at < range.upper {
            guard let end = commentEnd(bytes, from: at, to: range.upper) else { return nil }
            at = end
        }
        var scanner = ParameterScanner(from: at, to: range.upper)
        while let parameter = scanner.next(bytes) {
            let isDuration = bytes.equals("duration", in: parameter.name)
            if isDuration, DecimalNumber.read(bytes, parameter.value).flatMap(UInt32.init(exactly:)) == nil {
                return nil
            }
        }
        return scanner.isWellFormed && scanner.offset == range.upper ? RetryAfter(seconds: seconds) : nil
    }

    /// The offset after the comment that opens at `offset`; comments nest, and a backslash quotes (§25.1).
    private static func commentEnd(_ bytes: RawSpan, from offset: Int, to end: Int) -> Int? {
        var depth = 0
        var at = offset
        while at < end {
            switch bytes.octet(at: at) {
            case 0x28: depth &+= 1
            case 0x29: depth &-= 1
            case 0x5C: at &+= 1
            default: break
            }
            at &+= 1
            if depth == 0 { return at }
        }
        return nil
    }

    private static func skipBlanks(_ bytes: RawSpan, _ offset: Int, _ end: Int) -> Int {
        var at = offset
        while at < end, bytes.octet(at: at).isLinearWhitespace { at &+= 1 }
        return at
    }
}
