import ReportRendering
import Testing

@Suite struct DisplayWidthTests {
    static let texts: [(text: String, width: Int)] = [
        ("", 0),
        ("503 Service Unavailable", 23),
        ("§21.5.4", 7),
        ("Zoë", 3),
        ("Zoe\u{308}", 3),
        ("日本語", 6),
        ("ｗｉｄｅ", 8),
        ("한국", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2),
        ("שלום", 4),
        ("é\u{200D}", 1),
        ("📞", 2),
        ("👩‍👩‍👧", 2),
        ("🇩🇪", 2),
        ("☎\u{FE0F}", 2),
        ("☎", 1),
        ("▏████▎", 6),
        ("a\u{7}b", 2),
    ]

    @Test(arguments: texts)
    func `a text takes the columns that a terminal gives it`(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }
}
