import CallTracking
import NetworkTypes
import SIPCatalogue
import TestSupport
import Testing

@testable import Tallying

@Suite struct KPITableTests {
    @Test func `a table that was told nothing is empty`() {
        #expect(KPITable().isEmpty)
        #expect(!KPITable([.sample(.answered, 200)]).isEmpty)
        #expect(!KPITable([], [], [.sample(200)]).isEmpty)
        var answered = KPITable()
        answered.addResponse(to: .options, after: 1_000_000)
        #expect(!answered.isEmpty)
    }

    @Test(arguments: [true, false])
    func `what is not captured whole is excluded from everything, by what is missing`(isOneSided: Bool) {
        var kpis = KPITable([.sample(.answered, 200) { ($0.isWhole, $0.isOneSided) = (false, isOneSided) }])
        kpis.add(RegistrationFacts.sample(200) { ($0.isWhole, $0.isOneSided) = (false, isOneSided) })
        let (counted, other) = isOneSided ? (kpis.oneSided, kpis.incomplete) : (kpis.incomplete, kpis.oneSided)
        #expect(counted.attempts == 1 && counted.registrations == 1)
        #expect(other == Exclusions())
        #expect(!kpis.isEmpty)
        #expect(KPIRatio.allCases.allSatisfy { kpis.total.ratios[$0] == Ratio() })
        #expect(KPIInterval.allCases.allSatisfy { kpis.total.intervals[$0].count == 0 })
        #expect(kpis.directions.all.isEmpty && kpis.windows.all(.minute).isEmpty)
    }

    @Test func `what began before the capture is excluded also where it did not end, what stands open is not`() {
        let open = AttemptFacts.sample(.inProgress)
        let unseen = AttemptFacts.sample(.inProgress) { ($0.isWhole, $0.bids) = (false, 0) }
        let oneSided = AttemptFacts.sample(.inProgress) { $0.isWhole = false }
        #expect(KPITable([open]).incomplete.attempts == 0)
        #expect(KPITable([unseen]).incomplete.attempts == 1)
        #expect(KPITable([oneSided]).incomplete.attempts == 0)
        #expect(KPITable([open, unseen, oneSided]).total.ratios[.asr] == Ratio())
    }

    @Test func `response times stand by method, transactions by copies`() {
        var kpis = KPITable()
        kpis.addResponse(to: .options, after: 3_000_000)
        kpis.addResponse(to: nil, after: 5_000_000)
        kpis.addResponse(to: .options, after: -1)
        for _ in 1...3 { kpis.addTransaction() }
        kpis.addRepeatedRequest()
        #expect(kpis.responseTimes[Int(Method.options.rawValue)].mean == 0.003)
        #expect(kpis.responseTimes.last?.mean == 0.005)
        #expect(kpis.total.ratios[.retransmissionRatio].value == 33.33)
    }

    @Test func `a queue is left for a ringing, an answer or the end`() {
        let left = AttemptFacts.sample(.answered, 200) { ($0.queued, $0.leftQueue) = (.at(10), .at(30)) }
        let ended = AttemptFacts.sample(.failed, 503) { $0.queued = .at(40) }
        let kpis = KPITable([left, ended, .sample(.answered, 200)])
        #expect(kpis.total.intervals[.queueTime].count == 2)
        #expect(kpis.total.intervals[.queueTime].mean == 0.04)
    }

    @Test func `refreshes count as registrations, removals have a delay of their own`() {
        let kpis = KPITable(
            [],
            [],
            [.sample(200, after: 10), .sample(200, after: 30, kind: .refresh), .sample(200, after: 70, kind: .remove)]
        )
        #expect(kpis.total.intervals[.rrd].mean == 0.02)
        #expect(kpis.total.intervals[.rrdRemove].mean == 0.07)
        #expect(kpis.total.ratios[.ira].denominator == 3)
    }

    @Test func `an attempt without a final has no request delay where a 100 was all that came`() {
        let trying = AttemptFacts.sample(.unanswered) { $0.hasProvisional = true }
        let ringing = AttemptFacts.sample(.unanswered) { ($0.hasProvisional, $0.progressed) = (true, $0.began) }
        #expect(KPITable([trying]).srdTimeouts == 1)
        #expect(KPITable([ringing]).srdTimeouts == 0)
    }

    @Test func `the busiest second is found although attempts are told late`() {
        let kpis = KPITable([5_000, 1_200, 1_999, 9_000, 1_000, 2_000].map { .sample(.answered, 200, began: $0) })
        #expect(kpis.greatestAttemptsPerSecond == 3)
        let late = KPITable([4_096_000, 0, 0].map { .sample(.answered, 200, began: $0) })
        #expect(late.greatestAttemptsPerSecond == 1, "a second whose place is taken by a later one is left out")
    }

