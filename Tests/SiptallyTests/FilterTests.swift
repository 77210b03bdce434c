import Foundation
import NetworkTypes
import TestSupport
import Testing

/// The options that select calls, on a capture of known content; tshark counts the same Call-IDs.
@Suite struct FilterTests {
    private static let gateway = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Examples/gateway.pcap").path

    /// The numbers of a report that a filter changes.
    private struct Counts: Equatable {
        let callIDs: Int?
        let calls: Int?
        let messages: Int?
    }

    private func report(_ arguments: [String], input: Program.Input = .nothing) throws -> [String: Any] {
        let run = try Program(["analyze", "--format", "json"] + arguments, input: input)
        #expect(run.status == 0, "\(run.complaints)")
        return try run.json
    }

    private func counts(_ report: [String: Any]) -> Counts {
        let (calls, messages) = (report["calls"] as? [String: Any], report["messages"] as? [String: Any])
        return Counts(
            callIDs: calls?["call_ids"] as? Int,
            calls: calls?["total"] as? Int,
            messages: messages?["total"] as? Int
        )
    }

    /// Options, then the Call-IDs, calls and messages that they leave.
    @Test(
        arguments: [
            (["--code", "486"], 6, 6, 42), (["--code", "5xx"], 10, 10, 70), (["--code", "486,404"], 12, 12, 76),
            (["--code", "486", "--code", "404"], 12, 12, 76), (["--code", "500-599"], 10, 10, 70),
            (["--method", "REGISTER"], 2, 0, 8), (["--method", "options"], 5, 0, 10),
            (["--server", "198.51.100.12"], 13, 13, 130),
            (["--server", "198.51.100.12:5060", "--code", "503"], 10, 10, 70),
            (["--server", "192.0.2.1", "--code", "503"], 0, 0, 0),
            (["--from", "ALICE"], 5, 4, 68), (["--to", "bob@", "--method", "INVITE"], 4, 4, 64),
            (["--call-id", "1-call-refused@192.0.2.20"], 1, 1, 7),
            (["--filter", "transport == tcp"], 8, 8, 104),
            (["--filter", "code == 404 && server == 192.0.2.1"], 6, 6, 34),
            (["--filter", "code == 404 || code == 486", "--server", "198.51.100.0/24"], 10, 10, 70),
            (["--time", "06:24:10..06:24:12"], 16, 11, 105), (["--time", "..2026-11-21T00:00:00Z"], 0, 0, 0),
        ] as [([String], Int, Int, Int)]
    )
    func `a filter leaves the calls that it asks for, whole`(
        options: [String],
        callIDs: Int,
        calls: Int,
        messages: Int
    ) throws {
        let report = try report(options + [Self.gateway])
        #expect(counts(report) == Counts(callIDs: callIDs, calls: calls, messages: messages))
        let filter = report["filter"] as? [String: Any]
        #expect(filter?["messages_excluded"] as? Int == 712 - messages)
        #expect(filter?["calls_selected"] as? Int == callIDs)
        // Frames are those of the capture, whatever of it is analysed.
        let frames = (report["capture"] as? [String: Any])?["frames"] as? [String: Any]
        #expect(frames?["sip"] as? Int == 712 && frames?["total"] as? Int == 803)
    }

    @Test func `a report without a filter does not speak of one`() throws {
        #expect(try report([Self.gateway])["filter"] == nil)
        #expect(try !Program("analyze", Self.gateway).output.contains("FILTER"))
    }

    @Test func `the text names the filter and what it left out`() throws {
        let output = try Program("analyze", "--code", "486", "--time", "06:24:00..06:25:00", Self.gateway).output
        #expect(output.contains("FILTER       code == 486\n"))
        #expect(output.contains("time from 2026-11-21 06:24:00.000 UTC to"))
        #expect(output.contains("6 Call-IDs selected; 670 of 712 SIP messages left out"))
        #expect(output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let nothing = try Program("analyze", "--code", "699", Self.gateway).output
        #expect(nothing.contains("The filter leaves no SIP message of the capture to count."))
    }

    @Test func `what TLS hid and ICMP said counts in the time asked for, and the text says what does not`() throws {
        let directory = try TemporaryDirectory()
        let error = FrameBuilder.icmp(
            type: 3,
            code: 3,
            about: FrameBuilder.ipv4(FrameBuilder.udp([], from: 5060, to: 5060)),
            quoted: 28
        )
        let server = Endpoint(address: .callee, port: 5061)
        let hello = FrameBuilder.record(FrameBuilder.clientHello(name: "sip.example.com", versions: [0x0304]))
        let data = FrameBuilder.record([1, 2, 3], type: 23)
        let frames: [(Int64, [UInt8])] = [
            (0, error),
            (1, FrameBuilder.segment(hello, to: server, sequence: 1)),
            (9, FrameBuilder.segment(data, to: server, sequence: 1 + UInt32(hello.count))), (9, error), (10, error),
        ]
        let samples = frames.map { SampleFrame(at: $0.0 * 1_000_000_000, $0.1) }
        let file = try directory.write("a.pcap", PcapBuilder.file(samples))
        for (window, tls, errors) in [("00:00:00..", 2, 3), ("00:00:05..", 1, 2), ("00:00:02..00:00:08", 0, 0)] {
            let capture = try report(["--time", window, file])["capture"] as? [String: Any]
            let encrypted = capture?["encrypted"] as? [[String: Any]]
            let unreachable = capture?["unreachable"] as? [[String: Any]]
            #expect(encrypted?.first?["frames"] as? Int ?? 0 == tls, "\(window)")
            #expect(encrypted?.first?["sni"] as? String == (tls > 0 ? "sip.example.com" : nil))
            #expect(unreachable?.first?["count"] as? Int ?? 0 == errors, "\(window)")
            #expect((capture?["frames"] as? [String: Any])?["total"] as? Int == 5)
        }
        let text = try Program("analyze", "--time", "00:00:05..", file).output
        #expect(text.contains("files, frames and their times are those of the whole capture"))
    }

