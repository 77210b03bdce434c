internal import Glibc

/// What the names of inputs mean, before anything is opened for good.
enum InputPath {
    /// Whether `path` stands for standard input.
    static func isStandardInput(_ path: String) -> Bool { path == "-" }

    /// Whether opening `path` a second time would not give the same bytes again: standard input, pipes and devices.
    static func isReadOnce(_ path: String) -> Bool {
        if isStandardInput(path) { return true }
        guard let facts = facts(of: path) else { return false }
        return !facts.isRegular && facts.st_mode & S_IFMT != S_IFDIR
    }

    /// The size of the regular file at `path` or on standard input; `nil` for what is none.
    static func regularByteCount(at path: String) -> UInt64? {
        guard let facts = facts(of: path), facts.isRegular else { return nil }
        return UInt64(clamping: facts.st_size)
    }

    /// Whether the regular file at `path` begins as captures do, packed or not.
    static func beginsAsCapture(_ path: String) -> Bool {
        guard regularByteCount(at: path) ?? 0 >= 4 else { return false }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { _ = close(descriptor) }
        var head = [UInt8](repeating: 0, count: 4)
        // Bound: no more than the four bytes of `head` are written.
        let count = unsafe head.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count == head.count else { return false }
        let packed: [[UInt8]] = [[0x1F, 0x8B], [0x28, 0xB5, 0x2F, 0xFD]]
        return (PcapHeader.magics + [PcapngReader.magic] + packed).contains { head.starts(with: $0) }
    }

    private static func facts(of path: String) -> stat? {
        var facts = stat()
        // Bound: `facts` is a whole `struct stat` of ours.
        let result = unsafe isStandardInput(path) ? fstat(STDIN_FILENO, &facts) : stat(path, &facts)
        return result == 0 ? facts : nil
    }

    /// The size of the regular file behind `descriptor`, `nil` for pipes and devices; throws for directories.
    ///
    /// Tells the system that a regular file will be read once from front to end.
    static func regularByteCount(of descriptor: Int32, name: String) throws(CaptureError) -> UInt64? {
        var facts = stat()
        // Bound: `facts` is a whole `struct stat` of ours.
        guard unsafe fstat(descriptor, &facts) == 0 else { throw CaptureError(errno: errno, name: name) }
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw CaptureError(.isDirectory, name) }
        guard facts.isRegular else { return nil }
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        return UInt64(clamping: facts.st_size)
    }

    /// The files that `inputs` name: patterns become the files that match them, in the order of their names.
    ///
    /// What exists under its literal name is that file, even with brackets in it; what holds no `*`, `?`, `[` or `{` is
    /// kept, existing or not. `{a,b}` and `~` work as in a shell.
    static func expand(_ inputs: [String]) throws(CaptureError) -> [String] {
        var paths: [String] = []
        for input in inputs {
            if isStandardInput(input), paths.contains(input) { throw CaptureError(.namedTwice, "standard input") }
            if isLiteral(input) {
                paths.append(input)
            } else {
                paths += try matches(of: input)
            }
        }
        return paths
    }

    /// `paths` without those whose regular file was named before, and these.
    static func distinct(_ paths: [String]) -> (kept: [String], repeated: [String]) {
        var known = Set<FileIdentity>()
        var (kept, repeated) = ([String](), [String]())
        for path in paths {
            let identity = facts(of: path).flatMap { $0.isRegular ? FileIdentity($0) : nil }
            let isNew = identity.map { known.insert($0).inserted } ?? true
            if isNew { kept.append(path) } else { repeated.append(path) }
        }
        return (kept, repeated)
    }

    private static func isLiteral(_ input: String) -> Bool {
        guard input.utf8.contains(where: { "*?[{".utf8.contains($0) }) else { return true }
        var facts = stat()
        // Bound: `facts` is a whole `struct stat` of ours.
        return unsafe lstat(input, &facts) == 0
    }

    private static func matches(of pattern: String) throws(CaptureError) -> [String] {
        var found = unsafe glob_t()
        // Bound: `found` is a whole `glob_t` of ours, freed below whatever `glob` returned.
        defer { unsafe globfree(&found) }
        switch unsafe glob(pattern, GLOB_BRACE | GLOB_TILDE, nil, &found) {
        case 0: break
        case GLOB_NOSPACE: throw CaptureError(errno: ENOMEM, name: pattern)
        default: throw CaptureError(.noMatch, pattern)
        }
        // Bound: `glob` returned 0, so there are `gl_pathc` strings; each ends with a zero.
        return unsafe (0..<Int(clamping: found.gl_pathc)).compactMap { index in
            unsafe found.gl_pathv[index].map { unsafe String(cString: $0) }
        }
    }
}

/// What names a file for the system, whatever people call it.
private struct FileIdentity: Hashable {
    let device: UInt
    let number: UInt

    init(_ facts: stat) { (device, number) = (UInt(facts.st_dev), UInt(facts.st_ino)) }
}

extension stat {
    fileprivate var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
}

extension CaptureError {
    /// What the system says when it does not open or read `name`.
    init(errno number: Int32, name: String, framesBefore: UInt64 = 0) {
        switch number {
        case ENOENT, ENOTDIR: self.init(.notFound, name)
        case EACCES, EPERM: self.init(.noPermission, name)
        case EISDIR: self.init(.isDirectory, name)
        default: self.init(.ioError, name, detail: CaptureError.text(errno: number), framesBefore: framesBefore)
        }
    }

    private static func text(errno number: Int32) -> String {
        // Bound: glibc's strerror gives a string that ends with a zero and lives until the next call on this thread.
        unsafe String(cString: strerror(number))
    }
}
