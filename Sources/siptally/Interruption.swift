import Glibc
import Synchronization

/// Whether somebody pressed Ctrl-C: then the run stops and what was analysed is reported; a second time ends the
/// program.
enum Interruption {
    private static let asked = Atomic(false)

    /// Whether it was pressed.
    static var wasAsked: Bool { asked.load(ordering: .relaxed) }

    /// Starts to listen.
    static func listen() {
        // The handler stores one atomic flag and restores the default action, both of which a signal allows.
        signal(SIGINT) { _ in
            Interruption.asked.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
    }
}
