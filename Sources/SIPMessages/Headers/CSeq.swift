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
        let (number, end) = DecimalNumber.leading(bytes, range)
        cSeq.number = number.flatMap(UInt32.init(exactly:))
        let text = bytes.trimmed(ByteRange(end, range.upper))
        cSeq.methodText = text
        cSeq.method = MethodReader.method(bytes, text)
        let isMethod = cSeq.method != nil || isToken(bytes, text)
        let isBelowLimit = cSeq.number.map { $0 < 1 << 31 } ?? false
        cSeq.isWellFormed = isMethod && isBelowLimit && bytes.octet(at: end).isLinearWhitespace
        return cSeq
    }
}
