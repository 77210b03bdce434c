import NetworkTypes
import ReportRendering
import Tallying
import Testing

@Suite struct JSONReportTests {
    private func json(_ report: Report) throws -> JSON { try JSON.read(JSONReport.text(report)) }

    @Test func `the capture says what was read, when, and where every frame went`() throws {
        var situation = Situation.small
        situation.takeOther(3, at: CaptureTime(nanoseconds: 1_795_252_300_000_000_000))
        situation.takeUndecodable("ip_short", at: CaptureTime(nanoseconds: 1_795_252_300_000_000_000))
        let capture = try #require(try json(situation.report())["capture"])
        #expect(
            capture["sources"] == [
                [
                    "name": "trunk.pcapng", "format": "pcapng", "link_types": ["EN10MB"], "frames": 26, "bytes": 13_000,
                    "truncated": false,
                ]
            ]
        )
        #expect(capture["start"] == "2026-11-21T09:11:40.000000Z")
        #expect(capture["end"] == "2026-11-21T09:13:44.080000Z")
        #expect(capture["duration_seconds"] == 124.08)
        #expect(
            capture["frames"] == [
                "total": 26, "sip": 22, "held": 0, "empty": 0, "keepalive": 0, "other": 3,
                "undecodable": ["ip_short": 1], "lost": [:],
            ]
        )
        #expect(capture["drops"] == ["kernel": 0, "interface": 0, "queue": 0])
        #expect(capture["encrypted"] == nil)
        #expect(capture["sources_not_read"] == nil)
    }

    @Test func `an input that could not be opened is none of the sources, and named with the reason`() throws {
        var report = Situation.small.report()
        report.unread = [UnreadSource(name: "b.pcap", problem: "no such file")]
        let capture = try #require(try json(report)["capture"])
        #expect(capture["sources"]?.count == 1)
        #expect(capture["sources_not_read"] == [["name": "b.pcap", "problem": "no such file"]])
    }

    @Test func `messages seen on both sides of a NAT are in what the capture holds, and in no other figure`() throws {
        var both = Situation()
        var alone = Situation()
        both.take(.translatedCall)
        alone.take(.answeredCall)
        let (report, single) = (try json(both.report()), try json(alone.report()))
        let messages = try #require(report["messages"])
        #expect(messages["nat_twins"] == 8 && messages["total"] == 16)
        #expect(report["capture"]?["frames"]?["sip"] == 16)
        #expect(messages["requests"]?["BYE"] == 2 && messages["distinct_responses"]?["200"] == 2)
        for key in ["retransmissions", "distinct_responses"] {
            #expect(messages[key] == single["messages"]?[key], "\(key)")
        }
        for key in ["transactions", "calls"] { #expect(report[key] == single[key], "\(key)") }
    }

    @Test func `messages, distinct responses, transactions and calls are four figures`() throws {
        let report = try json(Situation.small.report())
        let messages = try #require(report["messages"])
        #expect(messages["total"] == 22)
        #expect(messages["requests"] == ["INVITE": 5, "ACK": 4, "BYE": 1, "REGISTER": 1, "OPTIONS": 1])
        #expect(messages["responses"] == ["100": 1, "180": 1, "200": 2, "486": 1, "401": 1, "503": 3, "799": 1])
        #expect(messages["distinct_responses"]?["503"] == 2)
        #expect(
            messages["classes"] == ["1xx": 2, "2xx": 2, "3xx": 0, "4xx": 2, "5xx": 3, "6xx": 0, "other": 1]
        )
        #expect(messages["retransmissions"] == ["requests": 1, "responses": 1])
        #expect(messages["duplicates"] == 0 && messages["nat_twins"] == 0)
        #expect(messages["issues"] == ["status-code": 1])
        #expect(messages["malformed"] == 1)
        #expect(messages["transports"] == ["udp": 22])
        let transactions = try #require(report["transactions"])
        #expect(transactions["total"] == 7)
        #expect(
            transactions["by_method"]?["INVITE"]
                == [
                    "total": 4, "answered": 4, "unanswered": 0, "final_codes": ["200": 1, "486": 1, "503": 2],
                ]
        )
        #expect(report["calls"]?["call_ids"] == 6)
        #expect(report["calls"]?["total"] == 4)
        #expect(report["calls"]?["outcomes"]?.count == 10)
        #expect(report["calls"]?["outcomes"]?["failed"] == 2)
        #expect(report["calls"]?["outcomes"]?["answered"] == 1)
        #expect(report["calls"]?["classes_per_call"]?["mean"]?["1xx"] == 0.5)
        #expect(report["calls"]?["classes_per_call"]?["max"]?["2xx"] == 2)
    }

    @Test func `servers stand by their responses, with what they say they are`() throws {
        let servers = try #require(try json(Situation.small.report())["servers"])
        #expect(servers.count == 3)
        #expect(servers[0]?["address"] == "198.51.100.2")
        guard case .object(var second)? = servers[1] else {
            Issue.record("no second server")
            return
        }
        // Its figures have tests of their own.
        #expect(second.removeValue(forKey: "kpis") != nil && second.removeValue(forKey: "response_time") != nil)
        #expect(
            JSON.object(second)
                == [
                    "address": "203.0.113.20", "port": 5060, "transport": "udp", "product": "AcmeSBC 9.1",
                    "responses": 4, "retransmissions": 1, "codes": ["503": 3, "other": 1],
                    "classes": ["1xx": 0, "2xx": 0, "3xx": 0, "4xx": 0, "5xx": 3, "6xx": 0, "other": 1],
                    "findings": ["unavailable-without-retry-after": 2, "status-code-out-of-range": 1],
                    "scorecard": [
                        "judged": 3, "calls": 2, "findings": ["error": 1, "warning": 2, "notice": 0],
                        "findings_per_thousand_calls": 1_500,
                    ],
                ]
        )
        #expect(servers[2]?["product"] == .null)
    }

    @Test func `findings stand by severity, with their rule, evidence and examples`() throws {
        let findings = try #require(try json(Situation.small.report())["findings"])
        #expect(
            (0..<findings.count).map { findings[$0]?["rule"] } == [
                "status-code-out-of-range", "unauthorized-without-challenge", "unavailable-without-retry-after",
                "server-error-retried-too-soon",
            ]
        )
        let finding = try #require(findings[2])
        #expect(finding["severity"] == "warning")
        #expect(finding["family"] == "overload")
        #expect(finding["basis"] == "operational")
        #expect(finding["source"] == "RFC 3261 §21.5.4")
        #expect(finding["count"] == 2)
        #expect(finding["calls"] == 2)
        #expect(finding["evidence"] == ["whole": 2, "mid_call": 0, "one_sided": 0, "lossy": 0])
        #expect(finding["servers"] == [["address": "203.0.113.20", "port": 5060, "transport": "udp", "count": 2]])
        #expect(
            finding["examples"]?[0]
                == [
                    "source": "trunk.pcapng", "frame": 15, "time": "2026-11-21T09:13:44.010000Z",
                    "call_id": "flood-1@gw4.example.com", "method": "INVITE", "from": "203.0.113.20:5060",
                    "to": "192.0.2.1:5060", "transport": "udp", "start_line": "SIP/2.0 503 Service Unavailable",
                    "confidence": "certain", "detail": "503 to INVITE without Retry-After", "related_frames": [],
                ]
        )
    }

    @Test func `a report of nothing has every key`() throws {
        let report = try json(Report(tally: .init(), sources: [], rules: [], version: "1.0.0"))
        let keys = [
            "schema", "generator", "capture", "messages", "transactions", "calls", "kpis", "servers", "rules",
            "findings", "limits",
        ]
        #expect(keys.allSatisfy { report[$0] != nil } && report.count == keys.count)
        #expect(report["kpis"] == .null)
        #expect(report["rules"] == ["on": [], "off": [], "severities": [:], "parameters": [:], "settings": .null])
        #expect(report["schema"] == "siptally.report/1")
        #expect(report["generator"] == ["name": "siptally", "version": "1.0.0"])
        #expect(report["capture"]?["start"] == .null)
        #expect(report["calls"]?["classes_per_call"]?["mean"]?["4xx"] == .null)
    }

    @Test func `encrypted frames, drops, damage and limits are told`() throws {
        var report = Situation.small.report()
        report.tally.encrypted = .sample
        report.tally.unreadable = ["websocket_compressed": 4]
        report.tally.unreachable = .sample
        report.sources[0].isTruncated = true
        report.sources[0].problem = "damaged at byte 9"
        report.sources[0].droppedByKernel = 7
        report.limits = [LimitReached(name: "open_calls", value: 1_048_576, reached: 3)]
        let json = try json(report)
        #expect(
            json["capture"]?["encrypted"] == [
                [
                    "address": "192.0.2.1", "port": 5061, "transport": "tls", "sni": "sip.example.com",
                    "version": "TLS 1.3", "frames": 12, "connections": 2,
                ],
                [
                    "address": "192.0.2.1", "port": 5061, "transport": "dtls", "sni": .null, "version": .null,
                    "frames": 3, "connections": 1,
                ],
            ]
        )
        #expect(json["capture"]?["encrypted_omitted"] == nil)
        #expect(json["capture"]?["unreadable"] == ["websocket_compressed": 4])
        #expect(
            json["capture"]?["unreachable"] == [
                [
                    "address": "198.51.100.2", "port": 5060, "transport": "tcp", "reason": "host_unreachable",
                    "count": 2,
                ],
                [
                    "address": "198.51.100.2", "port": 5060, "transport": "udp", "reason": "port_unreachable",
                    "count": 1,
                ],
            ]
        )
        #expect(json["capture"]?["unreachable_omitted"] == nil)
        #expect(json["capture"]?["drops"]?["kernel"] == 7)
        #expect(json["capture"]?["sources"]?[0]?["truncated"] == true)
        #expect(json["capture"]?["sources"]?[0]?["problem"] == "damaged at byte 9")
        #expect(json["limits"] == ["open_calls": ["value": 1_048_576, "reached": 3]])
    }

    @Test func `the same report gives the same bytes, and nothing in them steers a terminal`() throws {
        let report = Situation.small.report(named: "\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\u{7F}é.pcap")
        let text = try JSONReport.text(report)
        #expect(try text == JSONReport.text(report))
        #expect(text.hasSuffix("}\n") && !text.hasSuffix("\n\n"))
        #expect(text.contains("\\u001b]0;x\\u0007\\u009b31m\\u202e\\u007fé.pcap"))
        let source = try JSON.read(text)["capture"]?["sources"]?[0]
        #expect(source?["name"] == "\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\u{7F}é.pcap")
    }
}
