/// Spans of nanoseconds as texts show them.
extension Int64 {
    /// The span in seconds with one decimal, rounded: `14.0 s`.
    var asSeconds: String {
        let (tenths, sign) = ((Int64(magnitude.clamped) + 50_000_000) / 100_000_000, self < 0 ? "-" : "")
        return "\(sign)\(tenths / 10).\(tenths % 10) s"
    }

    /// The same with three decimals, cut, for what comes within seconds: `0.390 s`.
    var spanText: String {
        let milliseconds = magnitude / 1_000_000
        let rest = String(milliseconds % 1_000)
        let zeros = String(repeating: "0", count: 3 - rest.count)
        return "\(self < 0 ? "-" : "")\(milliseconds / 1_000).\(zeros)\(rest) s"
    }
}

extension UInt64 {
    fileprivate var clamped: UInt64 { Swift.min(self, UInt64(Int64.max) - 50_000_000) }
}

/// Spans of time in words, for what findings say.
enum SpanText {
    /// `nanoseconds` in milliseconds below ten seconds, and from there on in seconds.
    static func of(_ nanoseconds: Int64) -> String {
        // Times of a hostile capture may lie as far apart as numbers go.
        let milliseconds = (min(nanoseconds, .max - 500_000) + 500_000) / 1_000_000
        guard milliseconds >= 10_000 else { return "\(milliseconds) ms" }
        let tenths = (milliseconds + 50) / 100
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }

    /// How often something happened: `once`, `3 times`.
    static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
