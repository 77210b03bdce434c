import Foundation
import NetworkTypes
import TestSupport

/// The built program, run as a user runs it: arguments in, two streams and a status out.
struct Program {
    /// The words on standard output.
    let output: String
    /// The lines on standard error.
    let complaints: [String]
    /// How it ended.
    let status: Int32

    /// What standard input is.
    enum Input {
        case nothing
        case file(String)
        /// A descriptor that can only be written to.
        case unreadable
    }

    /// That the program is not where the tests were built.
    struct NotBuilt: Error {
        let folder: String
    }

    /// Runs it with `arguments` and reads what it says; without a terminal it writes 80 columns.
    init(_ arguments: String..., input: Input = .nothing) throws { try self.init(arguments, input: input) }

    /// Runs it with `arguments`.
    init(_ arguments: [String], input: Input = .nothing) throws {
        let directory = try TemporaryDirectory()
        let process = Process()
        process.executableURL = try Program.location()
        process.arguments = arguments
        process.environment = ["LANG": "C.UTF-8"]
        let output = URL(filePath: try directory.write("output", []))
        let complaints = URL(filePath: try directory.write("complaints", []))
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaints)
        switch input {
        case .nothing: process.standardInput = FileHandle.nullDevice
        case .file(let path): process.standardInput = try FileHandle(forReadingFrom: URL(filePath: path))
        case .unreadable:
            process.standardInput = try FileHandle(forWritingTo: URL(filePath: try directory.write("input", [])))
        }
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        self.output = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        self.complaints = String(decoding: try Data(contentsOf: complaints), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    /// It stands beside the bundle of the tests.
    private static func location() throws -> URL {
        let folder = (Bundle.main.executableURL ?? Bundle.main.bundleURL).deletingLastPathComponent()
        let beside = [folder, Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent()]
        let places = beside.map { $0.appending(path: "siptally") }
        guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw NotBuilt(folder: folder.path)
        }
        return place
    }

    /// The most columns of a line of its output.
    var width: Int { output.split(separator: "\n").map(\.count).max() ?? 0 }

    /// The output as JSON.
    var json: [String: Any] {
        get throws {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any] ?? [:]
        }
    }
}

/// Captures for the program to read.
enum SampleCapture {
    /// A call that is answered and hung up.
    static var answered: [UInt8] {
        var trace = SIPTrace()
        trace.request("INVITE")
        trace.response(180, "Ringing")
        trace.response(200, "OK")
        trace.request("ACK")
        trace.request("BYE")
        trace.response(200, "OK")
        return PcapBuilder.file(trace.frames)
    }

    /// Calls of which each gets one of these answers.
    static func calls(_ answers: [(code: Int, phrase: String)]) -> [UInt8] {
        var trace = SIPTrace()
        for (number, answer) in answers.enumerated() {
            trace.newCall("call-\(number)@example.com")
            trace.request("INVITE")
            trace.response(answer.code, answer.phrase)
            trace.wait(.seconds(3))
        }
        return PcapBuilder.file(trace.frames)
    }

    /// Traffic without any SIP.
    static var withoutSIP: [UInt8] {
        PcapBuilder.file([SampleFrame(at: 1_700_000_000_000_000_000, FrameBuilder.datagram([1, 2, 3]))])
    }

    /// A capture of a kind of link that nobody knows.
    static var ofUnknownLink: [UInt8] {
        PcapBuilder.file([SampleFrame(at: 0, [1, 2, 3])], linkType: LinkType(rawValue: 147))
    }
}
