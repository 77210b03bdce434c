import ReportRendering
import Testing

@Suite struct TextLayoutTests {
    /// A text with the lines that it makes at a width.
    struct Wrapping: Sendable, CustomTestStringConvertible {
        let text: String
        let width: Int
        let lines: [String]
        var testDescription: String { "\(text.debugDescription) at \(width)" }
    }

    static let wrappings = [
        Wrapping(text: "", width: 10, lines: []),
        Wrapping(text: " \n ", width: 10, lines: []),
        Wrapping(text: "one two three", width: 13, lines: ["one two three"]),
        Wrapping(text: "one two three", width: 12, lines: ["one two", "three"]),
        Wrapping(text: "one two three", width: 7, lines: ["one two", "three"]),
        Wrapping(text: "  one\ntwo  ", width: 20, lines: ["one two"]),
        Wrapping(text: "a sesquipedalian b", width: 6, lines: ["a", "sesqui", "pedali", "an b"]),
        Wrapping(text: "RFC\u{A0}3261 §1", width: 8, lines: ["RFC 3261", "§1"]),
        Wrapping(text: "see RFC\u{A0}3261", width: 8, lines: ["see", "RFC 3261"]),
        Wrapping(text: "日本語 です", width: 6, lines: ["日本語", "です"]),
        Wrapping(text: "日本語", width: 5, lines: ["日本", "語"]),
        Wrapping(text: "日本", width: 1, lines: ["日本"]),
        Wrapping(text: "ab", width: 0, lines: ["a", "b"]),
    ]

    @Test(arguments: wrappings)
    func `text breaks at blanks and only long words are cut`(wrapping: Wrapping) {
        #expect(TextLayout.wrapped(wrapping.text, to: wrapping.width) == wrapping.lines)
    }

    @Test func `padding counts columns and not characters`() {
        #expect(TextLayout.padded("日本", to: 6) == "日本  ")
        #expect(TextLayout.padded("12", to: 5, trailing: true) == "   12")
        #expect(TextLayout.padded("too long", to: 3) == "too long")
    }

    @Test func `what is cut says so`() {
        #expect(TextLayout.truncated("Service", to: 7) == "Service")
        #expect(TextLayout.truncated("Service", to: 6) == "Servi…")
        #expect(TextLayout.truncated("日本語", to: 4) == "日…")
        #expect(TextLayout.truncated("Service", to: 0) == "")
    }

    @Test func `a label stands beside the first line and paragraphs start anew`() {
        let lines = TextLayout.labelled("look at", ["Retry-After and Warning", "Reason"], column: 9, width: 22)
        #expect(lines == ["look at  Retry-After", "         and Warning", "         Reason"])
    }

    @Test func `a label without text gives no line`() {
        #expect(TextLayout.labelled("judged by", ["", " "], column: 13, width: 80).isEmpty)
    }

    @Test func `a note takes the right edge of the last line or a line of its own`() {
        #expect(TextLayout.withNote("§1", on: ["abc", "de"], width: 8) == ["abc", "de    §1"])
        #expect(TextLayout.withNote("§1", on: ["abcd"], width: 8) == ["abcd  §1"])
        #expect(TextLayout.withNote("§1", on: ["abcde"], width: 8) == ["abcde", "      §1"])
        #expect(TextLayout.withNote("§1", on: [], width: 8) == ["      §1"])
    }

    @Test func `blanks at the end go and others stay`() {
        #expect(TextLayout.trimmedEnd("  a b  ") == "  a b")
        #expect(TextLayout.trimmedEnd("   ") == "")
    }
}
