import Foundation
import TestSupport
import Testing

/// The option that says which windows are listed.
@Suite struct WindowsTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func capture() throws -> String {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(486, "Busy Here")
        return try directory.write("busy.pcap", PcapBuilder.file(trace.frames))
    }

    /// What is asked for, and the lengths of the windows that are listed.
    @Test(
        arguments: [
            ([], [60]), (["--windows", "minute"], [60]), (["--windows", "five-minutes"], [300]),
            (["--windows", "day", "--windows", "hour"], [3_600, 86_400]),
        ] as [([String], [Double])]
    )
    func `the windows that were asked for are listed`(options: [String], lengths: [Double]) throws {
        let run = try Program(["analyze", "--format", "json"] + options + [try capture()])
        #expect(run.status == 0, "\(run.complaints)")
        let windows = try run.json["windows"] as? [[String: Any]]
        #expect(windows?.compactMap { $0["duration_seconds"] as? Double } == lengths)
    }

    @Test(arguments: [[], ["--format", "text"], ["--output", "report.json"], ["--calls", "calls.csv"]])
    func `windows are asked for in vain of the text report, which is wrong usage`(options: [String]) throws {
        let places = options.map { $0.contains(".") ? directory.place($0) : $0 }
        let run = try Program(["analyze", "--windows", "hour"] + places + [try capture()])
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.complaints.first?.contains("give --format json as well") == true, "\(run.complaints)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["busy.pcap"])
    }

    @Test func `a window of another length is wrong usage`() throws {
        let run = try Program(["analyze", "--windows", "week", try capture()])
        #expect(run.status == 2)
        #expect(run.complaints.first?.contains("five-minutes") == true)
    }
}
