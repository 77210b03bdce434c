/// Spans of nanoseconds as texts show them.
extension Int64 {
    /// The span in seconds with one decimal, rounded: `14.0 s`.
    var asSeconds: String {
        let (tenths, sign) = ((Int64(magnitude.clamped) + 50_000_000) / 100_000_000, self < 0 ? "-" : "")
        return "\(sign)\(tenths / 10).\(tenths % 10) s"
    }
}

extension UInt64 {
    fileprivate var clamped: UInt64 { Swift.min(self, UInt64(Int64.max) - 50_000_000) }
}
