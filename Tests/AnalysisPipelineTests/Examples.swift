import Foundation
import NetworkTypes
import PacketCapture
import TestAnalysis
import TestSupport
import WireBytes

/// The captures that are shipped, and the tables beside them.
enum Examples {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Examples")

    /// The captures in a folder of the examples.
    static func captures(in name: String) throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)
        return files.filter { $0.hasSuffix(".pcap") || $0.hasSuffix(".pcapng") }.map { name + $0 }
    }

    /// The lines of a table without its head, in cells.
    static func table(_ name: String) -> [[String]] {
        let text = (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// A cell such as `INVITE=2 ACK=1` as a map.
    static func words(_ cell: String) -> [String: String] {
        cell.split(separator: " ").reduce(into: [:]) { words, pair in
            let parts = pair.split(separator: "=")
            if parts.count == 2 { words[String(parts[0])] = String(parts[1]) }
        }
    }

    /// The same where all values are numbers.
    static func counts(_ cell: String) -> [String: UInt64] { words(cell).compactMapValues { UInt64($0) } }

    /// What the whole line makes of a capture.
    static func analysed(_ file: String) throws -> Analysed {
        var captures = try CaptureSet([folder.appending(path: file).path])
        var frames: [SampleFrame] = []
        var linkType = LinkType.ethernet
        while captures.forEachFrame({ frame, bytes in
            linkType = frame.linkType
            let copy = bytes.copy(of: ByteRange(0, bytes.byteCount))
            frames.append(SampleFrame(at: frame.time.nanoseconds, copy, wireByteCount: frame.wireByteCount))
            return true
        }) {}
        guard captures.problems.isEmpty else { throw Unreadable(file: file) }
        return try Analysed(frames, linkType: linkType)
    }

    /// That a capture is not whole.
    struct Unreadable: Error {
        let file: String
    }
}
