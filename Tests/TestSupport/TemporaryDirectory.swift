internal import Glibc

/// A directory of a test's own, gone with its files when nobody holds it any more.
package final class TemporaryDirectory {
    /// Its path, without a slash at the end.
    package let path: String
    private var files: [String] = []

    /// What the system refused.
    package struct Failure: Error {
        /// The call that failed, and its errno.
        package let call: String
        package let number: Int32

        /// The failure of `call` for the reason `number`.
        package init(call: String, number: Int32) {
            self.call = call
            self.number = number
        }
    }

    /// Makes an empty directory.
    package init() throws {
        var template = Array("/tmp/siptally-test-XXXXXX".utf8CString)
        // Bound: the template ends with a zero, and mkdtemp keeps its length.
        guard
            unsafe template.withUnsafeMutableBufferPointer({ unsafe $0.baseAddress.map { unsafe mkdtemp($0) } }) != nil
        else { throw Failure(call: "mkdtemp", number: errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        // Bound: strings of ours, which Swift lends with a zero at the end.
        for file in files { _ = unsafe remove(file) }
        _ = unsafe rmdir(path)
    }

    /// Where a file `name` of this directory is; it goes when the directory goes.
    package func place(_ name: String) -> String {
        files.append("\(path)/\(name)")
        return "\(path)/\(name)"
    }

    /// Writes a file of `bytes` and returns its path.
    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = place(name)
        // Bound: as in `deinit`.
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw Failure(call: "open", number: errno) }
        defer { _ = close(descriptor) }
        // Bound: the pointer stands for `bytes.count` bytes during the call. Test files are written in one piece.
        guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw Failure(call: "write", number: errno)
        }
        return file
    }
}
