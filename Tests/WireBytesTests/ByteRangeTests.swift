import Testing
import WireBytes

@Suite struct ByteRangeTests {
    @Test func `a range knows its ends and its count`() {
        let range = ByteRange(3, 10)
        #expect(range.lower == 3)
        #expect(range.upper == 10)
        #expect(range.count == 7)
        #expect(!range.isEmpty)
    }

    @Test func `ends out of order give an empty range at the lower end`() {
        let range = ByteRange(10, 3)
        #expect(range.lower == 10)
        #expect(range.isEmpty)
        #expect(range.count == 0)
    }

    @Test func `the empty range stands at the start`() {
        #expect(ByteRange.empty == ByteRange(0, 0))
        #expect(ByteRange.empty.isEmpty)
    }

    @Test func `the highest offset is 2³²−1`() {
        let range = ByteRange(0, Int(UInt32.max))
        #expect(range.upper == Int(UInt32.max))
        #expect(range.count == Int(UInt32.max))
    }

    @Test(arguments: [(-1, 5), (-1, -1), (-5, -1), (1 << 32, 5), (3, 1 << 32), (.min, .max), (.max, .min)])
    func `ends outside the span of offsets never trap and the lower end is never above the upper`(
        lower: Int,
        upper: Int
    ) {
        let range = ByteRange(lower, upper)
        #expect(range.lower <= range.upper)
    }
}