    @Test func `records are written of the selected calls alone`() throws {
        let directory = try TemporaryDirectory()
        let calls = directory.place("calls.ndjson")
        #expect(try Program("analyze", "--code", "486", "--calls", calls, Self.gateway).status == 0)
        let lines = try String(contentsOfFile: calls, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines.allSatisfy { $0.contains("\"outcome\":\"busy\"") })
    }

    @Test func `a call that lies in two files is selected in both`() throws {
        let directory = try TemporaryDirectory()
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(503, "Service Unavailable")
        let first = try directory.write("a.pcap", PcapBuilder.file(Array(trace.frames.prefix(1))))
        let second = try directory.write("b.pcap", PcapBuilder.file(Array(trace.frames.suffix(1))))
        #expect(counts(try report(["--code", "503", second, first])) == Counts(callIDs: 1, calls: 1, messages: 2))
    }

    @Test(
        arguments: [
            ["--code", "503"], ["--method", "INVITE"], ["--server", "192.0.2.1"], ["--filter", "port == 5060"],
            ["--from", "alice", "--code", "503"],
        ]
    )
    func `standard input is not read for a filter that needs to read it twice`(options: [String]) throws {
        let run = try Program(["analyze"] + options + ["-"], input: .file(Self.gateway))
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.complaints.count == 1)
        #expect(run.complaints.first?.hasPrefix("siptally: standard input can be read only once, ") == true)
        #expect(run.complaints.first?.contains("save it to a file first") == true)
    }

    @Test(
        arguments: [
            ["--from", "alice"], ["--to", "bob"], ["--call-id", "refused"], ["--time", "06:24:10..06:24:12"],
            ["--filter", "!(from_user == alice) && to_user ~ 0112"], ["--from", "alice", "--time", "06:24:10.."],
        ]
    )
    func `what can be decided at once gives the same from standard input as from a file`(options: [String]) throws {
        let piped = try report(options + ["-"], input: .file(Self.gateway))
        let read = try report(options + [Self.gateway])
        #expect(counts(piped) == counts(read))
        #expect((piped["filter"] as? NSDictionary) == (read["filter"] as? NSDictionary))
    }

    @Test(
        arguments: [
            (
                ["--filter", "cod >= 500 && server == 192.0.2.1"],
                [
                    "--filter: no field is called 'cod'; did you mean 'code'?", "    cod >= 500 && server == 192.0.2.1",
                    "    ^^^",
                ]
            ),
            (
                ["--filter", "code >= 500 && call-id ~ x"],
                [
                    "--filter: no field is called 'call-id'; did you mean 'call_id'?", "    code >= 500 && call-id ~ x",
                    "                   ^^^^^^^",
                ]
            ),
            (
                ["--code", "5xx,48x"],
                [
                    "--code: expected a status code, a class or a range, such as 503, 5xx or 400-499, found '48x'",
                    "    5xx,48x", "        ^^^",
                ]
            ),
            (
                ["--filter", "from ~ '山田' &&"],
                [
                    "--filter: expected a condition such as code >= 500, found the end", "    from ~ '山田' &&",
                    "                    ^",
                ]
            ),
            (
                ["--filter", "\u{1B}[31m == 1"],
                [
                    "--filter: no field is called '␛[31m'; fields are code, class, method, server, client, address, port, "
                        + "transport, call_id, from, to, from_user, to_user, request_uri, user_agent, time",
                    "    ␛[31m == 1", "    ^^^^^",
                ]
            ),
        ] as [([String], [String])]
    )
    func `an error shows the text and marks the place in it`(options: [String], lines: [String]) throws {
        let run = try Program(["analyze"] + options + [Self.gateway])
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        let expected = ["siptally: " + (lines.first ?? "")] + lines.dropFirst()
        #expect(run.complaints == expected + ["'siptally help analyze' lists fields and operators"])
    }

    @Test(
        arguments: [
            ("--filter", "expected a condition such as code >= 500, found the end"),
            ("--call-id", "expected text, found nothing"),
            ("--method", "expected a method, such as INVITE, found nothing"),
        ]
    )
    func `nothing has no line that shows it`(option: String, complaint: String) throws {
        let run = try Program("analyze", option, "", Self.gateway)
        #expect(run.status == 2)
        let hint = "'siptally help analyze' lists fields and operators"
        #expect(run.complaints == ["siptally: \(option): \(complaint)", hint])
    }

    @Test func `a long text is cut around the place`() throws {
        let long = Array(repeating: "code == 200", count: 30).joined(separator: " || ")
        for text in [long + " || cod == 1", "cod == 1 || " + long, long + " || cod == 1 || " + long.prefix(200)] {
            let run = try Program("analyze", "--filter", text, Self.gateway)
            #expect(run.complaints.count == 4)
            let (shown, marks) = (run.complaints[1], run.complaints[2])
            #expect(shown.count <= 80 && shown.contains("…"))
            #expect(zip(shown, marks).filter { $1 == "^" }.map(\.0) == Array("cod"))
        }
    }
}
