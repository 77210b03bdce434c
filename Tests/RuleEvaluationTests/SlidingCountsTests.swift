import RuleEvaluation
import Testing

@Suite struct SlidingCountsTests {
    @Test func `what lies exactly a span back counts, one nanosecond more does not`() {
        var counts = SlidingCounts(span: 100)
        counts.note(2, of: 7, at: 1_000)
        counts.note(2, of: 7, at: 1_050)
        counts.note(3, of: 7, at: 1_050)
        #expect(counts.sums(of: 7, at: 1_100) == [0, 0, 2, 1, 0, 0, 0, 0])
        #expect(counts.sums(of: 7, at: 1_101) == [0, 0, 1, 1, 0, 0, 0, 0])
        #expect(counts.sums(of: 7, at: 1_151) == SlidingCounts.Sums())
        #expect(counts.sums(of: 8, at: 1_151) == SlidingCounts.Sums())
    }

    @Test func `counts are those of a plain list, for many keys of few chains`() {
        var counts = SlidingCounts(span: 500, rowLimit: 256, eventLimit: 1 << 14)
        var list: [(kind: Int, key: UInt64, time: Int64)] = []
        for step in 0..<5_000 {
            let time = Int64(step / 3)
            let (kind, key) = (step % 5, UInt64(step * step % 97) &* 256 &+ UInt64(step % 2))
            counts.note(kind, of: key, at: time)
            list.append((kind, key, time))
            guard step % 50 == 0 else { continue }
            var expected = SlidingCounts.Sums()
            for event in list where event.key == key && time - event.time <= 500 { expected[event.kind] += 1 }
            #expect(counts.sums(of: key, at: time) == expected)
        }
        #expect(counts.forgotten == 0)
    }

    @Test func `a flood of keys forgets the oldest, and what follows counts`() {
        var counts = SlidingCounts(span: 1_000_000, rowLimit: 64, eventLimit: 1_024)
        for key in 0..<10_000 { counts.note(0, of: UInt64(key), at: Int64(key)) }
        #expect(counts.forgotten > 9_000)
        #expect(counts.sums(of: 9_999, at: 10_000)[0] == 1)
        #expect(counts.sums(of: 9_936, at: 10_000)[0] == 1)
        #expect(counts.sums(of: 9_000, at: 10_000)[0] == 0)
        for time in 10_000..<12_000 { counts.note(1, of: 1, at: Int64(time)) }
        #expect(counts.sums(of: 1, at: 12_000)[1] == 1_024)
    }

    @Test func `counts that nobody wants stay empty`() {
        var counts = SlidingCounts(span: 0)
        counts.note(0, of: 1, at: 0)
        #expect(counts.sums(of: 1, at: 0) == SlidingCounts.Sums())
    }
}

@Suite struct RecentTableTests {
    @Test func `the half that was touched longest ago goes when there are too many`() {
        var table = RecentTable<Int>(limit: 100)
        for key in 0..<100 { table.set(UInt64(key), key, at: Int64(key)) }
        table.update(3, at: 200, or: 0) { $0 += 1 }
        #expect(table[3] == 4)
        table.set(1_000, 1, at: 201)
        #expect(table.count < 60)
        #expect(table[3] == 4)
        #expect(table[99] == 99)
        #expect(table[10] == nil)
        #expect(table.evictions == UInt64(101 - table.count))
    }
}
