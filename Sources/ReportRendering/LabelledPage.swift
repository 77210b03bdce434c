internal import SIPCatalogue

/// A page of labels and texts, with sources at the right edge: the form of everything that `siptally explain` prints.
struct LabelledPage {
    /// Where the texts start; the widest label is `should bring`.
    static let column = 13

    /// The columns of a line.
    let width: Int

    /// A page for a terminal of so many columns; longer lines than 120 are hard to read, shorter ones than 40 to set.
    init(width: Int) {
        self.width = min(max(width, 40), 120)
    }

    /// The title with its remarks and its source at the right edge.
    func heading(_ title: String, _ remarks: [String?], source: Citation?) -> [String] {
        let words = remarks.compactMap { $0 }.joined(separator: ", ")
        let note = [words, source?.description ?? ""].filter { !$0.isEmpty }.joined(separator: "   ")
        return TextLayout.withNote(note, on: TextLayout.wrapped(title, to: width), width: width)
    }

    /// Running text from edge to edge.
    func prose(_ text: String) -> [String] {
        TextLayout.wrapped(text, to: width)
    }

    /// A label with its paragraphs and the source of the last; nothing at all where the paragraphs are empty.
    func row(_ label: String, _ paragraphs: [String], source: Citation? = nil) -> [String] {
        let lines = TextLayout.labelled(label, paragraphs, column: Self.column, width: width)
        guard let source, !lines.isEmpty else { return lines }
        return TextLayout.withNote(source.description, on: lines, width: width)
    }

    /// Two short rows beside each other where both fit, else one below the other.
    func pair(_ left: (label: String, text: String), _ right: (label: String, text: String)) -> [String] {
        let start = width / 2 - 1
        let leftWidth = Self.column + DisplayWidth.of(left.text)
        let rightWidth = start + Self.pairColumn + DisplayWidth.of(right.text)
        guard leftWidth + TextLayout.gap <= start, rightWidth <= width else {
            return row(left.label, [left.text]) + row(right.label, [right.text])
        }
        let half = TextLayout.padded(left.label, to: Self.column) + left.text
        return [
            TextLayout.padded(half, to: start) + TextLayout.padded(right.label, to: Self.pairColumn) + right.text
        ]
    }

    /// The lines as one text.
    func text(_ lines: [String]) -> String {
        lines.map { TextLayout.trimmedEnd($0) + "\n" }.joined()
    }

    /// Where the text of the right row of a pair starts, from its label on.
    private static let pairColumn = 5
}
