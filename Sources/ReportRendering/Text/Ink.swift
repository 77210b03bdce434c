internal import Rainbow
internal import RuleEvaluation

/// What text stands out by, where the style has colour.
///
/// While a report is laid out, ink is a pair of control characters around the text: they take no column, and text of
/// the wire cannot contain them since it is escaped. At the end they become colours or go, with any other control
/// character.
enum Ink: UInt8, CaseIterable {
    case strong = 1, faint, error, warning, notice

    /// The ink of a severity word; the word itself carries the meaning.
    init(_ severity: Severity) {
        switch severity {
        case .error: self = .error
        case .warning: self = .warning
        case .notice: self = .notice
        }
    }

    /// `text` in this ink; nothing where it is empty.
    func on(_ text: String) -> String {
        text.isEmpty ? "" : "\(Character(Unicode.Scalar(rawValue)))\(text)\(Character(Ink.end))"
    }

    /// `text` with its ink turned into what the style allows.
    static func resolved(_ text: String, style: ReportStyle) -> String {
        var resolved = ""
        resolved.unicodeScalars.reserveCapacity(text.unicodeScalars.count)
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar.value >= 0x20 {
                resolved.unicodeScalars.append(style.usesUnicode ? scalar : ascii(scalar))
            } else if style.usesColour {
                resolved += sequence(for: scalar)
            }
        }
        return resolved
    }

    private static let end: Unicode.Scalar = "\u{E}"

    /// The codes by Rainbow's names.
    ///
    /// Rainbow's own functions on strings ask the process whether there is a terminal; a renderer is told.
    private var codes: [UInt8] {
        switch self {
        case .strong: Style.bold.value
        case .faint: Style.dim.value
        case .error: NamedColor.red.value + Style.bold.value
        case .warning: NamedColor.yellow.value
        case .notice: NamedColor.cyan.value
        }
    }

    private static func sequence(for scalar: Unicode.Scalar) -> String {
        if scalar == end { return "\u{1B}[0m" }
        guard let ink = Ink(rawValue: UInt8(truncatingIfNeeded: scalar.value)) else { return "" }
        return "\u{1B}[" + ink.codes.map(String.init).joined(separator: ";") + "m"
    }

    /// What stands for our own characters beyond ASCII on a terminal that has none.
    private static func ascii(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return scalar }
        switch scalar {
        case "–": return "-"
        case "…": return "~"
        case "’": return "'"
        case "“", "”": return "\""
        case "→", "▶": return ">"
        case "◀": return "<"
        case "─": return "-"
        case "│": return "|"
        default: return "?"
        }
    }
}
