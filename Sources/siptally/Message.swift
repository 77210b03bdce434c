import ReportRendering
import SystemPackage

/// Words for the person at the terminal, on standard error: one line each, with nothing in it that a terminal would
/// obey.
enum Message {
    /// Prints `text` after the program's name; a hint stands without it.
    static func print(_ text: String, isHint: Bool = false) {
        let line = (isHint ? "" : "siptally: ") + TerminalText.escaped(text) + "\n"
        write(line)
    }

    /// Writes `text` to standard error as it is; a closed standard error is nobody's trouble.
    static func write(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
    }
}
