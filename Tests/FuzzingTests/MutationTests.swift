import Foundation
import TestSupport
import Testing

@testable import Fuzzing

/// Forty thousand damaged inputs of each fuzz target, in a child process, so that a trap is told with its input.
@Suite struct MutationTests {
    private static let inputCount = 40_000
    private static let seed = 20_261_121

    @Test(arguments: FuzzTarget.allCases)
    func `forty thousand damaged inputs are read without a trap`(target: FuzzTarget) throws {
        let run = try MutationRun(target, seed: MutationTests.seed, count: MutationTests.inputCount)
        let words = try run.failure?.description
        #expect(words == nil)
        #expect(run.reached == MutationTests.inputCount - 1)
    }

    @Test func `a trap is told with the input at which it was`() throws {
        let run = try MutationRun(.header, seed: 1, count: 100, trap: 42)
        #expect(run.reached == 42)
        let hex = Mutations(of: .header, seed: 1)[42].map { String(format: "%02x", $0) }.joined()
        let words = try run.failure?.description
        #expect(words?.hasPrefix("header ended with signal ") == true)
        #expect(words?.hasSuffix(" at input 42 of seed 1: \(hex)") == true)
    }

    @Test func `the script that fuzzes names every target`() throws {
        let path = #filePath.components(separatedBy: "/Tests/")[0] + "/scripts/fuzz"
        let script = try String(contentsOfFile: path, encoding: .utf8)
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
        #expect(script.contains("\nall=(\(names))\n"))
    }

    @Test(arguments: FuzzTarget.allCases)
    func `an input is the same whenever its number is asked for`(target: FuzzTarget) {
        let (one, other) = (Mutations(of: target, seed: 5), Mutations(of: target, seed: 5))
        #expect((0..<100).allSatisfy { one[$0] == other[$0] })
        #expect((0..<100).contains { one[$0] != Mutations(of: target, seed: 6)[$0] })
    }

    @Test(arguments: FuzzTarget.allCases)
    func `the empty input and single bytes are read without a trap`(target: FuzzTarget) {
        target.run([])
        for octet in UInt8.min...UInt8.max { target.run([octet]) }
    }
}

/// A run of the program that reads damaged inputs.
struct MutationRun {
    /// What ended it before its time.
    struct Failure: CustomStringConvertible {
        let description: String
    }

    /// The number of the last input that it began with.
    let reached: Int
    private let target: FuzzTarget
    private let seed: Int
    private let status: String?

    /// That the program is not where the tests were built.
    struct NotBuilt: Error {
        let folder: String
    }

    /// Reads the first `count` inputs of `target` that belong to `seed`; ends itself at the one numbered `trap`.
    init(_ target: FuzzTarget, seed: Int, count: Int, trap: Int? = nil) throws {
        (self.target, self.seed) = (target, seed)
        let numbers = [seed, 0, count] + (trap.map { [$0] } ?? [])
        let (process, output) = try MutationRun.run([target.rawValue] + numbers.map(String.init))
        reached = output.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        let manner = process.terminationReason == .exit ? "status" : "signal"
        status = process.terminationStatus == 0 ? nil : "\(manner) \(process.terminationStatus)"
    }

    /// What ended it, with the input as hex; `nil` where nothing did.
    var failure: Failure? {
        get throws {
            guard let status else { return nil }
            let input = try MutationRun.run([target.rawValue, "\(seed)", "\(reached)"]).output
            let hex = String(decoding: input, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            return Failure(description: "\(target) ended with \(status) at input \(reached) of seed \(seed): \(hex)")
        }
    }

    private static func run(_ arguments: [String]) throws -> (process: Process, output: Data) {
        let directory = try TemporaryDirectory()
        let output = URL(filePath: try directory.write("output", []))
        let process = Process()
        process.executableURL = try location()
        process.arguments = arguments
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        process.standardInput = FileHandle.nullDevice
        // To be mapped, it has to be open for both.
        process.standardOutput = try FileHandle(forUpdating: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process, try Data(contentsOf: output))
    }

    /// It stands beside the bundle of the tests.
    private static func location() throws -> URL {
        let folder = (Bundle.main.executableURL ?? Bundle.main.bundleURL).deletingLastPathComponent()
        let beside = [folder, Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent()]
        let places = beside.map { $0.appending(path: "mutation") }
        guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw NotBuilt(folder: folder.path)
        }
        return place
    }
}
