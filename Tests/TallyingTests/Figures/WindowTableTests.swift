import CallTracking
import NetworkTypes
import TestSupport
import Testing

@testable import Tallying

/// Windows of every length.
@Suite struct WindowTableTests {
    /// Attempts that ended so many minutes after 09:12, each after 100 ms.
    private func kpis(_ minutes: [Int64], _ outcome: CallOutcome = .answered) -> KPITable {
        KPITable(minutes.map { .sample(outcome, 200, began: $0 * 60_000) })
    }

    /// A length, and which windows of it there are: minutes from 09:12 to their beginning, and attempts.
    @Test(
        arguments: [
            (.minute, [0, 2, 3, 47, 48, 888], [2, 1, 1, 1, 1, 1]),
            (.fiveMinutes, [-2, 3, 43, 48, 888], [3, 1, 1, 1, 1]),
            (.hour, [-12, 48, 888], [5, 1, 1]), (.day, [-552, 888], [6, 1]),
        ] as [(WindowSpan, [Int64], [UInt64])]
    )
    func `things count in the window of each length that they ended in`(
        span: WindowSpan,
        starts: [Int64],
        counts: [UInt64]
    ) {
        let windows = kpis([0, 0, 2, 3, 47, 48, 888]).windows.all(span)
        #expect(windows.map(\.start) == starts.map { .at($0 * 60_000) })
        #expect(windows.map { $0.row.ratios[.asr].numerator } == counts)
        #expect(windows.map { $0.row.intervals[.answerDelay].count } == counts)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `the windows of each length add up to the total, whatever came late`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let minutes = (0..<400).map { Int64($0 / 4) - (Int.random(in: 0..<8, using: &random) == 0 ? 40 : 0) }
        let table = kpis(minutes)
        for span in WindowSpan.allCases {
            let windows = table.windows.all(span)
            #expect(windows.map(\.start) == windows.map(\.start).sorted())
            for name in [.asr, .scr, .scrCohort, .ccr, .abr] as [KPIRatio] {
                let sum = windows.reduce(into: Ratio()) { $0.add($1.row.ratios[name]) }
                #expect(sum == table.total.ratios[name], "\(name.key)")
            }
            #expect(windows.reduce(0) { $0 + $1.row.intervals[.pdd].count } == table.total.intervals[.pdd].count)
            for window in windows {
                let times = minutes.map { CaptureTime.at($0 * 60_000) }
                let expected = times.filter { $0.start(ofSpan: span.nanoseconds) == window.start }
                #expect(window.row.ratios[.asr].numerator == UInt64(expected.count))
            }
        }
    }

    @Test func `percentiles of a long window are those of all its samples, also where minutes let theirs go`() throws {
        var table = KPITable()
        for minute in 0..<Int64(40) {
            let began = minute * 60_000
            table.add(AttemptFacts.sample(.answered, 200, began: began) { $0.answered = .at(began + minute * 10) })
        }
        let hour = try #require(table.windows.all(.hour).first?.row.intervals[.answerDelay])
        #expect(hour.count == 40)
        #expect(hour.percentiles == .init(p50: 0.19, p90: 0.35, p95: 0.37, p99: 0.39))
    }

    @Test func `the oldest window of a length goes for a new one, and an older one does not come back`() {
        let days = Int64(WindowSpan.day.limit) + Int64(WindowTable.liveLimit)
        var table = kpis((0..<days + 1).map { $0 * 1_440 })
        #expect(table.windows.all(.day).count == WindowSpan.day.limit)
        // A day that still keeps its samples as a minute was not added to the table of days yet.
        #expect(table.windows.omitted(.day) == 1)
        table.add(AttemptFacts.sample(.answered, 200))
        #expect(table.windows.all(.day).count == WindowSpan.day.limit)
        #expect(table.windows.all(.day).last?.start == .at(days * 1_440 * 60_000 - 33_120_000))
        #expect(table.total.ratios[.asr].denominator == UInt64(days) + 2)
    }

    @Test func `what nobody answered counts in the minute in which it was given up`() {
        var table = KPITable([.sample(.unanswered, began: 0) { $0.gaveUp = .at(310_000) }])
        table.add(RegistrationFacts.sample(nil) { $0.gaveUp = .at(95_000) })
        table.add(.sample(.unanswered, began: 50_000))
        let windows = table.windows.all(.minute).filter { $0.row.ratios[.asr].isTold || $0.row.ratios[.ira].isTold }
        #expect(windows.map(\.start) == [.at(60_000), .at(300_000)])
        #expect(windows.map { $0.row.ratios[.asr].denominator } == [1, 1])
        #expect(windows.map { $0.row.ratios[.ira].denominator } == [1, 0])
    }

    @Test func `a window that opens late counts, and has no percentiles`() throws {
        // The minute of 09:12, its hour and its day open when all of them are long past.
        var table = kpis((0..<Int64(WindowTable.liveLimit) + 2).map { $0 * 1_440 + 5_000 })
        for number in 0..<3 as Range<Int64> { table.add(.sample(.answered, 200, began: number)) }
        for span in WindowSpan.allCases {
            let delay = try #require(table.windows.all(span).first?.row.intervals[.answerDelay])
            #expect(delay.count == 3 && delay.mean == 0.1 && delay.maximum == 0.1)
            #expect(delay.percentiles == nil)
        }
        #expect(table.total.intervals[.answerDelay].percentiles?.p99 == 0.1)
    }

    @Test func `a cohort is followed from the minute in which it began`() {
        var table = KPITable()
        // Begun at 09:12:50, answered at 09:13:05, released at 09:15:05; another is busy at once.
        table.add(.sample(.answered, 200, began: 50_000) { ($0.answered, $0.ended) = (.at(65_000), .at(65_000)) })
        table.add(.sample(.busy, 486, began: 10_000))
        table.add(SessionFacts.sample(answered: 65_000) { ($0.began, $0.released) = (.at(50_000), .at(185_000)) })
        let windows = table.windows.all(.minute)
        #expect(windows.map(\.start) == [.at(0), .at(60_000), .at(120_000)])
        #expect(windows.map { $0.row.ratios[.scrCohort] } == [Ratio(1, of: 2), Ratio(), Ratio()])
        #expect(windows.map { $0.row.ratios[.scr] } == [Ratio(0, of: 1), Ratio(0, of: 1), Ratio(1, of: 0)])
        #expect(table.total.ratios[.scrCohort] == Ratio(1, of: 2))
        #expect(table.directions.all[0].row.ratios[.scrCohort] == Ratio(), "it is a figure of windows alone")
    }
}
