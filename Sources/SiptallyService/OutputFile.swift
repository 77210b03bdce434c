internal import SystemPackage

/// A file, or standard output for `-`, that bytes are written to in large pieces.
package struct OutputFile: ~Copyable {
    /// Why writing failed: one line that says what, where, and what the system said.
    package struct Failure: Error, CustomStringConvertible {
        /// The line for people.
        package let description: String
    }

    private static let flushThreshold = 1 << 16

    private let name: String
    private let descriptor: FileDescriptor
    private let isOurs: Bool
    private var buffer: [UInt8] = []

    /// Opens `path` for writing, empty; `-` is standard output.
    ///
    /// - Throws: `Failure` where the file cannot be opened.
    package init(_ path: String) throws(Failure) {
        name = path == "-" ? "standard output" : path
        isOurs = path != "-"
        guard isOurs else {
            descriptor = .standardOutput
            return
        }
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .truncate],
                permissions: [.ownerReadWrite, .groupRead, .otherRead]
            )
        } catch {
            throw Failure(description: "\(path): cannot be written: \(OutputFile.words(for: error))")
        }
    }

    /// Adds `bytes`.
    ///
    /// - Throws: `Failure` where the system refuses, as when the disk is full.
    package mutating func write(_ bytes: [UInt8]) throws(Failure) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= OutputFile.flushThreshold { try flush() }
    }

    /// Writes what is left and closes the file.
    ///
    /// - Throws: `Failure` where the system refuses.
    package consuming func close() throws(Failure) {
        try flush()
        guard isOurs else { return }
        do {
            try descriptor.close()
        } catch {
            throw Failure(description: "\(name): cannot be written: \(OutputFile.words(for: error))")
        }
    }

    private mutating func flush() throws(Failure) {
        defer { buffer.removeAll(keepingCapacity: true) }
        do {
            _ = try descriptor.writeAll(buffer)
        } catch {
            throw Failure(description: "\(name): cannot be written: \(OutputFile.words(for: error))")
        }
    }

    private static func words(for error: any Error) -> String {
        (error as? Errno)?.description ?? "\(error)"
    }
}
