import Foundation
import Testing
import WireBytes

@testable import SIPMessages

/// A row of the manifest beside the original files: a file's name and its class.
struct TortureFile: CustomTestStringConvertible, Sendable {
    let name: String
    let kind: TortureClass
    let startLine: String
    let bytes: [UInt8]

    var testDescription: String { name }

    /// The directory that holds the files and `MANIFEST.tsv`, or nothing where the environment names none.
    static let directory = ProcessInfo.processInfo.environment["SIPTALLY_TORTURE"].map(URL.init(fileURLWithPath:))

    /// Every file that the manifest names; those that cannot be read are empty, which no message is.
    static let all: [TortureFile] = {
        guard let directory, let manifest = try? Data(contentsOf: directory.appending(path: "MANIFEST.tsv")) else {
            return []
        }
        let rows = String(decoding: manifest, as: UTF8.self).split(separator: "\n").map { row in
            row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let head = rows.first, let kindColumn = head.firstIndex(of: "rfc4475_class"),
            let startColumn = head.firstIndex(of: "start_line")
        else { return [] }
        return rows.dropFirst().compactMap { row in
            guard row.count == head.count, let kind = TortureClass(rawValue: row[kindColumn]) else { return nil }
            let bytes = (try? Data(contentsOf: directory.appending(path: row[0]))) ?? Data()
            return TortureFile(name: row[0], kind: kind, startLine: row[startColumn], bytes: [UInt8](bytes))
        }
    }()
}

/// The original messages of RFC 4475, which are not part of this repository.
@Suite(.enabled(if: TortureFile.directory != nil, "set SIPTALLY_TORTURE to the directory of the RFC 4475 messages"))
struct TortureFileTests {
    /// Messages of the upper layers that break rules which a decoder sees as well.
    private static let brokenAboveParsing: Set = ["insuf.dat", "multi01.dat", "mcl01.dat"]

    @Test func `the manifest names files`() {
        #expect(!TortureFile.all.isEmpty)
        #expect(TortureFile.all.allSatisfy { !$0.bytes.isEmpty })
    }

    @Test(arguments: TortureFile.all)
    func `an original torture message gets the class of the manifest`(file: TortureFile) throws {
        let reading = try #require(decode(file.bytes))
        let isWrong = file.kind == .invalid || Self.brokenAboveParsing.contains(file.name)
        #expect(reading.issues.areOfTheSender == isWrong, "\(reading.allIssues)")
        let start = reading.isResponse ? "response \(reading.statusCode)" : "request \(reading.methodText)"
        #expect(start == file.startLine)
    }
}
