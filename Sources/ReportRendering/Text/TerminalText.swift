/// Text of the wire made safe for a terminal: what would steer it, hide in it or reorder it is shown instead.
///
/// A control character becomes its picture (`␛` for ESC), anything else that has no shape of its own `\u{202E}`.
package enum TerminalText {
    /// `text` with every character visible and on one line.
    ///
    /// - Parameters:
    ///   - text: Text from the wire, a file name, or anything else that is not ours.
    ///   - isASCII: Whether the terminal shows ASCII only, so that everything else is escaped as well.
    /// - Returns: Text without control characters, line ends, bidirectional controls and invisible characters.
    package static func escaped(_ text: String, isASCII: Bool = false) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var escaped = ""
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = isMark(scalar) ? marks + 1 : 0
            if isASCII, !scalar.isASCII || scalar.value < 0x20 || scalar.value == 0x7F {
                escaped += number(of: scalar)
            } else if let picture = picture(of: scalar) {
                escaped.unicodeScalars.append(picture)
            } else if isHidden(scalar) || marks > mostMarks {
                escaped += number(of: scalar)
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whether `scalar` is a control, or something that is not seen where it stands: bidirectional controls, joiners,
    /// fillers, line separators, and what Unicode has given no shape.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        if scalar.properties.isDefaultIgnorableCodePoint { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }

    /// The most combining marks on one letter; more of them run into the lines above and below.
    private static let mostMarks = 4

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    /// The picture of a control character of ASCII (U+2400 and on).
    private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.value < 0x20 { return Unicode.Scalar(0x2400 + scalar.value) }
        return scalar.value == 0x7F ? "\u{2421}" : nil
    }

    private static func number(of scalar: Unicode.Scalar) -> String {
        "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
}
