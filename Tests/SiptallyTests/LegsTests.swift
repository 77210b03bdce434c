import Foundation
import NetworkTypes
import TestSupport
import Testing

/// The options that say what the legs of a call are told by.
@Suite struct LegsTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Two calls of which a B2BUA made one, with this header line.
    private func capture(_ line: String) throws -> String {
        var (trace, leg) = (SIPTrace(), SIPTrace(from: .callee, to: .trunk))
        trace.request("INVITE", headers: [line])
        leg.wait(.milliseconds(3))
        leg.newCall("call-2@example.com")
        leg.request("INVITE", headers: [line])
        trace.merge(leg)
        return try directory.write("legs.pcap", PcapBuilder.file(trace.frames))
    }

    /// By what legs were found; `nil` where there are none.
    private func legs(_ arguments: String...) throws -> [String: Int]? {
        let run = try Program(["analyze", "--format", "json"] + arguments)
        #expect(run.status == 0, "\(run.complaints)")
        let legs = (try run.json["calls"] as? [String: Any])?["legs"] as? [String: Any]
        return (legs?["by"] as? [String: Int])?.filter { $0.value > 0 }
    }

    @Test func `a header field joins legs where it is named, whatever its case`() throws {
        let file = try capture("X-CID: a1")
        #expect(try legs(file) == nil)
        #expect(try legs("--leg-header", "x-Cid", file) == ["header": 1])
        #expect(try legs("--leg-header", "X-Other", file) == nil)
    }

    /// What is asked for, how many INVITEs carry the header field named, and whether the text says that none does.
    @Test(
        arguments: [
            ([], nil, false), (["--leg-header", "x-cid"], 2, false), (["--leg-header", "X-Other"], 0, true),
            (["--leg-header", "X-Other", "--guess-legs"], 0, true),
        ] as [([String], Int?, Bool)]
    )
    func `a header field named for legs that no INVITE carries is told`(
        options: [String],
        count: Int?,
        isTold: Bool
    ) throws {
        let file = try capture("X-CID: a1")
        let calls = try Program(["analyze", "--format", "json"] + options + [file]).json["calls"] as? [String: Any]
        #expect(calls?["leg_header_invites"] as? Int == count)
        let text = try Program(["analyze"] + options + [file]).output
        #expect(text.contains("no INVITE carried the header field that --leg-header names\n") == isTold)
    }

    @Test func `parties and time join legs where that is asked for`() throws {
        let file = try capture("X-CID: a1")
        #expect(try legs("--guess-legs", file) == ["guess": 1])
        #expect(try legs("--guess-legs", "--leg-header", "X-CID", file) == ["header": 1])
    }

    @Test(arguments: ["", "X CID", "X-CID:", "X\u{1B}[31m"])
    func `what is no name of a header field is wrong usage`(name: String) throws {
        let run = try Program("analyze", "--leg-header", name, try capture("X-CID: a1"))
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.complaints.first?.contains("is no name of a header field") == true, "\(run.complaints)")
        #expect(run.complaints.allSatisfy { !$0.contains("\u{1B}") })
    }

    @Test func `records name the first leg`() throws {
        let calls = directory.place("calls.ndjson")
        let run = try Program("analyze", "--calls", calls, try capture("P-Charging-Vector: icid-value=a1"))
        #expect(run.status == 0)
        let lines = try String(contentsOfFile: calls, encoding: .utf8).split(separator: "\n")
        let records = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
        #expect(records.map { $0["leg_group"] as? String } == ["call-1@example.com", "call-1@example.com"])
        #expect(records.compactMap { $0["leg_by"] as? String } == ["icid"])
    }
}
