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

    /// The first Q.850 cause (1…127) in `range`, which is one field's value; 0 where there is none.
    package static func cause(_ bytes: RawSpan, _ range: ByteRange) -> UInt8 {
        var rest = range
        while !rest.isEmpty {
            let protocolEnd = bytes.nearOffset(ofAny: 0x3B, 0x2C, 0x20, in: rest)
            let isQ850 = bytes.equals("q.850", in: bytes.trimmed(ByteRange(rest.lower, protocolEnd)))
            var scanner = ParameterScanner(from: bytes.skippingBlanks(protocolEnd, rest.upper), to: rest.upper)
            while let parameter = scanner.next(bytes) {
                guard isQ850, bytes.equals("cause", in: parameter.name) else { continue }
                let number = DecimalNumber.read(bytes, parameter.value) ?? 0
                if (1...127).contains(number) { return UInt8(number) }
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
