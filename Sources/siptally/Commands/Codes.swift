import ArgumentParser
import ReportRendering
import Settings
import SystemPackage

/// `siptally codes`: every status code on a line.
struct Codes: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List every status code with its meaning.")

    @Option(help: "How to print the list: text or json.")
    var format = OutputFormat.text

    @OptionGroup
    var settings: SettingsArguments

    func run() throws {
        let codes = try settings.settings().codes
        switch format {
        case .text: print(CodeTable.text(codes: codes, width: Terminal(.standardOutput).width), terminator: "")
        case .json: print(try CodeTable.json(codes: codes), terminator: "")
        }
    }
}

/// How a command prints what it has to say.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
