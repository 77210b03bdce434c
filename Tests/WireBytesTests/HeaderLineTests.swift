import Testing
import WireBytes

@Suite struct HeaderLineTests {
    private let line = Array("Max-Forwards: 70\nVia".utf8)

    @Test func `the first line feed from an offset on is found`() {
        for offset in 0...16 { #expect(line.withRawSpan { $0.lineFeed(from: offset) } == 16) }
        for offset in [17, 19, 20, 21, Int.max, -1, .min] {
            #expect(line.withRawSpan { $0.lineFeed(from: offset) } == line.count)
        }
        #expect([].withRawSpan { $0.lineFeed(from: 0) } == 0)
    }

    @Test func `letters are lower case with zeroes behind them`() {
        #expect(line.withRawSpan { $0.letters(3, at: 0) } == 0x78_616D)
        #expect(line.withRawSpan { $0.letters(4, at: 0) } == 0x2D78_616D)
        #expect(line.withRawSpan { $0.letters(8, at: 4) } == line.withRawSpan { $0.letters(20, at: 4) })
        #expect(line.withRawSpan { $0.letters(0, at: 0) } == 0)
        #expect(line.withRawSpan { $0.letters(-5, at: 0) } == 0)
    }

    @Test func `letters in any case are those of the word`() {
        for text in ["tag", "TAG", "tAg"] {
            #expect(Array(text.utf8).withRawSpan { $0.hasLetters(0x67_6174, count: 3, at: 0) })
        }
        for text in ["tab", "ta", "", "gat"] {
            #expect(!Array(text.utf8).withRawSpan { $0.hasLetters(0x67_6174, count: 3, at: 0) })
        }
    }

    @Test(arguments: ["0123-789", "\r\n\t\u{0} ;=,", "a-b\rc-d:"])
    func `digits, hyphens and controls stay what they are`(text: String) {
        let bytes = Array(text.utf8.prefix(8))
        let word = bytes.withRawSpan { $0.word(at: 0) }
        #expect(bytes.withRawSpan { $0.letters(8, at: 0) } == word)
    }
}
