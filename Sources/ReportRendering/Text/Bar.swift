/// A horizontal bar in eighths of a column.
enum Bar {
    /// The bar of `part` where `greatest` fills `width` columns; whatever is not zero has at least an eighth.
    static func text(_ part: UInt64, greatest: UInt64, width: Int, usesUnicode: Bool) -> String {
        guard part > 0, greatest > 0, width > 0 else { return "" }
        let share = min(1, Double(part) / Double(greatest))
        guard usesUnicode else { return String(repeating: "=", count: max(1, Int((share * Double(width)).rounded()))) }
        let eighths = max(1, Int((share * Double(width * 8)).rounded()))
        let rest = eighths % 8
        return String(repeating: "█", count: eighths / 8) + (rest == 0 ? "" : tips[rest - 1])
    }

    private static let tips = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}
