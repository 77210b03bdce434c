import ArgumentParser
import ReportRendering
import SystemPackage

/// `siptally codes`: every status code on a line.
struct Codes: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List every status code with its meaning.")

    @Option(help: "How to print the list: text or json.")
    var format = OutputFormat.text

    func run() throws {
        switch format {
        case .text: print(CodeTable.text(width: Terminal(.standardOutput).width), terminator: "")
        case .json: print(try CodeTable.json(), terminator: "")
        }
    }
}

/// How a command prints what it has to say.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
