import Foundation
import NetworkTypes
import TestSupport
import Testing

/// Exit codes of `siptally analyze`, and the one line on standard error that goes with them.
@Suite struct ExitCodeTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func `0 and not a word where all is well`() throws {
        let run = try Program("analyze", try directory.write("a.pcap", SampleCapture.answered))
        #expect(run.status == 0)
        #expect(run.complaints.isEmpty)
        #expect(run.output.contains("200"))
        #expect(run.width <= 80)
    }

    /// The severity asked for, and the code with findings of a notice, a warning and an error.
    @Test(
        arguments: [
            (nil, [0, 0, 0]), ("notice", [1, 1, 1]), ("warning", [0, 1, 1]), ("error", [0, 0, 1]),
        ] as [(String?, [Int32])]
    )
    func `1 where a finding at or above fail-on exists`(severity: String?, statuses: [Int32]) throws {
        let answers = [(499, "Closed"), (503, "Service Unavailable"), (799, "Foo")]
        for (answer, status) in zip(answers, statuses) {
            let file = try directory.write("a.pcap", SampleCapture.calls([answer]))
            let run = try severity.map { try Program("analyze", "--fail-on", $0, file) } ?? Program("analyze", file)
            #expect(run.status == status, "\(answer.0)")
            #expect(run.complaints.isEmpty)
            #expect(run.output.contains(String(answer.0)))
        }
    }

    @Test func `a capture without findings fails on nothing`() throws {
        let file = try directory.write("a.pcap", SampleCapture.answered)
        #expect(try Program("analyze", "--fail-on", "notice", file).status == 0)
    }

    @Test(
        arguments: [
            ["--no-such-option"], ["analyze"], ["analyze", "--format", "xml", "a.pcap"],
            ["analyze", "--fail-on", "doom", "a.pcap"], ["analyze", "--frmat", "json", "a.pcap"],
            ["analyse", "a.pcap"],
            ["analyze", "--calls", "-", "a.pcap"], ["explain"], ["explain", "no-such-rule-at-all"],
            ["codes", "--format", "csv"],
        ]
    )
    func `2 and words that help where the usage is wrong`(arguments: [String]) throws {
        let run = try Program(arguments)
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.complaints.count == 2, "the problem and a hint: \(run.complaints)")
        #expect(run.complaints.first?.hasPrefix("siptally: ") == true)
        #expect(run.complaints.last == "'siptally help' lists commands and options")
    }

    @Test(
        arguments: [
            ("empty", [], "empty"), ("text", Array("these are words, not frames".utf8), "not a capture file"),
            ("link", SampleCapture.ofUnknownLink, "link type"),
            ("pcap", Array(SampleCapture.answered.prefix(10)), "damaged at byte 0"),
            ("pcapng", [0x0A, 0x0D, 0x0D, 0x0A, 0x1C, 0, 0, 0], "damaged at byte 0"),
            ("line", [0x0A], "damaged at byte 0"), ("gzip", [0x1F, 0x8B, 8, 0, 0], "data ends too early"),
            ("zstd", [0x28, 0xB5, 0x2F, 0xFD, 4, 0], "data ends too early"),
        ] as [(String, [UInt8], String)]
    )
    func `3 where an input cannot be read at all`(name: String, bytes: [UInt8], words: String) throws {
        let run = try Program("analyze", try directory.write(name, bytes))
        #expect(run.status == 3)
        #expect(run.complaints.count == 1)
        #expect(run.complaints.first?.contains(words) == true, "\(run.complaints)")
    }

    @Test func `3 for a missing file, a directory and a pattern that nothing matches`() throws {
        for (path, words) in [
            ("/no/such.pcap", "no such file"), (directory.path, "is a directory"),
            (directory.path + "/*.cap", "no file matches"),
        ] {
            let run = try Program("analyze", path)
            #expect(run.status == 3)
            #expect(run.output.isEmpty)
            #expect(run.complaints.count == 1)
            #expect(run.complaints.first?.hasPrefix("siptally: \(path): \(words)") == true, "\(run.complaints)")
        }
    }

    @Test func `3 beats what the other inputs say, which are reported all the same`() throws {
        let file = try directory.write("a.pcap", SampleCapture.calls([(503, "Service Unavailable")]))
        let run = try Program("analyze", "--fail-on", "notice", file, "/no/such.pcap")
        #expect(run.status == 3)
        #expect(run.complaints.count == 1)
        #expect(run.output.contains("unavailable-without-retry-after"))
    }

    @Test func `4 where a capture was cut short, and the rest is reported`() throws {
        let whole = SampleCapture.calls([(503, "Service Unavailable"), (404, "Not Found")])
        let run = try Program("analyze", try directory.write("a.pcap", Array(whole.dropLast(20))))
        #expect(run.status == 4)
        #expect(run.complaints.count == 1)
        #expect(run.complaints.first?.contains("a.pcap: damaged at byte") == true)
        #expect(run.output.contains("unavailable-without-retry-after"))
    }

    @Test(arguments: [24, 30]) func `4 comes with a report, and be it one of no frame`(count: Int) throws {
        let bytes = Array(SampleCapture.answered.prefix(count))
        let report = directory.place("report.json")
        let run = try Program("analyze", "--format", "json", "-o", report, try directory.write("a.pcap", bytes))
        #expect(run.status == (count == 24 ? 0 : 4))
        #expect(try String(contentsOfFile: report, encoding: .utf8).contains("\"total\" : 0"))
    }

    @Test func `a capture without SIP is no error`() throws {
        let run = try Program("analyze", try directory.write("a.pcap", SampleCapture.withoutSIP))
        #expect(run.status == 0)
        #expect(run.complaints.isEmpty)
        #expect(!run.output.isEmpty)
    }
}
