import CallTracking
import NetworkTypes
import ReportRendering
import SIPCatalogue
import Tallying
import TestSupport
import Testing

@Suite struct KPIRecordTests {
    private func json(_ kpis: KPITable) throws -> JSON {
        var report = Situation.small.report()
        report.tally.kpis = kpis
        return try JSON.read(JSONReport.text(report))
    }

    @Test func `figures stand under their names, with counts and percentiles`() throws {
        let kpis = try #require(try json(.sample)["kpis"])
        #expect(kpis["asr"] == ["value": 40, "numerator": 4, "denominator": 10])
        #expect(kpis["ser"] == ["value": 44.44, "numerator": 4, "denominator": 9])
        #expect(kpis["abr"] == ["value": 36.36, "numerator": 4, "denominator": 11])
        #expect(kpis["retransmission_ratio"] == ["value": .null, "numerator": 0, "denominator": 0])
        #expect(kpis["request"]?["ser"] == ["value": 40, "numerator": 4, "denominator": 10])
        #expect(kpis["request"]?["ira"] == ["value": 0, "numerator": 0, "denominator": 2])
        #expect(
            kpis["pdd"] == [
                "count": 4, "min_seconds": 2.1, "mean_seconds": 2.25, "p50_seconds": 2.2, "p90_seconds": 2.4,
                "p95_seconds": 2.4, "p99_seconds": 2.4, "max_seconds": 2.4,
            ]
        )
        #expect(kpis["sdd_failed"]?["count"] == 0)
        #expect(kpis["sdd_failed"]?["p99_seconds"] == .null)
        #expect(kpis["server_response_time"]?["INVITE"]?["mean_seconds"] == 0.012)
        #expect(kpis["server_response_time"]?.count == 1)
        #expect(kpis["acd_seconds"] == 75)
        #expect(kpis["sdt"]?["min_seconds"] == 60 && kpis["sdt"]?["max_seconds"] == 90)
        #expect(kpis["excluded"] == 5)
        #expect(kpis["excluded_incomplete"] == 3 && kpis["excluded_one_sided"] == 2)
        #expect(kpis["excluded_registrations"] == 1)
        #expect(kpis["released_by"] == ["caller": 4, "callee": 0])
        #expect(kpis["ccr"] == ["value": 40, "numerator": 4, "denominator": 10])
        #expect(
            kpis["settings"] == [
                "isa_codes": [408, 500, 503, 504], "ner_user_error": false, "redial_span_seconds": 60,
            ]
        )
        #expect(kpis["simultaneous_calls"] == ["now": 0, "peak": 0, "peak_time": .null])
        let counts = ["auth_abandoned", "srd_timeouts", "sdt_no_ack", "sdt_unfinished", "attempts_per_second_max"]
        #expect(counts.allSatisfy { kpis[$0] != nil })
        let names = KPIRatio.allCases.map(\.key) + KPIInterval.allCases.map(\.key)
        #expect(names.allSatisfy { kpis[$0] != nil })
        #expect(
            names.sorted() == [
                "abandon_ratio", "abr", "answer_delay", "asr", "ccr", "early_failure_ratio", "ira", "ira_strict", "isa",
                "ner", "ner_simple", "pdd", "pdd_fail", "pdd_unanswered", "queue_time", "retransmission_ratio",
                "ring_time", "ring_time_abandoned", "ring_time_answered", "ring_time_failed", "rrd", "rrd_challenged",
                "rrd_initial", "rrd_refresh", "rrd_remove", "rrd_unchallenged", "scr", "scr_cohort", "sdd_failed",
                "sdd_success", "sdt", "sdt_failed", "seer", "seer_user", "ser", "srd_abandoned", "srd_abandoned_forks",
                "srd_audible", "srd_failed", "srd_failed_forks", "srd_success", "srd_success_forks",
            ]
        )
        #expect(kpis.count == names.count + counts.count + 10 && Set(names).count == names.count)
    }

    @Test func `servers, directions and minutes have figures of their own`() throws {
        let report = try json(.sample)
        #expect(report["directions"]?.count == 1)
        #expect(report["directions"]?[0]?["client"] == "192.0.2.1")
        #expect(report["directions"]?[0]?["server"] == "198.51.100.2")
        #expect(report["directions"]?[0]?["port"] == 5060)
        #expect(report["directions_omitted"] == nil)
        let row = try #require(report["directions"]?[0]?["kpis"])
        #expect(row["asr"] == ["value": 40, "numerator": 4, "denominator": 10])
        #expect(row["pdd"]?["count"] == 4)
        #expect(row["srd_success"]?["count"] == 4)
        #expect(row["rrd"]?["count"] == 2)
        #expect(row["queue_time"] == nil)
        #expect(report["windows"]?.count == 2)
        #expect(report["windows"]?[0]?["start"] == "2026-11-21T09:12:00.000000Z")
        #expect(report["windows"]?[0]?["duration_seconds"] == 60)
        #expect(report["windows"]?[1]?["kpis"]?["scr"] == ["value": .null, "numerator": 4, "denominator": 0])
        let servers = try #require(report["servers"])
        #expect(servers[0]?["address"] == "198.51.100.2")
        #expect(servers[0]?["kpis"] == row)
        #expect(servers[1]?["kpis"] == nil)
    }

    @Test func `windows are the shortest of which there are not too many, and longer ones if several`() throws {
        var kpis = KPITable()
        for minute in 0..<70 { kpis.add(attempt(from: 1, at: Int64(minute) * 60), nil) }
        let windows = try #require(try json(kpis)["windows"])
        // From 09:12:32, when the first is over, to 10:21:32: fifteen times five minutes, two hours, one day.
        #expect(windows.count == 17)
        #expect(windows[0]?["start"] == "2026-11-21T09:10:00.000000Z")
        #expect(windows[0]?["duration_seconds"] == 300)
        #expect(windows[0]?["kpis"]?["isa"] == ["value": 100, "numerator": 3, "denominator": 3])
        #expect(windows[15]?["duration_seconds"] == 3_600)
        #expect(windows[16]?["start"] == "2026-11-21T10:00:00.000000Z")
        #expect(windows[16]?["kpis"]?["isa"]?["denominator"] == 22)
    }

    @Test(arguments: [([.minute], 70), ([.hour, .day], 3)] as [([WindowSpan], Int)])
    func `windows that were asked for are all listed`(spans: [WindowSpan], count: Int) throws {
        var report = Situation.small.report()
        report.tally.kpis = KPITable()
        for minute in 0..<70 { report.tally.kpis.add(attempt(from: 1, at: Int64(minute) * 60), nil) }
        report.windows = spans
        #expect(try JSON.read(JSONReport.text(report))["windows"]?.count == count)
    }

    @Test func `response times of a server stand beside what it answered`() throws {
        let servers = try #require(try JSON.read(JSONReport.text(Situation.small.report()))["servers"])
        #expect(servers[0]?["response_time"]?["count"] == 3)
        #expect(servers[0]?["response_time"]?["p95_seconds"] == 0.02)
        let silent = try #require(try JSON.read(JSONReport.text(Situation.responsesOnly.report()))["servers"])
        #expect(silent[0]?["response_time"] == .null)
    }

    @Test func `directions and figures of servers beyond the limits are left out, and said`() throws {
        var kpis = KPITable()
        for number in 0..<JSONReport.directionLimit + 3 { kpis.add(attempt(from: number), nil) }
        let report = try json(kpis)
        #expect(report["directions"]?.count == JSONReport.directionLimit)
        #expect(report["directions_omitted"] == 3)
        #expect(report["servers"]?[0]?["kpis"]?["asr"]?["denominator"] == 23)
    }

    private func attempt(from number: Int, at seconds: Int64 = 0) -> AttemptFacts {
        var client = Endpoint.caller
        client.address = IPAddress(v4: 0xC633_0000 + UInt32(number))
        let began = CaptureTime(nanoseconds: 1_795_252_320_000_000_000 + seconds * 1_000_000_000)
        return AttemptFacts(client: client, server: .callee, began: began, outcome: .unanswered, isWhole: true)
    }

    @Test func `what was told of nothing is null or left out`() throws {
        let report = try json(KPITable())
        #expect(report["kpis"] == .null)
        #expect(["directions", "windows"].allSatisfy { report[$0] == nil })
        #expect(report["servers"]?[0]?["kpis"] == nil)
    }
}
