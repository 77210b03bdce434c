import CallTracking
import NetworkTypes
@testable import ReportRendering
import TestSupport
import Testing

/// Transfers, as reports and records show them.
@Suite struct TransfersTests {
    /// A call with two transfers, of which one fails and one is refused, and one from its middle with a third.
    private static let transfers: SIPTrace = {
        var trace = SIPTrace.answeredCall(over: .udp)
        let replaces = "Replaces=call-2%40example.com%3Bto-tag%3Dx%3Bfrom-tag%3Dy"
        trace.refer(to: "<sip:carol@example.com?\(replaces)>", headers: ["Referred-By: <sip:alice@example.com>"])
        trace.response(202, "Accepted")
        trace.notify("SIP/2.0 486 Busy Here")
        trace.refer(to: "<sip:dan@example.com>")
        trace.response(603, "Decline")
        trace.newCall("call-3@example.com")
        trace.answer(as: "callee")
        trace.refer(to: "<sip:erin@example.com>")
        trace.response(202, "Accepted")
        return trace
    }()

    private func report(_ trace: SIPTrace) -> Report {
        var situation = Situation()
        situation.take(trace)
        return situation.report()
    }

    /// The records of what ends in `trace`, as JSON and as CSV.
    private func records(_ trace: SIPTrace) -> (lines: [String], rows: [String]) {
        var situation = Situation()
        situation.take(trace)
        let calls = situation.advance(to: trace.now.adding(nanoseconds: 2 * 86_400_000_000_000))
        let (rules, sources) = (CallRecordTests.rules, ["a"])
        let lines = calls.compactMap { CallRecord.line(for: $0, outcome: $1, rules: rules, sources: sources) }
        return (
            lines.map { String(decoding: $0, as: UTF8.self) },
            calls.compactMap { CallRecord.csvLine(for: $0, outcome: $1, rules: rules, sources: sources) }
        )
    }

    @Test func `a record lists what was asked for in its call, and what came of it`() throws {
        let (lines, rows) = records(Self.transfers)
        let line = try #require(lines.first)
        #expect(lines.count == 1, "a call from its middle has no record")
        #expect(
            line.contains(
                """
                "transfers":[{"asked":"2026-11-21T09:12:04.040000Z","attended":true,"by":"caller","code":202,\
                "new_call_id":null,"notified_code":486,"outcome":"failed","refer_to":"sip:carol@example.com",\
                "referred_by":"sip:alice@example.com","replaces":"call-2@example.com","subscription":"terminated"},\
                {"asked":"2026-11-21T09:12:04.080000Z","attended":false,"by":"caller","code":603,\
                "new_call_id":null,"notified_code":null,"outcome":"refused","refer_to":"sip:dan@example.com","referred_by":null,\
                "replaces":null,"subscription":null}],"transport"
                """
            )
        )
        #expect(try JSON.read(line)["outcome"] == "answered")
        #expect(
            rows.map { $0.hasSuffix(",failed:486 refused:603,\"sip:carol@example.com sip:dan@example.com\",whole:1,") }
                == [true]
        )
    }

    @Test func `what a target holds is escaped`() throws {
        var trace = SIPTrace.answeredCall(over: .udp)
        trace.refer(to: "<sip:a b|\u{1B}[2J\",\"x>")
        let (lines, rows) = records(trace)
        #expect(lines.allSatisfy { !$0.contains("\u{1B}") } && rows.allSatisfy { !$0.contains("\u{1B}") })
        let record = try JSON.read(try #require(lines.first))
        #expect(record["transfers"]?[0]?["refer_to"] == "sip:a b|\u{1B}[2J\",\"x")
        #expect(try #require(rows.first).contains(",unknown,\"sip:a%20b|"))
    }

    @Test func `the report counts what was asked for by what became of it, in calls from their middle as well`() throws
    {
        let calls = try #require(try JSON.read(JSONReport.text(report(Self.transfers)))["calls"])
        #expect(calls["total"] == 1)
        #expect(
            calls["transfers"] == ["asked": 3, "succeeded": 0, "failed": 1, "refused": 1, "accepted": 1, "unknown": 0]
        )
    }

    @Test func `where no transfer was asked for nothing is said of them`() throws {
        let report = report(.answeredCall)
        let calls = try #require(try JSON.read(JSONReport.text(report))["calls"])
        #expect(calls["transfers"] == nil)
        #expect(!TextReport.text(report, style: ReportStyle(width: 80)).contains("transfer"))
    }

    @Test(arguments: [40, 80, 200])
    func `the text says how many transfers there were and what became of them`(width: Int) {
        func words(_ trace: SIPTrace) -> String {
            let lines = TextReport.text(report(trace), style: ReportStyle(width: width)).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= width })
            return lines.map { String($0) }.joined(separator: " ")
        }
        let outcomes = "1 failed, 1 refused and 1 accepted without further word"
        #expect(words(Self.transfers).contains("3 transfers were asked for: \(outcomes)"))
        #expect(words(Self.transfers.suffix(2)).contains("1 transfer was asked for: 1 accepted without further word"))
    }
}
