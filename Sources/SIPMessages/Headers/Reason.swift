internal import SIPCatalogue
package import WireBytes

/// Reason header fields (RFC 3326): `Q.850;cause=16;text="Normal call clearing", SIP;cause=200`.
package enum Reason {
    /// The Q.850 cause (1…127) of the first value that has one, in any Reason field of `headers`; 0 where there is
    /// none.
    package static func cause(in headers: borrowing HeaderFields, _ bytes: RawSpan) -> UInt8 {
        guard headers.has(.reason) else { return 0 }
        var found: UInt8 = 0
        headers.forEachValue(of: .reason, bytes) { value in
            if found == 0 { found = cause(bytes, value) }
        }
        return found
    }

    /// The status code (1…999) of the first value with the protocol SIP that has one, in any Reason field of `headers`;
    /// 0 where there is none.
    package static func statusCode(in headers: borrowing HeaderFields, _ bytes: RawSpan) -> UInt16 {
        var found: UInt16 = 0
        headers.forEachValue(of: .reason, bytes) { value in
            if found == 0 { found = UInt16(first(of: "sip", upTo: 999, bytes, value)) }
        }
        return found
    }

    /// The first Q.850 cause (1…127) in `range`, which is one field's value; 0 where there is none.
    package static func cause(_ bytes: RawSpan, _ range: ByteRange) -> UInt8 {
        UInt8(first(of: "q.850", upTo: 127, bytes, range))
    }

    /// The first cause of 1 up to `highest` in `range` whose protocol is `name`; 0 where there is none.
    private static func first(
        of name: StaticString,
        upTo highest: Int,
        _ bytes: RawSpan,
        _ range: ByteRange
    ) -> Int {
        var rest = range
        while !rest.isEmpty {
            let protocolEnd = bytes.nearOffset(ofAny: 0x3B, 0x2C, 0x20, in: rest)
            let isWanted = bytes.equals(name, in: bytes.trimmed(ByteRange(rest.lower, protocolEnd)))
            var scanner = ParameterScanner(from: bytes.skippingBlanks(protocolEnd, rest.upper), to: rest.upper)
            while let parameter = scanner.next(bytes) {
                guard isWanted, bytes.equals("cause", in: parameter.name) else { continue }
                let number = DecimalNumber.read(bytes, parameter.value) ?? 0
                if (1...highest).contains(number) { return number }
            }
            // Past the comma; a quote that does not end hides what is behind it in its field.
            guard scanner.offset < rest.upper, bytes.octet(at: scanner.offset) == 0x2C else { return 0 }
            rest = bytes.trimmed(ByteRange(scanner.offset &+ 1, rest.upper))
        }
        return 0
    }
}

extension RawSpan {
    /// The offset of the first octet from `offset` on that is neither blank nor line end, or `end`.
    fileprivate func skippingBlanks(_ offset: Int, _ end: Int) -> Int {
        var at = offset
        while at < end, octet(at: at).isLinearWhitespace { at &+= 1 }
        return at
    }
}
