import Foundation
import Testing

/// What the README lists is what there is.
@Suite struct ReadmeTests {
    private static let root = #filePath.components(separatedBy: "/Tests/")[0]

    @Test func `the README names every figure, and no other`() throws {
        let readme = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
        let parts = readme.components(separatedBy: "\n| key below `kpis` | what it is |\n| --- | --- |\n")
        try #require(parts.count == 2)
        let rows = parts[1].components(separatedBy: "\n\n")[0].split(separator: "\n")
        let cells = rows.compactMap { $0.split(separator: "|").first }
        let names = cells.flatMap { cell in cell.matches(of: /`(\w+)`/).map { String($0.1) } }
        let run = try Program("analyze", "--quiet", "--format", "json", Self.root + "/Examples/gateway.pcap")
        let kpis = try #require(try run.json["kpis"] as? [String: Any])
        #expect(names.sorted() == kpis.keys.sorted())
        let limits = try #require(try run.json["limits"] as? [String: Any])
        for name in limits.keys where name.hasPrefix("kpi_") { #expect(readme.contains("`\(name)`"), "\(name)") }
    }

    @Test func `the README says of every target what it is, in the order of the package`() throws {
        let readme = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
        let parts = readme.components(separatedBy: "\n| target | what it is |\n| --- | --- |\n")
        try #require(parts.count == 2)
        let rows = parts[1].components(separatedBy: "\n\n")[0].split(separator: "\n")
        let names = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Sources")
        #expect(names.sorted() == folders.filter { !$0.hasPrefix(".") }.sorted())
        let package = try String(contentsOfFile: Self.root + "/Package.swift", encoding: .utf8)
        let declared = package.matches(of: /(?:part|target|executableTarget)\(\s*(?:name: )?"(\w+)"/)
        #expect(names == declared.map { String($0.1) }.filter(folders.contains))
    }
}
