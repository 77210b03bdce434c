import TestSupport
import Testing
import WireBytes

@Suite struct ByteReaderTests {
    private let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    private static let farOffsets = [-1, -8, 9, 10, 1 << 20, .max, .min, .max - 3]

    @Test(arguments: farOffsets)
    func `what lies outside the span reads as zero or as nothing`(offset: Int) {
        #expect(bytes.withRawSpan { $0.octet(at: offset) } == 0)
        #expect(bytes.withRawSpan { $0.uint16(at: offset) } == nil)
        #expect(bytes.withRawSpan { $0.uint32(at: offset) } == nil)
        #expect(bytes.withRawSpan { $0.uint64(at: offset) } == nil)
    }

    @Test(arguments: [-8, 9, 10, 1 << 20, Int.max, .min, .max - 3])
    func `a word wholly outside the span reads as zero`(offset: Int) {
        #expect(bytes.withRawSpan { $0.word(at: offset) } == 0)
    }

    @Test func `numbers are read in the order of the network`() {
        #expect(bytes.withRawSpan { $0.uint16(at: 0) } == 0x0102)
        #expect(bytes.withRawSpan { $0.uint32(at: 1) } == 0x0203_0405)
        #expect(bytes.withRawSpan { $0.uint64(at: 1) } == 0x0203_0405_0607_0809)
    }

    @Test func `a number that reaches past the end is nothing`() {
        for offset in 0...9 {
            #expect(bytes.withRawSpan { $0.uint16(at: offset) != nil } == (offset <= 7))
            #expect(bytes.withRawSpan { $0.uint32(at: offset) != nil } == (offset <= 5))
            #expect(bytes.withRawSpan { $0.uint64(at: offset) != nil } == (offset <= 1))
        }
    }

    @Test func `a word has zeroes for the bytes past either end`() {
        for offset in -8...9 {
            let wanted = (0..<8).reduce(UInt64(0)) { word, index in
                let place = offset + index
                return word | UInt64(bytes.indices.contains(place) ? bytes[place] : 0) << UInt64(8 * index)
            }
            #expect(bytes.withRawSpan { $0.word(at: offset) } == wanted)
        }
    }

    @Test func `an empty span reads as zero everywhere`() {
        for offset in -2...2 {
            #expect([].withRawSpan { $0.octet(at: offset) } == 0)
            #expect([].withRawSpan { $0.word(at: offset) } == 0)
            #expect([].withRawSpan { $0.uint16(at: offset) } == nil)
        }
    }

    @Test func `a copy is cut to what the span holds`() {
        #expect(bytes.withRawSpan { $0.copy(of: ByteRange(2, 4)) } == [3, 4])
        #expect(bytes.withRawSpan { $0.copy(of: ByteRange(7, 99)) } == [8, 9])
        #expect(bytes.withRawSpan { $0.copy(of: ByteRange(9, 99)) } == [])
        #expect(bytes.withRawSpan { $0.copy(of: ByteRange(50, 99)) } == [])
        #expect(bytes.withRawSpan { $0.copy(of: ByteRange(4, 2)) } == [])
    }

    @Test func `a part is cut to what the span holds`() {
        #expect(bytes.withRawSpan { $0.part(ByteRange(2, 4)).byteCount } == 2)
        #expect(bytes.withRawSpan { $0.part(ByteRange(2, 4)).octet(at: 1) } == 4)
        #expect(bytes.withRawSpan { $0.part(ByteRange(8, 99)).byteCount } == 1)
        #expect(bytes.withRawSpan { $0.part(ByteRange(50, 99)).byteCount } == 0)
    }

    @Test func `bytes of a range are added as far as the span holds them`() {
        var kept: [UInt8] = [0]
        bytes.withRawSpan { kept.append(ByteRange(7, 99), of: $0) }
        bytes.withRawSpan { kept.append(ByteRange(20, 99), of: $0) }
        bytes.withRawSpan { kept.append(.empty, of: $0) }
        #expect(kept == [0, 8, 9])
    }

    @Test func `text replaces what is no UTF-8 and ends after 256 bytes`() {
        let odd: [UInt8] = [0x61, 0xFF, 0x62]
        #expect(odd.withRawSpan { $0.text(of: ByteRange(0, 3)) } == "a\u{FFFD}b")
        let long = [UInt8](repeating: 0x61, count: 1_000)
        #expect(long.withRawSpan { $0.text(of: ByteRange(10, 1_000)) }.utf8.count == 256)
        #expect(long.withRawSpan { $0.text(of: ByteRange(2_000, 3_000)) }.isEmpty)
    }
}
