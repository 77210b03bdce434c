import ReportRendering
import Testing

@Suite struct TerminalTextTests {
    /// What the wire said and what is shown.
    struct Escape: Sendable, CustomTestStringConvertible {
        let text: String
        let shown: String
        var testDescription: String { shown }
    }

    static let escapes = [
        Escape(text: "Busy Here", shown: "Busy Here"),
        Escape(text: "\u{1B}[31mred\u{1B}[0m", shown: "␛[31mred␛[0m"),
        Escape(text: "\u{1B}]0;title\u{7}", shown: "␛]0;title␇"),
        Escape(text: "a\r\nb\tc\0d\u{7F}", shown: "a␍␊b␉c␀d␡"),
        Escape(text: "\u{9B}31m\u{90}", shown: "\\u{9B}31m\\u{90}"),
        Escape(text: "a\u{2028}b\u{2029}c\u{85}d", shown: "a\\u{2028}b\\u{2029}c\\u{85}d"),
        Escape(text: "\u{202E}evil\u{2066}\u{200F}", shown: "\\u{202E}evil\\u{2066}\\u{200F}"),
        Escape(text: "z\u{200B}w\u{200D}j\u{FEFF}\u{AD}", shown: "z\\u{200B}w\\u{200D}j\\u{FEFF}\\u{AD}"),
        Escape(text: "\u{E0041}\u{3164}\u{E000}\u{FFFFF}", shown: "\\u{E0041}\\u{3164}\\u{E000}\\u{FFFFF}"),
        Escape(text: "Jürgen 山田 😀 שלום", shown: "Jürgen 山田 😀 שלום"),
        Escape(text: "\u{FFFD}", shown: "\u{FFFD}"),
        Escape(text: "e\u{301}\u{301}\u{301}\u{301}\u{301}", shown: "e\u{301}\u{301}\u{301}\u{301}\\u{301}"),
    ]

    @Test(arguments: escapes) func `what would steer a terminal is shown`(escape: Escape) {
        #expect(TerminalText.escaped(escape.text) == escape.shown)
    }

    @Test func `a terminal of ASCII gets ASCII`() {
        #expect(TerminalText.escaped("Jürgen\u{1B}\u{202E}", isASCII: true) == "J\\u{FC}rgen\\u{1B}\\u{202E}")
    }

    @Test func `no scalar leaves anything that acts behind`() {
        for value in (0...0x10FFFF as ClosedRange<UInt32>) {
            guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned else { continue }
            let shown = TerminalText.escaped("a\(scalar)").unicodeScalars
            let isHarmless = shown.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: false
                default: true
                }
            }
            if !isHarmless { Issue.record("U+\(String(value, radix: 16))") }
        }
    }
}
