internal import SIPMessages
package import WireBytes

/// Timestamp values (RFC 3261 §20.38): `54.5`, and in a response perhaps a delay behind it.
package enum Timestamp {
    /// The first number of `range` in nanoseconds, finer parts left off; `nil` where there is none, or one too large.
    package static func read(_ bytes: RawSpan, _ range: ByteRange) -> UInt64? {
        let (whole, end) = DecimalNumber.leading(bytes, range)
        guard let whole else { return nil }
        var (nanoseconds, overflow) = UInt64(whole).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return nil }
        guard end < range.upper, bytes.octet(at: end) == 0x2E else {
            return end == range.upper || bytes.octet(at: end).isLinearWhitespace ? nanoseconds : nil
        }
        var (at, unit): (Int, UInt64) = (end &+ 1, 100_000_000)
        while at < range.upper, bytes.octet(at: at).isDigit {
            nanoseconds &+= UInt64(bytes.octet(at: at) &- 0x30) &* unit
            unit /= 10
            at &+= 1
        }
        return at == range.upper || bytes.octet(at: at).isLinearWhitespace ? nanoseconds : nil
    }
}
