import Glibc

/// Whether two names mean one file, so that a report does not take the place of the capture it is about.
enum SameFile {
    /// The first of `inputs` that is the same file as `output`, by device and number and not by name; `nil` for none.
    static func first(of inputs: [String], as output: String) -> String? {
        guard output != "-", let target = identity(of: output) else { return nil }
        return inputs.first { identity(of: $0) == target }
    }

    private struct Identity: Equatable {
        let device: UInt
        let number: UInt
    }

    /// What names a file for the system; `nil` where there is no such file, or a device such as /dev/null.
    private static func identity(of path: String) -> Identity? {
        var facts = stat()
        // Bound: stat fills exactly the structure it is given.
        guard unsafe stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return Identity(device: UInt(facts.st_dev), number: UInt(facts.st_ino))
    }
}
