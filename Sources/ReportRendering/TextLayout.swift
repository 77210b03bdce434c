/// Text set in columns of characters: wrapping, padding, labels.
package enum TextLayout {
    /// The lines of `text` when no line may be wider than `width`.
    ///
    /// Lines break at blanks; a word wider than a line is cut where the line ends. A no-break space keeps words
    /// together and is printed as a blank. An empty text gives no line.
    package static func wrapped(_ text: some StringProtocol, to width: Int) -> [String] {
        let width = max(width, 1)
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(whereSeparator: { $0 == " " || $0.isNewline || $0 == "\t" }) {
            for piece in pieces(of: word, to: width) {
                let columns = DisplayWidth.of(piece)
                if used > 0, used + 1 + columns > width {
                    lines.append(line)
                    line = ""
                    used = 0
                }
                if used > 0 { line += " " }
                line += piece
                used += columns + (used > 0 ? 1 : 0)
            }
        }
        if used > 0 { lines.append(line) }
        return lines.map { $0.replacing("\u{A0}", with: " ") }
    }

    /// `text` with blanks on the right, or on the left where it is `trailing`, up to `width` columns.
    package static func padded(_ text: String, to width: Int, trailing: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(width - DisplayWidth.of(text), 0))
        return trailing ? blanks + text : text + blanks
    }

    /// `text` cut to `width` columns, with an ellipsis in the last one where something is missing.
    package static func truncated(_ text: String, to width: Int) -> String {
        guard DisplayWidth.of(text) > width else { return text }
        guard width > 0 else { return "" }
        return prefix(of: text, to: width - 1) + "…"
    }

    /// A label and, beside it, paragraphs of text wrapped to what is left of `width`.
    ///
    ///     often means  a trunk at its limit, a licence reached,
    ///                  a database away
    ///
    /// - Parameters:
    ///   - label: The label; one that is wider than its column pushes its first line to the right.
    ///   - paragraphs: Each starts on a line of its own.
    ///   - column: Where the text starts.
    ///   - width: The columns of a whole line.
    /// - Returns: The lines; none where no paragraph holds a word.
    package static func labelled(_ label: String, _ paragraphs: [String], column: Int, width: Int) -> [String] {
        let lines = paragraphs.flatMap { wrapped($0, to: width - column) }
        guard let first = lines.first else { return [] }
        return [padded(label, to: column) + first] + lines.dropFirst().map { indented($0, by: column) }
    }

    /// `lines` with `note` at the right edge of the last one, or of a line of its own where the last has no room.
    package static func withNote(_ note: String, on lines: [String], width: Int) -> [String] {
        let last = lines.last ?? ""
        let room = width - DisplayWidth.of(last) - DisplayWidth.of(note)
        guard room >= gap, !lines.isEmpty else {
            return lines + wrapped(note, to: width).map { padded($0, to: width, trailing: true) }
        }
        return lines.dropLast() + [last + String(repeating: " ", count: room) + note]
    }

    /// `line` moved to the right.
    package static func indented(_ line: String, by columns: Int) -> String {
        line.isEmpty ? "" : String(repeating: " ", count: columns) + line
    }

    /// `text` with its blanks made no-break spaces, so that `wrapped` keeps it on one line.
    package static func unbroken(_ text: String) -> String {
        text.replacing(" ", with: "\u{A0}")
    }

    /// `line` without blanks at its end.
    package static func trimmedEnd(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    /// The least distance between two things on a line that do not belong together.
    package static let gap = 2

    private static func pieces(of word: some StringProtocol, to width: Int) -> [String] {
        var pieces: [String] = []
        var rest = String(word)
        while DisplayWidth.of(rest) > width {
            let piece = prefix(of: rest, to: width)
            // A wide character in a column of one has to go somewhere.
            guard !piece.isEmpty else { break }
            pieces.append(piece)
            rest.removeFirst(piece.count)
        }
        return rest.isEmpty ? pieces : pieces + [rest]
    }

    private static func prefix(of text: String, to width: Int) -> String {
        var used = 0
        let prefix = text.prefix { character in
            used += DisplayWidth.of(character)
            return used <= width
        }
        return String(prefix)
    }
}
