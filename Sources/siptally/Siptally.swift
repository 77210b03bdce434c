import ArgumentParser
import SystemPackage

/// The program: it reads arguments, runs a command, and turns what went wrong into one line and an exit code.
@main
struct Siptally: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "siptally",
        abstract: "Tells what a SIP network answered, and whether each answer was right.",
        discussion: ExitStatus.help,
        version: Version.number,
        subcommands: [Analyze.self, Explain.self, Codes.self, Rules.self]
    )

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let status as ExitStatus {
            exit(withError: ExitCode(status.rawValue))
        } catch {
            // Help and version are asked for and go to standard output with code 0; everything else is wrong usage.
            guard exitCode(for: error) != .success else { exit(withError: error) }
            Message.print(message(for: error))
            Message.print("'siptally help' lists commands and options", isHint: true)
            exit(withError: ExitCode(ExitStatus.usage.rawValue))
        }
    }
}

/// How the program ends; the codes are documented in the help and in the report contract.
enum ExitStatus: Int32, Error {
    /// Done, and a finding at or above `--fail-on` exists.
    case finding = 1
    /// Wrong usage.
    case usage = 2
    /// An input could not be read at all, or an output not written.
    case unreadable = 3
    /// An input was cut short or damaged, and the rest was analysed.
    case partial = 4

    static let help = """
        Exit codes: 0 done; 1 done, and a finding at or above --fail-on exists; 2 wrong usage; 3 an input could not be \
        read at all, not even its header, or an output not written; 4 an input was cut short or damaged and what stands \
        before is reported.
        """
}

/// What the program calls itself.
enum Version {
    static let number = "0.1.0"
}
