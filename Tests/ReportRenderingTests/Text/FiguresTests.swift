@testable import ReportRendering
import Testing

@Suite struct FiguresTests {
    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (12_411, "12,411"), (1_234_567, "1,234,567")])
    func `numbers are grouped`(number: UInt64, text: String) {
        #expect(Figures.grouped(number) == text)
    }

    @Test(arguments: [
        (0, 3, "0.0 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"), (3, 3, "100.0 %"), (1, 100_000, "<0.1 %"),
        (99_999, 100_000, ">99.9 %"), (0, 0, "–"),
    ])
    func `shares have one decimal and never round to nothing or all`(part: UInt64, whole: UInt64, text: String) {
        #expect(Figures.percent(part, of: whole).replacing("\u{A0}", with: " ") == text)
    }

    @Test(arguments: [
        (0, "0 ms"), (812, "812 ms"), (999, "999 ms"), (3_249, "3.2 s"), (3_677, "3.7 s"),
        (59_949, "59.9 s"), (59_950, "1 min"), (60_000, "1 min"), (3_599_400, "59 min 59 s"), (3_599_500, "1 h"),
        (3_629_000, "1 h"), (3_630_000, "1 h 1 min"), (86_399_999, "1 d"), (100_000, "1 min 40 s"),
        (3_600_000, "1 h"), (5_400_000, "1 h 30 min"), (90_000_000, "1 d 1 h"), (864_000_000_000, "10,000 d"),
    ])
    func `spans have two units`(milliseconds: Int64, text: String) {
        #expect(Figures.span(milliseconds * 1_000_000).replacing("\u{A0}", with: " ") == text)
    }

    @Test(arguments: [(0, ""), (1, "▏"), (50, "████"), (51, "████▏"), (99, "███████▉"), (100, "████████")])
    func `bars grow by eighths`(part: UInt64, bar: String) {
        #expect(Bar.text(part, greatest: 100, width: 8, usesUnicode: true) == bar)
    }
}
