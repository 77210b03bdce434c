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

    @Test func `what began before the capture is excluded from everything`() {
        var kpis = KPITable([.sample(.answered, 200) { $0.isWhole = false }])
        kpis.add(RegistrationFacts.sample(200) { $0.isWhole = false })
        #expect(kpis.excludedAttempts == 1)
        #expect(kpis.excludedRegistrations == 1)
        #expect(!kpis.isEmpty)
        #expect(KPIRatio.allCases.allSatisfy { kpis.ratios[$0] == Ratio() })
        #expect(KPIInterval.allCases.allSatisfy { kpis.intervals[$0].count == 0 })
        #expect(kpis.servers.rows.isEmpty && kpis.windows.all.isEmpty)
    }

    @Test func `response times stand by method, transactions by copies`() {
        var kpis = KPITable()
        kpis.addResponse(to: .options, after: 3_000_000)
        kpis.addResponse(to: nil, after: 5_000_000)
        kpis.addResponse(to: .options, after: -1)
        for hasCopy in [true, false, false] { kpis.addTransaction(hasRequestCopy: hasCopy) }
        #expect(kpis.responseTimes[Int(Method.options.rawValue)].mean == 0.003)
        #expect(kpis.responseTimes.last?.mean == 0.005)
        #expect(kpis.ratios[.retransmission].value == 33.33)
    }

    @Test func `a queue is left for a ringing, an answer or the end`() {
        let left = AttemptFacts.sample(.answered, 200) { ($0.queued, $0.leftQueue) = (.at(10), .at(30)) }
        let ended = AttemptFacts.sample(.failed, 503) { $0.queued = .at(40) }
        let kpis = KPITable([left, ended, .sample(.answered, 200)])
        #expect(kpis.intervals[.queueTime].count == 2)
        #expect(kpis.intervals[.queueTime].mean == 0.04)
    }

    @Test func `refreshes count as registrations, removals have a delay of their own`() {
        let kpis = KPITable(
            [],
            [],
            [.sample(200, after: 10), .sample(200, after: 30, kind: .refresh), .sample(200, after: 70, kind: .remove)]
        )
        #expect(kpis.intervals[.rrd].mean == 0.02)
        #expect(kpis.intervals[.rrdRemove].mean == 0.07)
        #expect(kpis.ratios[.ira].denominator == 3)
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
        let server = try #require(kpis.servers.rows[.callee])
        #expect(server.ratios[.asr] == Ratio(1, of: 2))
        #expect(server.ratios[.scr] == Ratio(1, of: 2))
        #expect(server.ratios[.ira] == Ratio(1, of: 1))
        #expect(server.srd.mean == 0.05)
        #expect(kpis.directions.rows[Direction(from: .caller, to: .callee)]?.ratios[.asr] == Ratio(1, of: 2))
        #expect(kpis.directions.rows[Direction(from: .callee, to: .caller)] == nil)
        let windows = kpis.windows.all
        #expect(windows.map(\.start) == [.at(0), .at(60_000)])
        #expect(windows.map { $0.row.ratios[.asr] } == [Ratio(1, of: 1), Ratio(0, of: 1)])
        #expect(windows.map { $0.row.ratios[.scr] } == [Ratio(0, of: 1), Ratio(1, of: 1)])
    }
}

/// Bounds of the tables.
@Suite struct KPILimitsTests {
    @Test func `servers and directions beyond the limit are counted and have no row`() {
        var kpis = KPITable()
        for number in 0..<UInt32(KPITable.rowLimit) + 3 {
            var attempt = AttemptFacts.sample(.answered, 200)
            attempt.server.address = IPAddress(v4: 0xC633_0000 + number)
            kpis.add(attempt)
        }
        kpis.add(AttemptFacts.sample(.busy, 486) { $0.server.address = IPAddress(v4: 0xC633_0000) })
        #expect(kpis.ratios[.asr] == Ratio(1_027, of: 1_028))
        #expect(kpis.servers.rows.count == KPITable.rowLimit)
        #expect(kpis.directions.rows.count == KPITable.rowLimit)
        #expect(kpis.limits.map(\.reached) == [3, 3, 0])
        #expect(kpis.limits.map(\.name) == ["kpi_servers", "kpi_directions", "kpi_windows"])
    }

    @Test func `the oldest minute goes for a new one, and an older one does not come back`() {
        var kpis = KPITable()
        for minute in 0..<Int64(WindowTable.limit) {
            kpis.add(AttemptFacts.sample(.answered, 200, began: minute * 60_000))
        }
        #expect(kpis.windows.all.count == WindowTable.limit)
        #expect(kpis.windows.omitted == 0)
        kpis.add(AttemptFacts.sample(.answered, 200, began: Int64(WindowTable.limit) * 60_000))
        kpis.add(AttemptFacts.sample(.answered, 200))
        #expect(kpis.windows.all.count == WindowTable.limit)
        #expect(kpis.windows.all.first?.start == .at(60_000))
        #expect(kpis.windows.omitted == 2)
        #expect(kpis.ratios[.asr].denominator == UInt64(WindowTable.limit) + 2)
    }

    @Test(arguments: [Int64.min, Int64.min + 1, -1, 0, Int64.max - 1, Int64.max])
    func `a time at the end of all times does no harm`(nanoseconds: Int64) {
        var kpis = KPITable()
        let time = CaptureTime(nanoseconds: nanoseconds)
        kpis.add(AttemptFacts.sample(.unanswered) { $0.began = time })
        kpis.add(AttemptFacts.sample(.answered, 200) { ($0.answered, $0.ended) = (time, time) })
        kpis.add(SessionFacts.sample(nil) { $0.released = time })
        kpis.add(RegistrationFacts.sample(nil) { $0.began = time })
        #expect(kpis.ratios[.asr].denominator == 2)
        #expect(kpis.greatestAttemptsPerSecond == 1)
    }

    @Test func `tables of two parts add up to that of the whole`() {
        let attempts: [AttemptFacts] = (0..<300).map { number in
            .sample(number.isMultiple(of: 3) ? .busy : .answered, 486, began: number * 700) {
                $0.server.port = UInt16(5_060 + number % 7)
                $0.noticed = .at(number * 701)
            }
        }
        let sessions = (0..<40).map { SessionFacts.sample(answered: $0 * 900) }
        let registrations = [403, 200, 401, nil].map { RegistrationFacts.sample($0) }
        let whole = KPITable(attempts, sessions, registrations)
        var sum = KPITable(attempts.filter { $0.server.port < 5_063 }, sessions)
        sum.add(KPITable(attempts.filter { $0.server.port >= 5_063 }, [], registrations))
        for name in KPIRatio.allCases { #expect(sum.ratios[name] == whole.ratios[name]) }
        for name in KPIInterval.allCases {
            #expect(sum.intervals[name].count == whole.intervals[name].count)
            #expect(sum.intervals[name].percentile(95) == whole.intervals[name].percentile(95))
        }
        #expect(sum.servers.rows.count == 7)
        #expect(sum.windows.all.map(\.start) == whole.windows.all.map(\.start))
        #expect(sum.windows.all.map { $0.row.ratios[.ner] } == whole.windows.all.map { $0.row.ratios[.ner] })
        #expect(sum.requestRatios.ira == whole.requestRatios.ira)
        #expect(sum.releasedByCaller == 40)
        #expect(sum.authAbandoned == 1)
        #expect(sum.greatestAttemptsPerSecond == whole.greatestAttemptsPerSecond)
    }
}
