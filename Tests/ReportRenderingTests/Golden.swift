import Foundation

/// Texts that were read and found right, one file each in `Goldens`.
///
/// With `SIPTALLY_REWRITE_GOLDENS=1` in the environment the files are rewritten; the difference is to be read.
enum Golden {
    /// The text of `name`, or `actual` itself where the files are being rewritten.
    static func text(_ name: String, actual: String) throws -> String {
        if ProcessInfo.processInfo.environment["SIPTALLY_REWRITE_GOLDENS"] == "1" {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
            try Data(actual.utf8).write(to: folder.appending(path: name))
            return actual
        }
        let file = Bundle.module.bundleURL.appending(path: "Goldens").appending(path: name)
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
