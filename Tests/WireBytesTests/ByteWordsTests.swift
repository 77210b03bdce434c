import TestSupport
import Testing

@testable import WireBytes

@Suite struct ByteWordsTests {
    /// What `nearOffset` has to say, by looking at one octet after the other.
    private func plainOffset(in bytes: [UInt8], _ range: ByteRange, where isWanted: (UInt8) -> Bool) -> Int {
        let upper = min(range.upper, bytes.count)
        guard range.lower < upper else { return upper }
        return (range.lower..<upper).first { isWanted(bytes[$0]) } ?? upper
    }

    /// Bytes in which neighbours of the wanted octets, in value and in the top bit, are frequent.
    private func oddBytes(_ random: inout SeededRandom) -> [UInt8] {
        let frequent: [UInt8] = [0x3A, 0x3B, 0x3C, 0xBA, 0xBB, 0xBC, 0x00, 0x01, 0x80, 0x81, 0xFF, 0x7F, 0x20, 0x21]
        return (0..<Int.random(in: 0...40, using: &random)).map { _ in
            Bool.random(using: &random)
                ? frequent[Int.random(in: 0..<frequent.count, using: &random)]
                : UInt8.random(in: 0...255, using: &random)
        }
    }

    @Test func `the near search finds what a plain search finds`() {
        var random = SeededRandom(seed: 11)
        var wrongCount = 0
        for _ in 0..<20_000 {
            let bytes = oddBytes(&random)
            let lower = Int.random(in: 0...bytes.count, using: &random)
            let upper = Int.random(in: lower...bytes.count + 3, using: &random)
            let range = ByteRange(lower, Bool.random(using: &random) ? bytes.count : upper)
            let octet: UInt8 = Bool.random(using: &random) ? 0x3B : UInt8.random(in: 0...255, using: &random)
            let one = bytes.withRawSpan { $0.nearOffset(of: octet, in: range) }
            if one != plainOffset(in: bytes, range, where: { $0 == octet }) { wrongCount += 1 }
            let three = bytes.withRawSpan { $0.nearOffset(ofAny: octet, 0x3A, 0x22, in: range) }
            let wanted = plainOffset(in: bytes, range) { $0 == octet || $0 == 0x3A || $0 == 0x22 }
            if three != wanted { wrongCount += 1 }
            let hasControl = bytes.withRawSpan { $0.hasBlankOrControl(in: range) }
            let control = plainOffset(in: bytes, range) { $0 <= 0x20 }
            if hasControl != (control < min(range.upper, bytes.count)) { wrongCount += 1 }
        }
        #expect(wrongCount == 0)
    }

    @Test(arguments: [UInt8(0x00), 0x09, 0x20, 0x3B, 0x80, 0xFF])
    func `no pair of neighbours hides an octet or feigns one`(octet: UInt8) {
        var wrongCount = 0
        for pair in 0...0xFFFF {
            // The pair in the middle of octets that are not wanted.
            var bytes = [UInt8](repeating: octet ^ 0x41, count: 18)
            bytes[4] = UInt8(pair & 0xFF)
            bytes[5] = UInt8(pair >> 8)
            let found = bytes.withRawSpan { $0.nearOffset(of: octet, in: ByteRange(0, 18)) }
            if found != bytes.firstIndex(of: octet) ?? 18 { wrongCount += 1 }
        }
        #expect(wrongCount == 0)
    }

    @Test(arguments: [UInt8(0x21), 0x7F, 0x80, 0xA0, 0xFF])
    func `no pair of neighbours hides a control character or feigns one`(filler: UInt8) {
        var bytes = [UInt8](repeating: filler, count: 11)
        var wrongCount = 0
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                bytes[3] = first
                bytes[4] = second
                let hasBoth = bytes.withRawSpan { $0.hasBlankOrControl(in: ByteRange(0, 11)) }
                let hasFirst = bytes.withRawSpan { $0.hasBlankOrControl(in: ByteRange(2, 4)) }
                if hasBoth != (first <= 0x20 || second <= 0x20) || hasFirst != (first <= 0x20) { wrongCount += 1 }
            }
        }
        #expect(wrongCount == 0)
    }

    @Test func `what stands behind the range does not count`() {
        let bytes = Array("abc;def g".utf8)
        #expect(bytes.withRawSpan { $0.nearOffset(of: 0x3B, in: ByteRange(0, 3)) } == 3)
        #expect(bytes.withRawSpan { $0.nearOffset(of: 0x3B, in: ByteRange(0, 4)) } == 3)
        #expect(!bytes.withRawSpan { $0.hasBlankOrControl(in: ByteRange(0, 7)) })
        #expect(bytes.withRawSpan { $0.hasBlankOrControl(in: ByteRange(0, 8)) })
    }

    @Test func `the end of the span is no NUL`() {
        let bytes: [UInt8] = [0x61, 0x62]
        #expect(bytes.withRawSpan { $0.nearOffset(of: 0, in: ByteRange(0, 99)) } == 2)
        #expect(!bytes.withRawSpan { $0.hasBlankOrControl(in: ByteRange(0, 99)) })
        #expect(!bytes.withRawSpan { $0.hasBlankOrControl(in: ByteRange(50, 99)) })
    }
}
