package import SIPCatalogue
package import WireBytes

/// A CSeq value (RFC 3261 §20.16): a number below 2³¹ and a method.
package struct CSeq: Sendable {
    /// The number, or `nil` where it cannot be read or is 2³² or more.
    package var number: UInt32?
    /// The method where it is a registered one.
    package var method: Method?
    /// The method as written.
    package var methodText = ByteRange.empty
    /// Whether number and method follow the grammar; §8.1.1.5 keeps the number below 2³¹.
    package var isWellFormed = false

    /// A CSeq yet to be read.
    package init() {}

    /// Reads `range`, the field's value.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> CSeq {
        var cSeq = CSeq()
        var at = range.lower
        while at < range.upper, bytes.octet(at: at).isDigit { at &+= 1 }
        cSeq.number = DecimalNumber.read(bytes, ByteRange(range.lower, at)).flatMap(UInt32.init(exactly:))
        let text = bytes.trimmed(ByteRange(at, range.upper))
        cSeq.methodText = text
        cSeq.method = MethodReader.method(bytes, text)
        let isMethod = cSeq.method != nil || isToken(bytes, text)
        let isBelowLimit = cSeq.number.map { $0 < 1 << 31 } ?? false
        cSeq.isWellFormed = isMethod && isBelowLimit && bytes.octet(at: at).isLinearWhitespace
        return cSeq
    }
}

/// Numbers as header fields write them: `1*DIGIT`, of any length.
package enum DecimalNumber {
    /// The number in `range`, or `nil` where it is empty, holds something else, or is 2⁶³ or more.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> Int? {
        guard !range.isEmpty else { return nil }
        var number = 0
        if range.count <= 18 {
            // So few digits cannot reach 2⁶³.
            for offset in range.lower..<range.upper {
                let digit = bytes.octet(at: offset) &- 0x30
                guard digit < 10 else { return nil }
                number = number &* 10 &+ Int(digit)
            }
            return number
        }
        for offset in range.lower..<range.upper {
            let octet = bytes.octet(at: offset)
            guard octet.isDigit else { return nil }
            let (product, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(Int(octet &- 0x30))
            guard !tooLarge, !overflow else { return nil }
            number = sum
        }
        return number
    }
}
