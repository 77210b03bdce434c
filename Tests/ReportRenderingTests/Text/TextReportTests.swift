import MessageFiltering
import NetworkTypes
import ReportRendering
import ResponseRules
import RuleEvaluation
import Tallying
import TestSupport
import Testing

@Suite struct TextReportTests {
    /// A report and why it is looked at.
    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let report: Report
    }

    static let widths = [0, 40, 47, 59, 60, 72, 80, 99, 100, 119, 120, 160, 200, 500]
    static let samples = [
        Sample(testDescription: "small", report: Situation.small.report()),
        Sample(testDescription: "no frame", report: Report(tally: Tally(), sources: [], rules: [], version: "1.0.0")),
        Sample(testDescription: "no SIP", report: Situation.foreignTraffic.report()),
        Sample(testDescription: "responses only", report: Situation.responsesOnly.report()),
        Sample(testDescription: "requests only", report: Situation.requestsOnly.report()),
        Sample(testDescription: "3,000 servers", report: Situation.manyServers.report()),
        Sample(
            testDescription: "hostile",
            report: Situation.hostile.report(named: String(repeating: "\u{1B}[31mn ", count: 40))
        ),
        Sample(testDescription: "damaged", report: damaged),
        Sample(testDescription: "filtered", report: filtered),
        Sample(testDescription: "figures", report: measured),
        Sample(testDescription: "settled", report: settled),
    ]

    static var filtered: Report {
        var report = Situation.small.report()
        report.filter = FilterUse(
            expression: "from ~ \"\u{1B}[31m山\u{202E}\" && code == " + String(repeating: "503,", count: 40) + "500",
            start: CaptureTime(nanoseconds: .min),
            end: CaptureTime(nanoseconds: .max),
            messagesExcluded: .max
        )
        return report
    }

    static var settled: Report {
        var report = Situation.small.report()
        var control = RuleControl()
        control.selection = [.tier(.core), .subject(.family(.overload))]
        control.set(.obligations, to: .off, of: report.rules)
        if let rule = report.rules.first { control.set(rule, to: .notice) }
        for place in 0..<40 {
            guard let server = AddressPattern("192.0.2.0/24") else { continue }
            let exception = RuleException(
                .family(.overload),
                server: server,
                serverText: "192.0.2.0/24",
                reason: "known \u{1B}[31m山\u{202E} since " + String(repeating: "long ", count: place),
                until: CivilDate("1999-12-31")
            )
            control.add(exception)
        }
        report.judgement = Judgement(control: control, settingsName: "\u{1B}[31m/etc/siptally/" + "rules.yaml")
        return report
    }

    static var measured: Report {
        var report = Situation.small.report()
        report.tally.kpis = .sample
        return report
    }

    static var damaged: Report {
        var report = Situation.small.report()
        report.sources[0].isTruncated = true
        report.sources[0].problem = "damaged at byte 1,048,712 (frame 23)"
        report.sources[0].droppedByKernel = 3
        report.sources.append(
            ReportSource(name: "b.pcap", format: "pcap", linkTypeNames: ["LINUX_SLL2"], frames: 2, bytes: 100)
        )
        report.unread = (1...7).map { UnreadSource(name: "lost-\($0)\u{1B}[31m.pcap", problem: "no such file") }
        report.limits = [LimitReached(name: "open_calls", value: 1_048_576, reached: 3)]
        report.tally.encrypted = .sample
        report.tally.unreadable = ["websocket_compressed": 4]
        report.tally.unreachable = .sample
        report.limits.append(LimitReached(name: "fragment_seconds", value: 30, reached: 1))
        report.tally.frames.addUndecodable("ip_short")
        return report
    }

    private func text(_ report: Report, width: Int = 80) -> String {
        TextReport.text(report, style: ReportStyle(width: width))
    }

    @Test(arguments: [80, 200]) func `the report of a small capture reads as it should`(width: Int) throws {
        let actual = text(Situation.small.report(), width: width)
        #expect(try actual == Golden.text("report-\(width).txt", actual: actual))
    }

    @Test(arguments: [80, 200]) func `figures read as they should`(width: Int) throws {
        let lines = text(Self.measured, width: width).split(separator: "\n", omittingEmptySubsequences: false)
        let section = lines.drop { !$0.hasPrefix("KPIS") }.prefix { !$0.hasPrefix("FINDINGS") }
        let actual = section.joined(separator: "\n") + "\n"
        #expect(try actual == Golden.text("kpis-\(width).txt", actual: actual))
    }

    /// How many calls are up, and what is said of them.
    @Test(arguments: [(0, nil), (1, "1 call"), (3, "3 calls")] as [(Int, String?)])
    func `calls that are up at the end are told, as they are not completed`(count: Int, words: String?) {
        var situation = Situation()
        situation.take(.answeredCall)
        for number in 0..<count {
            var trace = SIPTrace()
            trace.newCall("up-\(number)@example.com")
            trace.at(.seconds(80))
            trace.request("INVITE")
            trace.response(200, "OK")
            trace.request("ACK")
            situation.take(trace)
        }
        let text = text(situation.report(), width: 120)
        #expect(text.contains("\nSCR ") && text.contains("1 of \(count + 1) "))
        let sentence = "\nanswered and not completed (SCR), still up when the capture ended: "
        #expect(text.contains(words.map { sentence + $0 + "\n" } ?? "\n") && text.contains(sentence) == (words != nil))
    }

    @Test func `a section of figures that nobody told is not there`() {
        var report = Situation.small.report()
        report.tally.kpis = KPITable()
        #expect(!text(report).contains("KPIS") && !text(report).contains("DELAYS"))
    }

    @Test(arguments: samples, widths)
    func `no line is wider than the terminal, ends in a blank or steers it`(sample: Sample, width: Int) {
        let text = text(sample.report, width: width)
        #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n") && !text.contains("\n\n\n"))
        for line in text.split(separator: "\n") {
            #expect(DisplayWidth.of(line) <= min(max(width, 40), 200) && line.last != " ", "\(line)")
        }
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }

    @Test(arguments: samples) func `a dumb terminal gets ASCII`(sample: Sample) {
        let text = TextReport.text(sample.report, style: ReportStyle(width: 80, usesUnicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x7F })
        #expect(!text.contains("?"))
    }

    @Test(arguments: samples) func `colour adds nothing but colour`(sample: Sample) {
        let coloured = TextReport.text(sample.report, style: ReportStyle(width: 80, usesColour: true))
        #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == text(sample.report))
        #expect(coloured.contains("\u{1B}[1m") || sample.report.sources.isEmpty)
    }

    @Test func `a capture without SIP says what was there instead`() {
        let lines = text(Situation.foreignTraffic.report()).split(separator: "\n")
        #expect(lines.contains("No SIP message in 184 frames."))
        #expect(lines.contains("CAPTURE      184 frames, all other traffic"))
        #expect(!lines.contains { $0.hasPrefix("RESPONSES") || $0.contains("explain") })
    }

    @Test func `messages that were seen on both sides of a NAT are told`() {
        var situation = Situation()
        situation.take(.translatedCall)
        #expect(text(situation.report()).contains("seen on both sides of a NAT: 8 messages, judged once"))
        #expect(!text(Situation.small.report()).contains("NAT"))
    }

    @Test func `what was not seen is told`() {
        let text = text(Self.damaged)
        for words in [
            "SIP over TLS was seen and cannot be read",
            "\n               192.0.2.1:5061 (sip.example.com, TLS 1.3): 12 frames in",
            "4 WebSocket messages with permessage-deflate cannot be read",
            "SIP could not be delivered:\n               198.51.100.2:5060 TCP: host unreachable, 2 times\n",
            "not readable: 1 cut in the IP header",
            "frames dropped before they were seen: 3 by the kernel", "limit reached: open calls (1,048,576), 3 times",
            ".pcap is not in this report: no such file\n", "\n             nor are 2 other inputs\n",
            "trunk.pcapng is not whole: damaged at byte 1,048,712 (frame 23)", "not all accounted for",
            "frames by source: trunk.pcapng 22, b.pcap 2",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(!text.contains("fragment seconds"))
    }

    @Test func `what never became whole is told with what may have dropped it`() {
        var report = Situation.small.report()
        report.tally.frames.held = 3
        report.tally.captureIssues = [
            "frames_incomplete_at_end": 2, "packets_incomplete_at_end": 1, "streams_incomplete_at_end": 1,
            "later_fragments_missing": 1, "tcp_gaps": 1,
        ]
        let text = text(report, width: 500)
        for words in [
            "3 with a part of a message (the rest of 2 never came)",
            "met in frames: 1 packet not whole at the end, 1 TCP stream that ends within a message, 1 gap in a TCP stream",
            "of 1 packet only the first fragment was captured, as with a filter by port: \"or ip[6:2] & 0x1fff != 0\" "
                + "behind that keeps the others, and \"or ip6 proto 44\" those of IPv6",
        ] {
            #expect(text.replacing(/\s+/, with: " ").contains(words), "\(words)")
        }
    }

    @Test func `a report without finding says so in a line`() {
        let rules = RuleCatalogue.declarations.count
        let words = "FINDINGS     none: \(rules) rules judged 4 responses, and none of them found anything"
        var situation = Situation()
        situation.take(.answeredCall)
        #expect(text(situation.report()).contains(words))
        #expect(text(Situation.requestsOnly.report()).contains("FINDINGS     none: there was no response to judge"))
    }

    @Test func `responses that were cut are not said to have been judged`() {
        var situation = Situation()
        situation.take(.answeredCall, cutTo: 100)
        let none = text(situation.report())
        #expect(none.contains("FINDINGS     none: there was no whole response to judge\n"))
        #expect(none.contains("4 responses were cut in the header section by the snap length"))
        situation.take(.busyCall)
        let some = text(situation.report())
        #expect(some.contains("FINDINGS     1 error\n             4 responses were cut"))
        var calm = Situation()
        calm.take(.answeredCall, cutTo: 100)
        var rest = SIPTrace()
        rest.newCall("other@example.com")
        rest.request("OPTIONS")
        rest.response(200, "OK")
        calm.take(rest)
        let rules = RuleCatalogue.declarations.count
        let words = "none: \(rules) rules judged 1 response, and none of them found anything\n"
        #expect(text(calm.report()).contains(words))
    }

    @Test func `a response that a proxy passes on is shown once with both frames`() {
        let proxy = Endpoint(address: IPAddress(v4: 0xC000_0209), port: 5060)
        var below = SIPTrace(from: proxy)
        below.request("INVITE")
        below.response(
            405,
            "Method Not Allowed",
            headers: ["v: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKcall-1@example.com.1.INVITE"]
        )
        var above = SIPTrace(to: proxy)
        above.wait(.milliseconds(15))
        above.request("INVITE")
        above.response(405, "Method Not Allowed")
        var situation = Situation()
        situation.take(below)
        situation.take(above)
        let text = text(situation.report())
        #expect(text.contains(" 1 transaction\n"))
        #expect(text.contains("trunk.pcapng frame 2   Call-ID call-1@example.com\n"))
        #expect(text.contains("with frame 4\n"))
    }

    @Test func `a wide terminal shows Call-IDs that can be copied, and how many examples are not shown`() {
        var situation = Situation()
        var trace = SIPTrace()
        let ids = (1...6).map { "\($0)-3f8a2b1c-77d0-4e6b-9a51-c0ffee123456@gateway-3.example.com" }
        for id in ids {
            trace.newCall(id)
            trace.request("INVITE")
            trace.response(503, "Service Unavailable")
            trace.wait(.seconds(3))
        }
        situation.take(trace)
        let text = text(situation.report(), width: 200)
        for id in ids.prefix(5) { #expect(text.contains(" \(id) ")) }
        #expect(text.contains("6 transactions in 6 Call-IDs"))
        #expect(text.contains("\n                and 1 more\n"))
        #expect(text.contains(" 192.0.2.1:5060 "))
        let narrower = self.text(situation.report(), width: 120)
        #expect(narrower.contains("1-3f8a2b1c-77d0-4e6b-9") && narrower.contains("and 1 more"))
    }

    @Test func `servers beyond the list are counted`() {
        let text = text(Situation.manyServers.report())
        #expect(text.contains("and 2,990 other servers with 2,990 responses and 996 findings"))
        #expect(text.contains("and 997 other servers              997"))
    }

    @Test func `a file name that a shell would take apart is not put into a command`() {
        #expect(text(Situation.small.report(named: "a;rm -rf.pcap")).contains("siptally analyze FILE --format json"))
    }

    @Test func `what came on standard input is not offered to be read again`() {
        let text = text(Situation.small.report(named: "standard input"))
        #expect(text.hasPrefix("standard input   pcapng, Ethernet"))
        #expect(!text.contains("siptally analyze"))
    }
}
