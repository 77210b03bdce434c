import TestSupport
import Testing

@testable import Tallying

@Suite struct IntervalTests {
    private func interval(_ milliseconds: [Int64]) -> Interval {
        var interval = Interval()
        for sample in milliseconds { interval.add(sample * 1_000_000) }
        return interval
    }

    @Test func `nothing has no mean and no percentile`() {
        let nothing = Interval()
        #expect(nothing.count == 0)
        #expect(nothing.minimum == nil && nothing.mean == nil && nothing.maximum == nil)
        #expect(nothing.percentiles == nil)
    }

    @Test func `a few samples have exact percentiles`() {
        let few = interval([600, 400, 500, 100])
        #expect(few.minimum == 0.1)
        #expect(few.mean == 0.4)
        #expect(few.percentiles == .init(p50: 0.4, p90: 0.6, p95: 0.6, p99: 0.6))
        #expect(few.maximum == 0.6)
    }

    @Test(arguments: [Interval.exactLimit - 1, Interval.exactLimit, Interval.exactLimit + 1, 1_000])
    func `percentiles are within a percent on both sides of the limit`(count: Int) throws {
        let many = interval((1...count).map { Int64($0) * 10 })
        #expect(many.count == UInt64(count))
        #expect(many.minimum == 0.01)
        #expect(many.maximum == Double(count) / 100)
        let values = try #require(many.percentiles)
        for (percentage, value) in [(50.0, values.p50), (90, values.p90), (95, values.p95), (99, values.p99)] {
            let exact = (percentage * Double(count) / 100).rounded(.up) / 100
            #expect(value >= exact && value <= exact * 1.01, "p\(percentage)")
        }
    }

    @Test func `a negative span never enters, and an endless one does no harm`() {
        var odd = Interval()
        odd.add(-1)
        odd.add(.min)
        #expect(odd.count == 0)
        for _ in 0...Interval.exactLimit {
            odd.add(.max)
            odd.add(0)
        }
        #expect(odd.minimum == 0)
        #expect(odd.maximum == 9_223_372_036.854776)
        #expect(odd.percentiles.map { $0.p50 < 0.000002 && $0.p90 == 9_223_372_036.854776 } == true)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>, [200, 256, 257, 900])
    func `parts add up to the whole in any order`(seed: UInt64, count: Int) {
        var random = SeededRandom(seed: seed)
        let samples = (0..<count).map { _ in Int64.random(in: 0...100_000, using: &random) }
        let cut = Int.random(in: 0...count, using: &random)
        let parts = [interval(Array(samples[..<cut])), interval(Array(samples[cut...]))]
        for order in [parts, parts.reversed()] {
            var sum = Interval()
            for part in order { sum.add(part) }
            let whole = interval(samples)
            #expect(sum.count == UInt64(count))
            #expect(sum.mean == whole.mean && sum.minimum == whole.minimum && sum.maximum == whole.maximum)
            #expect(sum.percentiles == whole.percentiles)
        }
    }

    @Test(arguments: [1, 300]) func `no percentile is beyond the samples, however long they are`(count: Int) {
        var long = Interval()
        // One microsecond off what a Float can hold.
        for _ in 0..<count { long.add(100_000_007_000) }
        #expect(long.percentiles == .init(p50: 100.000007, p90: 100.000007, p95: 100.000007, p99: 100.000007))
        long.freeze()
        #expect(long.percentiles?.p99 == 100.000007)
    }

    @Test func `more samples of one size than a step can count do no harm`() {
        var many = interval((0...300).map { $0 < 290 ? 20 : 900 })
        for _ in 0..<40 {
            let same = many
            many.add(same)
        }
        #expect(many.count == 301 << 40 && many.maximum == 0.9)
        #expect(many.percentiles.map { $0.p50 >= 0.02 && $0.p50 < 0.0203 && $0.p99 == 0.9 } == true)
    }

    @Test func `few samples added to few are still exact`() {
        var sum = interval([10, 30])
        sum.add(interval([20]))
        #expect(sum.percentiles?.p50 == 0.02)
    }

    @Test func `samples that were let go leave their percentiles`() {
        var frozen = interval(Array(1...300))
        let percentiles = frozen.percentiles
        frozen.freeze()
        frozen.add(9_000_000_000)
        #expect(frozen.count == 301)
        #expect(frozen.maximum == 9)
        #expect(frozen.percentiles.map { ($0.p50 * 1_000).rounded() } == percentiles.map { ($0.p50 * 1_000).rounded() })
    }
}

/// Intervals that let nothing go, as there was nothing.
@Suite struct EmptyIntervalTests {
    @Test func `what was let go without a sample keeps none that come later, and has no percentiles`() {
        var empty = Interval()
        empty.freeze()
        #expect(empty.percentiles == nil && empty.count == 0)
        empty.add(3_000_000_000)
        var other = Interval()
        other.add(5_000_000_000)
        empty.add(other)
        #expect(empty.count == 2 && empty.mean == 4 && empty.minimum == 3 && empty.maximum == 5)
        #expect(empty.percentiles == nil)
        empty.freeze()
        #expect(empty.percentiles == nil && empty.count == 2)
        var sum = other
        sum.add(empty)
        #expect(sum.count == 3 && sum.percentiles?.p50 == 5)
        var nothing = Interval()
        nothing.add(empty)
        #expect(nothing.count == 2 && nothing.percentiles == nil)
    }
}

@Suite struct RatioTests {
    @Test func `every ratio has a place, the last one as well`() {
        #expect(KPIRatio.allCases.count <= RatioTable.capacity)
        #expect(KPIRatio.allCases.map(\.rawValue) == Array(0..<KPIRatio.allCases.count))
        var table = RatioTable()
        for name in KPIRatio.allCases { table.add(Ratio(1, of: UInt64(name.rawValue) + 2), to: name) }
        for name in KPIRatio.allCases { #expect(table[name] == Ratio(1, of: UInt64(name.rawValue) + 2)) }
    }

    @Test(
        arguments: [(0, 0, nil), (0, 3, 0), (1, 3, 33.33), (2, 3, 66.67), (3, 3, 100)] as [(UInt64, UInt64, Double?)]
    )
    func `a ratio is a percentage with two decimals, and nothing of nothing`(
        numerator: UInt64,
        denominator: UInt64,
        value: Double?
    ) {
        #expect(Ratio(numerator, of: denominator).value == value)
    }
}
