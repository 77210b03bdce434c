import CallTracking
import Foundation
import NetworkTypes
import PacketCapture
import ResponseRules
import RuleEvaluation
import Tallying
import TestAnalysis
import TestSupport
import Testing
import WireBytes

/// The captures that are shipped give what the tables beside them say.
@Suite struct ExamplesTests {
    /// A line of `counts.tsv`: what another program counts in a capture.
    struct Expectation: Sendable, CustomTestStringConvertible {
        let file: String
        let messages: UInt64
        let requests: [String: UInt64]
        let responses: [String: UInt64]
        let callIDs: UInt64
        var testDescription: String { file }

        init?(_ cells: [String]) {
            guard cells.count == 5, let messages = UInt64(cells[1]), let callIDs = UInt64(cells[4]) else { return nil }
            file = cells[0]
            self.messages = messages
            requests = Expectation.counts(cells[2])
            responses = Expectation.counts(cells[3])
            self.callIDs = callIDs
        }

        /// `INVITE=2 ACK=1` as a map.
        private static func counts(_ cell: String) -> [String: UInt64] {
            cell.split(separator: " ").reduce(into: [:]) { counts, pair in
                let parts = pair.split(separator: "=")
                if parts.count == 2 { counts[String(parts[0])] = UInt64(parts[1]) }
            }
        }
    }

    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Examples")

    /// The lines of a table without its head, in cells.
    private static func table(_ name: String) -> [[String]] {
        let text = (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private static let folders = ["", "tunnels/"]

    private static let expectations = folders.flatMap { name in
        table(name + "counts.tsv").compactMap { Expectation([name + $0[0]] + $0.dropFirst()) }
    }

    @Test(arguments: folders)
    func `every capture of the folder has its line`(name: String) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: ExamplesTests.folder.appending(path: name).path)
        let captures = files.filter { $0.hasSuffix(".pcap") || $0.hasSuffix(".pcapng") }.map { name + $0 }
        #expect(!captures.isEmpty)
        let listed = ExamplesTests.expectations.map(\.file).filter { $0.contains("/") == !name.isEmpty }
        #expect(captures.sorted() == listed.sorted())
    }

    @Test(arguments: expectations)
    func `the counts are those of the table`(expected: Expectation) throws {
        let tally = try analysed(expected.file).tally
        #expect(tally.messages.total == expected.messages)
        #expect(tally.messages.requests.all == expected.requests)
        #expect(tally.messages.responses.all == expected.responses)
        #expect(tally.calls.callIDs == expected.callIDs)
        #expect(tally.messages.duplicates == 0)
    }

    @Test(arguments: expectations.map(\.file))
    func `the findings are those of the table`(file: String) throws {
        let implemented = Set(RuleCatalogue.all.map(\.declaration.identifier))
        let rows = ExamplesTests.table("findings.tsv").filter { $0.first == file && implemented.contains($0[1]) }
        let expected = Dictionary(rows.map { ($0[1], UInt64($0[2]) ?? 0) }) { $0 + $1 }
        #expect(try analysed(file).findings == expected)
    }

    private func analysed(_ file: String) throws -> Analysed {
        var captures = try CaptureSet([ExamplesTests.folder.appending(path: file).path])
        var frames: [SampleFrame] = []
        var linkType = LinkType.ethernet
        while captures.forEachFrame({ frame, bytes in
            linkType = frame.linkType
            let copy = bytes.copy(of: ByteRange(0, bytes.byteCount))
            frames.append(SampleFrame(at: frame.time.nanoseconds, copy, wireByteCount: frame.wireByteCount))
            return true
        }) {}
        #expect(captures.problems.isEmpty)
        return try Analysed(frames, linkType: linkType)
    }
}
