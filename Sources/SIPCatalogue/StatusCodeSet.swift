/// Some final status codes, as bits: a final response asks for its code at every call.
package struct StatusCodeSet: Sendable {
    /// The codes of an ineffective session attempt that RFC 6076 §4.8 gives as a guideline.
    package static let ineffectiveAttempts: [UInt16] = [408, 500, 503, 504]

    /// The same as a set, which costs some time to make.
    package static let usual = StatusCodeSet(ineffectiveAttempts)

    private var words = InlineArray<11, UInt64>(repeating: 0)

    /// `codes`, and those that are not registered and that a client acts on as on one of them (RFC 3261 §8.1.3.2).
    package init(_ codes: [UInt16]) {
        for code in 300..<700 as Range<UInt16> {
            guard codes.contains(code) || StatusCodes.actedOn(as: code).map(codes.contains) ?? false else { continue }
            words[Int(code / 64)] |= 1 << UInt64(code % 64)
        }
    }

    /// Whether `code` is one of them.
    @inline(__always)
    package func contains(_ code: UInt16) -> Bool { code < 704 && words[Int(code / 64)] & 1 << UInt64(code % 64) != 0 }
}
