/// How a terminal shows a report; the caller looks at the terminal and at the environment, the renderer does not.
package struct ReportStyle: Sendable {
    /// The columns of a line; reports are set for 40 to 200, whatever is asked.
    package var width: Int
    /// Whether a few words are coloured and bars are dimmed; false where the output is no terminal or NO_COLOR is set.
    package var usesColour: Bool
    /// Whether bars and dashes may be drawn with characters beyond ASCII; false on a dumb terminal.
    package var usesUnicode: Bool

    /// The style for a terminal of `width` columns, or of 80 for a file.
    package init(width: Int = 80, usesColour: Bool = false, usesUnicode: Bool = true) {
        self.width = width
        self.usesColour = usesColour
        self.usesUnicode = usesUnicode
    }

    /// A source as the terminal can show it.
    func citation(_ source: String) -> String {
        usesUnicode ? source : source.replacing("§", with: "s.")
    }
}
