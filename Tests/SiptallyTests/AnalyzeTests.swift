import Foundation
import TestSupport
import Testing

/// What `siptally analyze` reads and writes.
@Suite struct AnalyzeTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func `standard input is read where a dash stands`() throws {
        let file = try directory.write("a.pcap", SampleCapture.answered)
        let run = try Program("analyze", "--format", "json", "-", input: .file(file))
        #expect(run.status == 0)
        let messages = try run.json["messages"] as? [String: Any]
        #expect(messages?["total"] as? Int == 6)
    }

    @Test func `standard input has its name and its damage in the report as on standard error`() throws {
        let file = try directory.write("a.pcap", Array(SampleCapture.answered.dropLast(9)))
        let run = try Program("analyze", "-", input: .file(file))
        #expect(run.status == 4)
        let complaint = try #require(run.complaints.first?.split(separator: "standard input: ").last)
        #expect(run.output.hasPrefix("standard input   pcap"))
        #expect(
            run.output.replacing(/\s+/, with: " ").contains("standard input is not whole: \(complaint)")
        )
    }

    @Test func `standard input that is empty or cannot be read is one line and status 3`() throws {
        for input in [Program.Input.nothing, .unreadable] {
            let run = try Program("analyze", "-", input: input)
            #expect(run.status == 3)
            #expect(run.output.isEmpty)
            #expect(run.complaints.count == 1)
            #expect(run.complaints.first?.hasPrefix("siptally: standard input: ") == true, "\(run.complaints)")
        }
    }

    @Test func `a file that is named twice is read once, with a word about it`() throws {
        let file = try directory.write("a.pcap", SampleCapture.answered)
        let other = directory.place("b.pcap")
        try FileManager.default.createSymbolicLink(atPath: other, withDestinationPath: file)
        for names in [[file, file], [file, other], [directory.place("*.pcap")], [file, "--merge", file]] {
            let run = try Program(["analyze", "--format", "json"] + names)
            #expect(run.status == 0)
            let messages = try run.json["messages"] as? [String: Any]
            #expect(messages?["total"] as? Int == 6)
            #expect(run.complaints.count == 1)
            #expect(run.complaints.first?.contains("is named twice; no file is read more than once") == true)
        }
        let copy = try directory.write("c.pcap", SampleCapture.answered)
        #expect(try Program("analyze", file, copy).complaints.isEmpty)
    }

    @Test func `the report goes to the file of output and nowhere else`() throws {
        let file = try directory.write("a.pcap", SampleCapture.answered)
        let report = directory.place("report.txt")
        let run = try Program("analyze", "--output", report, file)
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        let written = try String(contentsOfFile: report, encoding: .utf8)
        #expect(written == (try Program("analyze", file).output))
    }

    @Test func `a report names the inputs that could not be opened, and what failed`() throws {
        let (file, empty) = (try directory.write("a.pcap", SampleCapture.answered), try directory.write("b.pcap", []))
        let report = directory.place("report")
        for options in [[], ["--merge"]] {
            let inputs = options + [file, empty, "/no/such.pcap"]
            let run = try Program(["analyze", "--format", "json", "--output", report] + inputs)
            #expect(run.status == 3 && run.complaints.count == 2)
            let written = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: report)))
            let capture = (written as? [String: Any])?["capture"] as? [String: Any]
            #expect((capture?["sources"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == [file])
            let unread = try #require(capture?["sources_not_read"] as? [[String: String]])
            #expect(unread.map { "siptally: \($0["name"] ?? ""): \($0["problem"] ?? "")" } == run.complaints)
            let text = try Program(["analyze"] + inputs).output.replacing(/\s+/, with: " ")
            #expect(text.contains("\(empty) is not in this report: empty: a capture file has at least"))
            #expect(text.contains("/no/such.pcap is not in this report: no such file"))
        }
    }

    @Test func `a capture that is cut short is a source, and no input that could not be opened`() throws {
        let file = try directory.write("a.pcap", Array(SampleCapture.answered.dropLast(9)))
        let run = try Program("analyze", "--format", "json", file)
        let capture = try #require(try run.json["capture"] as? [String: Any])
        #expect((capture["sources"] as? [[String: Any]])?.first?["problem"] as? String != nil)
        #expect(capture["sources_not_read"] == nil)
    }

    @Test func `an output that cannot be written is one line and status 3`() throws {
        let file = try directory.write("a.pcap", SampleCapture.answered)
        for option in ["--output", "--calls"] {
            let run = try Program("analyze", option, "/no/such/folder/file", file)
            #expect(run.status == 3)
            #expect(run.complaints.count == 1)
            #expect(run.complaints.first?.contains("/no/such/folder/file: cannot be written") == true)
        }
    }

    @Test(
        arguments: [
            PcapBuilder.file([]), [0x0A, 0x0D, 0x0D, 0x0A, 0x1C], [0x1F, 0x8B, 8, 0], [0x28, 0xB5, 0x2F, 0xFD],
        ] as [[UInt8]]
    )
    func `a file that begins as a capture is not written over`(bytes: [UInt8]) throws {
        let file = try directory.write("a.pcap", SampleCapture.answered)
        let kept = try directory.write("kept", bytes)
        for option in ["--output", "--calls"] {
            let run = try Program("analyze", option, kept, file)
            #expect(run.status == 2)
            #expect(run.complaints.first?.contains("\(kept) is there, looks like a capture") == true)
            #expect(try Data(contentsOf: URL(filePath: kept)) == Data(bytes))
        }
    }

    @Test func `a report is written over`() throws {
        let file = try directory.write("a.pcap", SampleCapture.answered)
        for old in ["", "\n", "an older report"] {
            let report = try directory.write("report.txt", Array(old.utf8))
            #expect(try Program("analyze", "--output", report, file).status == 0)
        }
    }

    @Test func `a full disk is one line and status 3`() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let run = try Program("analyze", "--output", "/dev/full", try directory.write("a.pcap", SampleCapture.answered))
        #expect(run.status == 3)
        #expect(run.complaints.count == 1)
    }

    @Test func `each line of the calls is a JSON object`() throws {
        let file = try directory.write("a.pcap", SampleCapture.calls([(200, "OK"), (486, "Busy Here"), (503, "No")]))
        let calls = directory.place("calls.ndjson")
        #expect(try Program("analyze", "--calls", calls, file).status == 0)
        let lines = try String(contentsOfFile: calls, encoding: .utf8).split(separator: "\n")
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
        #expect(objects.compactMap { $0["schema"] as? String } == Array(repeating: "siptally.call/1", count: 3))
        let outcomes = objects.compactMap { $0["outcome"] as? String }
        #expect(outcomes.sorted() == ["answered", "busy", "failed"])
        let findings = objects.compactMap { $0["findings"] as? [String] }.filter { !$0.isEmpty }
        #expect(findings == [["unavailable-without-retry-after"]])
    }

    @Test func `calls are a table where the name ends in csv`() throws {
        let file = try directory.write("a.pcap", SampleCapture.calls([(200, "OK"), (486, "Busy Here")]))
        let calls = directory.place("calls.csv")
        #expect(try Program("analyze", "--calls", calls, file).status == 0)
        let lines = try String(contentsOfFile: calls, encoding: .utf8).split(whereSeparator: \.isNewline)
        #expect(lines.count == 3)
        let columns = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
        #expect(Set(columns).count == 1)
        #expect(lines.first?.hasPrefix("kind,call_id,") == true)
    }

    @Test func `calls on standard output need the report elsewhere`() throws {
        let file = try directory.write("a.pcap", SampleCapture.answered)
        let run = try Program("analyze", "--calls", "-", "--output", directory.place("report.txt"), file)
        #expect(run.status == 0)
        #expect(try run.json["call_id"] as? String == "call-1@example.com")
    }

    @Test func `the JSON report is valid, has sorted keys and is the same each time`() throws {
        let file = try directory.write("a.pcap", SampleCapture.calls([(503, "Service Unavailable"), (799, "Foo")]))
        let run = try Program("analyze", "--format", "json", file)
        #expect(try run.json["schema"] as? String == "siptally.report/1")
        #expect(
            Set(try run.json.keys).isSuperset(of: ["capture", "messages", "calls", "servers", "findings", "limits"])
        )
        // The outermost keys in the order in which they were printed; what stands below them is sorted by the same
        // code.
        let keys = run.output.split(separator: "\n").filter { $0.hasPrefix("  \"") }
            .compactMap { $0.split(separator: "\"").dropFirst().first }
        #expect(keys == keys.sorted())
        #expect(try Program("analyze", "--format", "json", file).output == run.output)
    }

    @Test func `quiet changes nothing where nobody looks at a terminal`() throws {
        let file = try directory.write("a.pcap", SampleCapture.answered)
        let (loud, quiet) = (try Program("analyze", file), try Program("analyze", "--quiet", file))
        #expect(loud.output == quiet.output)
        #expect(quiet.complaints.isEmpty)
    }

    @Test func `no control character of a message reaches the report or the complaints`() throws {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(503, "Bell \u{7} and \u{1B}[31mred")
        let file = try directory.write("a.pcap", PcapBuilder.file(trace.frames))
        for format in ["text", "json"] {
            let output = try Program("analyze", "--format", format, file).output
            #expect(output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 })
        }
        let run = try Program("analyze", "no\u{1B}[31mfile")
        #expect(run.complaints.count == 1)
        #expect(run.complaints.first?.contains("\u{1B}") == false)
    }
}