    @Test func `an attempt stands with its server, its direction and the minute of its end`() throws {
        var kpis = KPITable([.sample(.answered, 200) { $0.progressed = .at(50) }, .sample(.busy, 486, began: 59_950)])
        kpis.add(SessionFacts.sample())
        kpis.add(RegistrationFacts.sample(403))
        let server = try #require(kpis.directions.figures(of: .callee))
        #expect(server.ratios[.asr] == Ratio(1, of: 2))
        #expect(server.ratios[.scr] == Ratio(1, of: 2))
        #expect(server.ratios[.ira] == Ratio(1, of: 1))
        #expect(server.intervals[.srdSuccess].mean == 0.05)
        #expect(kpis.directions.all.map(\.key) == [Direction(from: Endpoint.caller.address, to: .callee)])
        #expect(kpis.directions.all[0].row.ratios[.asr] == Ratio(1, of: 2))
        let windows = kpis.windows.all(.minute)
        #expect(windows.map(\.start) == [.at(0), .at(60_000)])
        #expect(windows.map { $0.row.ratios[.asr] } == [Ratio(1, of: 1), Ratio(0, of: 1)])
        #expect(windows.map { $0.row.ratios[.scr] } == [Ratio(0, of: 1), Ratio(1, of: 1)])
    }
}

/// Bounds of the tables.
@Suite struct KPILimitsTests {
    @Test func `the bounds of the tables have names`() {
        let kpis = KPITable()
        #expect(kpis.limits.allSatisfy { $0.reached == 0 && $0.value > 0 })
        let longer = ["five_minutes", "an_hour", "a_day"].map { "windows_of_\($0)" }
        let names = ["directions", "servers", "redials", "windows"] + longer
        #expect(kpis.limits.map(\.name) == names.map { "kpi_\($0)" })
    }

    @Test func `many contributions count as one by one, whatever waits`() {
        for count in [1, 7, 8, 9, 31, 32, 33, 64, 257, 600] as [Int64] {
            // Each a little longer than the one before: 1 ms to as many as there are.
            let kpis = KPITable(
                (0..<count).map { number in
                    .sample(.answered, 200, began: number) { $0.answered = .at(2 * number + 1) }
                }
            )
            let row = kpis.directions.all[0].row
            #expect(row.ratios[.asr] == Ratio(UInt64(count), of: UInt64(count)))
            #expect(row.ratios[.abr] == Ratio(UInt64(count), of: UInt64(count)))
            #expect(row.intervals[.answerDelay].count == UInt64(count))
            #expect(row.intervals[.pdd].mean == Double(count + 1) / 2_000)
            let whole = kpis.total.intervals[.answerDelay]
            #expect(whole.count == UInt64(count) && whole.maximum == Double(count) / 1_000)
            let (p50, exact) = (whole.percentiles?.p50 ?? 0, Double((count + 1) / 2) / 1_000)
            #expect(p50 >= exact && p50 <= exact * 1.01)
        }
    }

    @Test func `a minute that is long over keeps its percentiles, and what comes late counts`() throws {
        var kpis = KPITable((0..<9).map { .sample(.answered, 200, began: $0) })
        for minute in 1...Int64(WindowTable.liveLimit) {
            kpis.add(AttemptFacts.sample(.busy, 486, began: minute * 60_000))
        }
        kpis.add(AttemptFacts.sample(.answered, 200) { ($0.answered, $0.noticed) = (.at(300), .at(300)) })
        let first = try #require(kpis.windows.all(.minute).first?.row)
        #expect(first.ratios[.asr] == Ratio(10, of: 10))
        #expect(first.intervals[.answerDelay].count == 10)
        #expect(first.intervals[.answerDelay].maximum == 0.3)
        #expect(first.intervals[.answerDelay].percentiles == .init(p50: 0.1, p90: 0.1, p95: 0.1, p99: 0.1))
        #expect(first.intervals[.pdd].percentiles?.p99 == 0.1)
        #expect(kpis.total.intervals[.answerDelay].percentiles?.p99 == 0.3)
        #expect(kpis.total.ratios[.asr] == Ratio(10, of: 26))
    }

    @Test func `the oldest minute goes for a new one, and an older one does not come back`() {
        var kpis = KPITable()
        for minute in 0..<Int64(WindowSpan.minute.limit) {
            kpis.add(AttemptFacts.sample(.answered, 200, began: minute * 60_000))
        }
        #expect(kpis.windows.all(.minute).count == WindowSpan.minute.limit)
        #expect(kpis.windows.omitted(.minute) == 0)
        kpis.add(AttemptFacts.sample(.answered, 200, began: Int64(WindowSpan.minute.limit) * 60_000))
        kpis.add(AttemptFacts.sample(.answered, 200))
        #expect(kpis.windows.all(.minute).count == WindowSpan.minute.limit)
        #expect(kpis.windows.all(.minute).first?.start == .at(60_000))
        #expect(kpis.windows.omitted(.minute) == 3, "a minute that went, and an attempt that began and ended in it")
        #expect(kpis.total.ratios[.asr].denominator == UInt64(WindowSpan.minute.limit) + 2)
    }

    @Test(arguments: [Int64.min, Int64.min + 1, -1, 0, Int64.max - 1, Int64.max])
    func `a time at the end of all times does no harm`(nanoseconds: Int64) {
        var kpis = KPITable()
        let time = CaptureTime(nanoseconds: nanoseconds)
        kpis.add(AttemptFacts.sample(.unanswered) { $0.began = time })
        kpis.add(AttemptFacts.sample(.answered, 200) { ($0.answered, $0.ended) = (time, time) })
        kpis.add(SessionFacts.sample(nil) { $0.released = time })
        kpis.add(RegistrationFacts.sample(nil) { $0.began = time })
        #expect(kpis.total.ratios[.asr].denominator == 2)
        #expect(kpis.greatestAttemptsPerSecond == 1)
    }
}
