import CallTracking
import NetworkTypes
@testable import ReportRendering
import ResponseRules
import RuleEvaluation
import TestSupport
import Testing

@Suite struct CallRecordTests {
    static let rules = RuleCatalogue.declarations

    /// The calls of `trace` once every timer has passed.
    private func calls(_ trace: SIPTrace) -> [(call: Call, outcome: CallOutcome)] {
        var situation = Situation()
        situation.take(trace)
        let later = trace.now.adding(nanoseconds: 2 * 86_400_000_000_000)
        return situation.advance(to: later).sorted { $0.0.firstFrame.number < $1.0.firstFrame.number }
    }

    private func lines(_ trace: SIPTrace) -> [String] {
        calls(trace).compactMap { call, outcome in
            CallRecord.line(for: call, outcome: outcome, rules: Self.rules, sources: ["a"])
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test func `an answered call is written key by key`() throws {
        let line = try #require(lines(.answeredCall).first)
        let expected = """
            {"answered":"2026-11-21T09:12:11.040000Z","call_id":"8f1c2d@gw3.example.com","callee":"198.51.100.2:5060",\
            "caller":"192.0.2.1:5060","challenges":0,\
            "classes":{"1xx":2,"2xx":2,"3xx":0,"4xx":0,"5xx":0,"6xx":0,"other":0},"codes":{"100":1,"180":1,"200":2},\
            "dialogs":{"lossy":0,"mid_call":0,"one_sided":0,"whole":1},"duration_seconds":60.02,"ended":"2026-11-21T09:13:11.060000Z","evidence":"whole","final_code":200,\
            "final_reason":"OK","findings":[],"first_frame":1,"forks":1,"from":"sip:alice@example.com","hops":1,\
            "kind":"call","last_frame":8,"leg_by":null,"leg_group":null,"outcome":"answered","post_dial_delay_seconds":1.03,"referred_by":null,"released_by":"caller",\
            "replaced":false,"replaces":null,"request_uri":"sip:bob@198.51.100.2","retransmissions":1,"ring_seconds":6.01,\
            "ringing":"2026-11-21T09:12:05.030000Z","schema":"siptally.call/1","session_expired":null,\
            "session_expires":null,"session_refreshed":null,"session_refresher":null,"source":"a",\
            "started":"2026-11-21T09:12:04.000000Z","to":"sip:bob@example.com","transfers":[],"transport":"udp"}
            """
        #expect(line == expected)
    }

    @Test func `what is no call has its kind and its own outcome`() throws {
        var trace = SIPTrace()
        trace.newCall("r1")
        trace.request("REGISTER")
        trace.response(200, "OK")
        trace.newCall("r2")
        trace.request("REGISTER")
        trace.response(401, "Unauthorized")
        trace.newCall("o1")
        trace.request("OPTIONS")
        let records = try lines(trace).map(JSON.read)
        #expect(records.map { $0["kind"] } == ["registration", "registration", "options"])
        #expect(records.map { $0["outcome"] } == ["answered", "challenged", "unanswered"])
        #expect(records.map { $0["final_code"] } == [200, 401, .null])
        #expect(records.map { $0["findings"] } == [[], ["unauthorized-without-challenge"], []])
    }

    @Test func `a call seen from its middle has no record`() {
        var trace = SIPTrace()
        trace.request("BYE")
        trace.response(200, "OK")
        #expect(calls(trace).count == 1)
        #expect(lines(trace).isEmpty)
    }

    @Test func `legs name the first of them, and the others by what they were found`() throws {
        let records = try lines(.legs).map(JSON.read)
        #expect(records.map { $0["leg_group"] } == ["call-1@example.com", "call-1@example.com", .null])
        #expect(records.map { $0["leg_by"] } == [.null, "session_id", .null])
        let rows = calls(.legs).compactMap { call, outcome in
            CallRecord.csvLine(for: call, outcome: outcome, rules: Self.rules, sources: ["a"])
        }
        let cells = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let places = CallRecord.csvHeader.split(separator: ",").enumerated()
            .filter { $0.element.hasPrefix("leg_") }.map(\.offset)
        #expect(
            cells.map { row in places.map { String(row[$0]) } } == [
                ["\"call-1@example.com\"", ""], ["\"call-1@example.com\"", "session_id"], ["", ""],
            ]
        )
    }

    @Test func `a session that nobody refreshed ends when it expires and has no duration`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(200, "OK", headers: ["Session-Expires: 90;refresher=uas"])
        let record = try JSON.read(#require(lines(trace).first))
        #expect(record["outcome"] == "answered" && record["released_by"] == .null)
        #expect(record["session_expires"] == 90 && record["session_refresher"] == "callee")
        #expect(record["session_refreshed"] == record["answered"] && record["session_expired"] == true)
        #expect(record["ended"] == "2026-11-21T09:13:34.010000Z" && record["duration_seconds"] == .null)
        let (call, outcome) = try #require(calls(trace).first)
        let row = try #require(CallRecord.csvLine(for: call, outcome: outcome, rules: Self.rules, sources: ["a"]))
        #expect(row.hasSuffix(",whole,90,callee,2026-11-21T09:12:04.010000Z,true,,false,,,whole:1,"))
    }

    @Test func `codes out of range count as other and not for the next code`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(799, "Weird")
        trace.response(200, "OK")
        let record = try JSON.read(#require(lines(trace).first))
        #expect(record["codes"] == ["200": 1, "other": 1])
        #expect(record["classes"]?["other"] == 1)
    }

    @Test func `text of the wire stays inside its string`() throws {
        var trace = SIPTrace()
        trace.newCall("\"},\u{1B}]0;x\u{7}\\\u{9B}\u{202E}山")
        trace.request("INVITE")
        let line = try #require(lines(trace).first)
        #expect(line.contains(#""call_id":"\"},\u001b]0;x\u0007\\\u009b\u202e山""#))
        #expect(try JSON.read(line)["call_id"] == "\"},\u{1B}]0;x\u{7}\\\u{9B}\u{202E}山")
    }

    @Test func `a row of CSV has a cell for each column`() throws {
        let (call, outcome) = try #require(calls(.answeredCall).first)
        let row = try #require(CallRecord.csvLine(for: call, outcome: outcome, rules: Self.rules, sources: ["a"]))
        #expect(
            row == """
                call,"8f1c2d@gw3.example.com","sip:alice@example.com","sip:bob@example.com","sip:bob@198.51.100.2",\
                192.0.2.1:5060,198.51.100.2:5060,udp,2026-11-21T09:12:04.000000Z,2026-11-21T09:12:05.030000Z,\
                2026-11-21T09:12:11.040000Z,2026-11-21T09:13:11.060000Z,60.02,1.03,6.01,answered,200,"OK",caller,1,1,,,\
                2,2,0,0,0,0,0,\
                100:1 180:1 200:2,1,0,,"a",1,"a",8,whole,,,,,,false,,,whole:1,
                """
        )
        #expect(row.split(separator: ",", omittingEmptySubsequences: false).count == 49)
        #expect(CallRecord.csvHeader.split(separator: ",").count == 49)
    }

    @Test(arguments: [
        ("=1+1", "\"'=1+1\""), ("+49", "\"'+49\""), ("-x", "\"'-x\""), ("@x", "\"'@x\""), ("＝x", "\"'＝x\""),
        ("\t=x", "\"'␉=x\""), ("\r=x", "\"'␍=x\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a␊b\""), ("", "\"\""),
        ("sip:a;b,c", "\"sip:a;b,c\""),
    ])
    func `no cell begins a formula`(text: String, cell: String) {
        #expect(CallRecord.csvCell(text) == cell)
    }
}
