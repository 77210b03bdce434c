internal import SystemPackage

/// Reads the text of a settings file.
enum SettingsText {
    /// The most bytes that a settings file may have: 1 MiB.
    static let longest = 1 << 20

    /// The text of the file at `path`.
    ///
    /// - Throws: `SettingsError` where it cannot be read, is too long or is no UTF-8.
    static func read(_ path: String) throws(SettingsError) -> String {
        var octets: [UInt8] = []
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly)
            try file.closeAfter { octets = try SettingsText.bytes(of: file) }
        } catch {
            throw SettingsError(path, "cannot be read: \((error as? Errno)?.description ?? "\(error)")")
        }
        guard octets.count <= longest else { throw SettingsError(path, "is longer than \(longest) bytes") }
        guard let text = String(validating: octets, as: UTF8.self) else {
            throw SettingsError(path, "is not text in UTF-8")
        }
        return text
    }

    /// All bytes of `file`, or a few more than the most that are taken.
    private static func bytes(of file: FileDescriptor) throws -> [UInt8] {
        var octets: [UInt8] = []
        while octets.count <= longest {
            let piece = unsafe try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                // Bound: read fills no more than the buffer it is given and says how much.
                count = unsafe try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            guard !piece.isEmpty else { break }
            octets += piece
        }
        return octets
    }
}
