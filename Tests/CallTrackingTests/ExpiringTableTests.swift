import TestSupport
import Testing

@testable import CallTracking

@Suite struct ExpiringTableTests {
    private static let second: Int64 = 1_000_000_000

    /// What a table should hold, kept as plainly as can be.
    private struct Model {
        var deadlines: [UInt64: Int64] = [:]
        var slots: [UInt64: UInt32] = [:]
        var now: Int64 = 0
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `random operations leave what a plain dictionary would hold`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = ExpiringTable<UInt64>(limit: 10_000)
        var model = Model()
        for _ in 0..<20_000 {
            let key = UInt64.random(in: 0..<400, using: &random) &* 0x9E37_79B9_7F4A_7C15
            switch Int.random(in: 0..<10, using: &random) {
            case 0...5: touch(key, &table, &model, &random)
            default: pass(&table, &model, &random)
            }
            #expect(table.count == model.deadlines.count)
            #expect((table.slot(of: key) == ExpiringTable<UInt64>.none) == (model.deadlines[key] == nil))
        }
        var held: Set<UInt64> = []
        table.forEach { held.insert($0) }
        #expect(held == Set(model.deadlines.keys))
    }

    /// Inserts `key`, or gives it more time.
    private func touch(
        _ key: UInt64,
        _ table: inout ExpiringTable<UInt64>,
        _ model: inout Model,
        _ random: inout SeededRandom
    ) {
        let spans: [Int64] = [1, 32, 300, 511, 512, 513, 2_000, 86_400]
        let span = (spans.randomElement(using: &random) ?? 1) * ExpiringTableTests.second
        let deadline = max(model.deadlines[key] ?? 0, model.now + span)
        if let slot = model.slots[key] {
            #expect(table[slot] == key)
            table.keep(slot, until: deadline)
        } else {
            model.slots[key] = table.insert(key, key: key, until: deadline)
        }
        model.deadlines[key] = deadline
    }

    /// Lets time pass and takes out what expired, which has to be what the model says, to the second.
    private func pass(_ table: inout ExpiringTable<UInt64>, _ model: inout Model, _ random: inout SeededRandom) {
        let span = Bool.random(using: &random) ? 2 * ExpiringTableTests.second : 700 * ExpiringTableTests.second
        model.now += Int64.random(in: 0...span, using: &random)
        while case let slot = table.nextExpired(at: model.now), slot != ExpiringTable<UInt64>.none {
            let key = table[slot]
            table.remove(slot)
            let deadline = model.deadlines.removeValue(forKey: key)
            model.slots[key] = nil
            #expect(deadline.map { $0 <= model.now } == true, "a record went before its time")
        }
        let late = model.deadlines.values.filter { $0 < model.now - ExpiringTableTests.second }
        #expect(late.isEmpty, "a record stayed more than a second too long")
    }

    @Test func `a record expires in the second after its deadline and not before`() {
        var table = ExpiringTable<Int>(limit: 8)
        let slot = table.insert(1, key: 1, until: 32 * ExpiringTableTests.second + 500_000_000)
        for tick in 0...65 {
            #expect(
                table.nextExpired(at: Int64(tick) * 500_000_000) == ExpiringTable<Int>.none,
                "at \(tick) half seconds"
            )
        }
        #expect(table.nextExpired(at: 33 * ExpiringTableTests.second) == slot)
    }

    @Test(arguments: [511, 512, 513, 1_024, 86_400] as [Int64])
    func `a deadline further away than the wheel reaches is kept`(seconds: Int64) {
        var table = ExpiringTable<Int>(limit: 8)
        let slot = table.insert(1, key: 1, until: seconds * ExpiringTableTests.second)
        for second in stride(from: Int64(0), through: seconds, by: 7) where second <= seconds {
            #expect(table.nextExpired(at: second * ExpiringTableTests.second - 1) == ExpiringTable<Int>.none)
        }
        #expect(table.nextExpired(at: (seconds + 1) * ExpiringTableTests.second) == slot)
    }

    @Test(arguments: [33, 64, 200, 599, 3_600] as [Int64])
    func `a deadline that is brought forward is kept to the minute`(seconds: Int64) {
        var table = ExpiringTable<Int>(limit: 8)
        let slot = table.insert(1, key: 1, until: 32 * ExpiringTableTests.second)
        table.keep(slot, until: 86_400 * ExpiringTableTests.second)
        for second in 0...seconds {
            #expect(table.nextExpired(at: second * ExpiringTableTests.second) == ExpiringTable<Int>.none)
        }
        let deadline = (seconds + 32) * ExpiringTableTests.second
        table.keep(slot, until: deadline)
        #expect(table.nextExpired(at: deadline - 1) == ExpiringTable<Int>.none)
        #expect(table.nextExpired(at: deadline + 64 * ExpiringTableTests.second) == slot)
    }

    @Test func `of records in one bucket a full table drops the one with the earliest deadline`() {
        var table = ExpiringTable<Int>(limit: 3)
        for key in [1, 3, 2] { _ = table.insert(key, key: UInt64(key), until: 32 * ExpiringTableTests.second) }
        for key in [1, 3, 2] as [UInt64] {
            table.keep(table.slot(of: key), until: Int64(key) * 1_000 * ExpiringTableTests.second)
        }
        let slot = table.evict { _ in false }
        #expect(table[slot] == 1)
    }

    @Test func `a full table drops a dispensable record even where another expires first`() {
        var table = ExpiringTable<String>(limit: 3)
        _ = table.insert("soon", key: 1, until: 5 * ExpiringTableTests.second)
        let chosen = table.insert("dispensable", key: 2, until: 90 * ExpiringTableTests.second)
        _ = table.insert("late", key: 3, until: 200 * ExpiringTableTests.second)
        #expect(table.evict { $0 == "dispensable" } == chosen)
        table.remove(chosen)
        #expect(table.slot(of: 2) == ExpiringTable<String>.none)
        #expect(table.evict { _ in true } == ExpiringTable<String>.none, "there is room now")
        #expect(table.evictionCount == 1)
    }

    @Test func `a full table without dispensable records drops the one that expires next`() {
        var table = ExpiringTable<Int>(limit: 3)
        for key in [3, 1, 2] {
            _ = table.insert(key, key: UInt64(key), until: Int64(key) * 40 * ExpiringTableTests.second)
        }
        let slot = table.evict { _ in false }
        #expect(table[slot] == 1)
    }

    @Test func `slots are used again`() {
        var table = ExpiringTable<Int>(limit: 100)
        let first = table.insert(1, key: 1, until: 0)
        #expect(table.nextExpired(at: 2 * ExpiringTableTests.second) == first)
        table.remove(first)
        #expect(table.insert(2, key: 2, until: 0) == first)
    }

    @Test func `a flood above the limit takes no more slots than the limit`() {
        var table = ExpiringTable<Int>(limit: 100)
        var highest: UInt32 = 0
        for number in 0..<10_000 {
            let evicted = table.evict { $0 % 3 == 0 }
            if evicted != ExpiringTable<Int>.none { table.remove(evicted) }
            highest = max(highest, table.insert(number, key: UInt64(number) << 20, until: Int64(number)))
        }
        #expect(highest == 99)
        #expect(table.count == 100)
        #expect(table.evictionCount == 9_900)
    }
}
