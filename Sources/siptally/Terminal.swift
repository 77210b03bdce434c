import Glibc
import ReportRendering
import SystemPackage

/// What is known of the terminal that output goes to.
struct Terminal {
    /// How many columns there are, or a fair guess where nobody says.
    let width: Int
    /// Whether a person looks at it, so that colour makes sense.
    let isInteractive: Bool

    private static let usualWidth = 80
    private static let widths = 40...400

    /// The terminal behind `descriptor`.
    ///
    /// `COLUMNS` decides where it is set; `NO_COLOR` (no-color.org) and `TERM=dumb` ask for plain text.
    init(_ descriptor: FileDescriptor) {
        isInteractive = isatty(descriptor.rawValue) == 1
        let asked = Terminal.environment("COLUMNS").flatMap(Int.init)
        let width = asked ?? (isInteractive ? Terminal.columns(of: descriptor) : nil) ?? Terminal.usualWidth
        self.width = min(max(width, Terminal.widths.lowerBound), Terminal.widths.upperBound)
    }

    /// Whether output may be coloured.
    var allowsColour: Bool {
        isInteractive && (Terminal.environment("NO_COLOR") ?? "").isEmpty && Terminal.environment("TERM") != "dumb"
    }

    /// Whether output may hold more than ASCII: not on a dumb terminal, nor where the locale says another encoding.
    var allowsUnicode: Bool {
        guard Terminal.environment("TERM") != "dumb" || !isInteractive else { return false }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(Terminal.environment).first { !$0.isEmpty }
        guard let locale, isInteractive else { return true }
        return locale.uppercased().contains("UTF")
    }

    /// How a page is shown on it.
    var style: ReportStyle {
        ReportStyle(width: width, usesColour: allowsColour, usesUnicode: allowsUnicode)
    }

    private static func columns(of descriptor: FileDescriptor) -> Int? {
        var size = winsize()
        // Bound: TIOCGWINSZ fills exactly the structure it is given.
        guard unsafe ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// The value of an environment variable.
    static func environment(_ name: String) -> String? {
        // Bound: getenv gives nil or a string that ends with a zero; it is copied at once.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
