import SiptallyService
import SystemPackage

/// A line on standard error that says how far a long run is; drawn only where a person looks at it.
struct ProgressLine {
    private let isWanted: Bool
    private let width: Int
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant
    private var isShown = false

    /// Runs shorter than this need no line; a line is drawn no more often than every `interval`.
    private static let patience = Duration.milliseconds(700)
    private static let interval = Duration.milliseconds(200)

    init(isWanted: Bool) {
        let terminal = Terminal(.standardError)
        self.isWanted = isWanted && terminal.isInteractive
        width = terminal.width
        lastDrawn = start
    }

    /// Draws `progress` where its time has come.
    mutating func show(_ progress: AnalysisRun.Progress) {
        let now = ContinuousClock.now
        guard isWanted, now - start > ProgressLine.patience, now - lastDrawn > ProgressLine.interval else { return }
        lastDrawn = now
        isShown = true
        var line = "\(progress.frames) frames"
        if let total = progress.totalByteCount, total > 0 {
            line = "\(min(100, progress.consumedByteCount * 100 / total)) %  " + line
        }
        Message.write("\r" + line.prefix(width - 1) + "\u{1B}[K")
    }

    /// Takes the line away.
    mutating func clear() {
        if isShown { Message.write("\r\u{1B}[K") }
        isShown = false
    }
}
