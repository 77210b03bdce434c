/// How many columns of a terminal text takes: marks none, East Asian wide characters and emoji two, the rest one.
package enum DisplayWidth {
    /// The columns of a text; control characters take none, and whoever prints text of the wire has escaped them
    /// before.
    package static func of(_ text: some StringProtocol) -> Int {
        let bytes = text.utf8
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return bytes.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// The columns of one character as people see it, that is of a grapheme cluster.
    package static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        // An emoji selector makes a wide emoji of a narrow symbol; two regional indicators make one flag.
        if scalars.count > 1, scalars.contains(where: { $0 == emojiSelector || isRegionalIndicator($0) }) { return 2 }
        return scalars.first.map(of) ?? 0
    }

    private static let emojiSelector: Unicode.Scalar = "\u{FE0F}"

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control: return 0
        // The soft hyphen is a format character that terminals show.
        case .format: return scalar == "\u{AD}" ? 1 : 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// The blocks whose characters are wide (Unicode Standard Annex 11, W and F), emoji aside.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}
