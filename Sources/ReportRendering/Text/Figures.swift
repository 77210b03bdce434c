/// Numbers as people read them.
enum Figures {
    /// `12,411`.
    static func grouped(_ number: UInt64) -> String {
        let digits = String(number)
        var grouped = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return grouped
    }

    /// `12,411 frames` or `1 frame`, with a blank that does not break.
    static func count(_ number: UInt64, _ one: String, _ many: String? = nil) -> String {
        TextLayout.unbroken("\(grouped(number)) \(number == 1 ? one : many ?? one + "s")")
    }

    /// `42.1 %`; `<0.1 %` and `>99.9 %` where rounding would make nothing or everything of it; `–` of nothing.
    static func percent(_ part: UInt64, of whole: UInt64) -> String {
        guard whole > 0 else { return "–" }
        let tenths = Int((Double(part) / Double(whole) * 1_000).rounded())
        if tenths == 0, part > 0 { return "<0.1\u{A0}%" }
        if tenths == 1_000, part < whole { return ">99.9\u{A0}%" }
        return "\(tenths / 10).\(tenths % 10)\u{A0}%"
    }

    /// A length of time by its two greatest units, rounded: `51 min 47 s`, `3.2 s`, `812 ms`.
    static func span(_ nanoseconds: Int64) -> String {
        let milliseconds = rounded(nanoseconds, by: 1_000_000)
        if milliseconds < 1_000 { return "\(milliseconds)\u{A0}ms" }
        let tenths = rounded(nanoseconds, by: 100_000_000)
        if tenths < 600 { return "\(tenths / 10).\(tenths % 10)\u{A0}s" }
        let units: [(String, Int64, String, Int64)] = [
            ("min", 60, "s", 1), ("h", 3_600, "min", 60), ("d", 86_400, "h", 3_600),
        ]
        var seconds = rounded(nanoseconds, by: 1_000_000_000)
        // What is rounded up may fill the next unit, of which the rest is coarser.
        for (_, size, _, restSize) in units where seconds >= size {
            seconds = rounded(seconds, by: restSize) * restSize
        }
        let (name, size, restName, restSize) = units.last { seconds >= $0.1 } ?? units[0]
        let rest = seconds % size / restSize
        let whole = "\(grouped(UInt64(seconds / size)))\u{A0}\(name)"
        return rest == 0 ? whole : "\(whole)\u{A0}\(rest)\u{A0}\(restName)"
    }

    /// How many times `unit` goes into `number`, to the nearest.
    private static func rounded(_ number: Int64, by unit: Int64) -> Int64 {
        number / unit + (number % unit >= (unit + 1) / 2 ? 1 : 0)
    }

    /// So many seconds as ``span(_:)`` writes them.
    static func seconds(_ seconds: Double) -> String {
        span(Int64(exactly: (seconds * 1_000_000_000).rounded()) ?? .max)
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ items: [String]) -> String {
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}
