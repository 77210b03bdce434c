import CallTracking
import NetworkTypes
import TestSupport
import Testing

@testable import Tallying

/// Rows of directions: who has one, and who gives way.
@Suite struct DirectionTableTests {
    private let limit = DirectionTable.limit

    /// `attempts` that were answered, of a client with this number.
    private func add(_ attempts: Int, from number: Int, to kpis: inout KPITable) {
        for _ in 0..<attempts {
            kpis.add(AttemptFacts.sample(.answered, 200) { $0.client.address = client(number) })
        }
    }

    private func client(_ number: Int) -> IPAddress { IPAddress(v4: 0xC612_0000 + UInt32(number)) }

    private func row(of number: Int, _ kpis: KPITable) -> FigureRow? {
        kpis.directions.all.first { $0.key.client == client(number) }?.row
    }

    private func reached(_ name: String, _ kpis: KPITable) -> UInt64? {
        kpis.limits.first { $0.name == name }?.reached
    }

    @Test func `a trunk that comes after a flood of addresses has a row of its own`() {
        var kpis = KPITable()
        for number in 0..<1_100 { add(1, from: number, to: &kpis) }
        add(5_000, from: 9_999, to: &kpis)
        #expect(row(of: 9_999, kpis)?.ratios[.asr] == Ratio(5_000, of: 5_000))
        #expect(kpis.directions.all.count == limit + 1)
        #expect(kpis.directions.all.last?.key == Direction(from: nil, to: .callee))
        #expect(kpis.directions.all.last?.row.ratios[.asr] == Ratio(77, of: 77))
        #expect(kpis.directions.figures(of: .callee)?.ratios[.asr] == Ratio(6_100, of: 6_100))
        #expect(reached("kpi_directions", kpis) == 77 && reached("kpi_servers", kpis) == 0)
    }

    @Test func `a flood of addresses pushes out itself, and nearly none of the others`() {
        var kpis = KPITable()
        for number in 0..<limit { add(50, from: number, to: &kpis) }
        for number in limit..<limit + 20_000 { add(1, from: number, to: &kpis) }
        let kept = (0..<limit).count { row(of: $0, kpis)?.ratios[.asr] == Ratio(50, of: 50) }
        #expect(kept == limit - limit / DirectionTable.looks)
        let whole = UInt64(limit * 50 + 20_000)
        #expect(kpis.directions.figures(of: .callee)?.ratios[.asr] == Ratio(whole, of: whole))
        #expect(kpis.directions.figures(of: .callee)?.intervals[.answerDelay].count == whole)
    }

    @Test func `the end of a session pushes nobody out and stands with its attempt`() {
        var kpis = KPITable()
        for number in 0..<limit + 1 { add(1, from: number, to: &kpis) }
        #expect(row(of: 0, kpis) == nil)
        kpis.add(SessionFacts.sample { $0.client.address = client(0) })
        #expect(row(of: 0, kpis) == nil && reached("kpi_directions", kpis) == 1)
        #expect(kpis.directions.all.last?.row.ratios[.scr] == Ratio(1, of: 1))
    }

    @Test func `servers beyond the limit have no shared row, and what is left out is counted`() {
        var kpis = KPITable()
        for number in 0..<3 * limit {
            kpis.add(AttemptFacts.sample(.busy, 486) { $0.server.address = client(number) })
        }
        #expect(kpis.directions.all.count == 2 * limit)
        #expect(reached("kpi_directions", kpis) == UInt64(2 * limit))
        #expect(reached("kpi_servers", kpis) == UInt64(limit))
        #expect(kpis.total.ratios[.asr] == Ratio(0, of: UInt64(3 * limit)))
    }

    @Test func `percentiles of a direction are within six percent, those of all within one`() throws {
        var kpis = KPITable()
        for number in 1...Int64(2_000) {
            kpis.add(AttemptFacts.sample(.answered, 200) { $0.answered = .at(number * 7) })
        }
        let row = try #require(kpis.directions.all.first?.row.intervals[.answerDelay].percentiles)
        let whole = try #require(kpis.total.intervals[.answerDelay].percentiles)
        for (percent, ofRow, ofAll) in [
            (50.0, row.p50, whole.p50), (90, row.p90, whole.p90), (95, row.p95, whole.p95), (99, row.p99, whole.p99),
        ] {
            let exact = percent * 20 * 0.007
            #expect(ofRow >= exact && ofRow <= exact * 1.0625, "p\(percent)")
            #expect(ofAll >= exact && ofAll <= exact * 1.01, "p\(percent)")
        }
        #expect(row != whole)
        #expect(kpis.directions.figures(of: .callee)?.intervals[.answerDelay].percentiles == row)
    }
}
