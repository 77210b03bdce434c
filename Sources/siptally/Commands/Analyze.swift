import ArgumentParser
import MessageFiltering
import PacketCapture
import ReportRendering
import ResponseRules
import RuleEvaluation
import Settings
import SiptallyService
import SystemPackage
import Tallying

/// `siptally analyze`: what captures hold and what was wrong.
struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Report what captures hold and what was wrong.",
        usage: "siptally analyze [<options>] <file> ...",
        discussion: """
            Reads pcap and pcapng, plain or compressed with gzip or zstd, and '-' for standard input. \
            \(ExitStatus.help)
            """
    )

    @Argument(help: ArgumentHelp("Captures to read: files, quoted patterns, or -.", valueName: "file"))
    var files: [String]

    @Option(help: "How to print the report: text or json.")
    var format = OutputFormat.text

    @Option(name: [.short, .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"))
    var output = "-"

    @Option(
        help: ArgumentHelp("Write a record of each call as it ends: NDJSON, or CSV by the name.", valueName: "file")
    )
    var calls: String?

    @Option(help: ArgumentHelp("Exit with 1 at findings of this severity or above.", valueName: "severity"))
    var failOn: Severity?

    @Flag(help: "Merge several captures by time instead of reading one after the other.")
    var merge = false

    @Flag(help: "Count packets captured twice as sent again, not as duplicates.")
    var keepDuplicates = false

    @Flag(name: [.short, .long], help: "Do not draw the progress line.")
    var quiet = false

    @OptionGroup(title: "Rules")
    var ruling: RuleArguments

    @OptionGroup(title: "Legs of a call")
    var legs: LegArguments

    @OptionGroup(title: "Figures")
    var figures: FigureArguments

    @OptionGroup(title: "Filters")
    var filters: FilterArguments

    func validate() throws {
        _ = try legs.options()
        _ = try figures.options()
        if !figures.windows.isEmpty, format == .text {
            throw ValidationError("--windows: the text report lists no windows; give --format json as well")
        }
        if calls == "-", output == "-" {
            throw ValidationError("--calls and the report would both go to standard output; give one of them a file")
        }
        if let calls, calls == output || SameFile.first(of: [output], as: calls) != nil {
            throw ValidationError("--output and --calls name the same file")
        }
        for written in [output, calls].compactMap({ $0 }) {
            if let input = SameFile.first(of: files, as: written) {
                throw ValidationError(
                    "\(input) is an input and would be overwritten; name another file for the output"
                )
            }
            if CaptureSet.holdsCapture(written) {
                throw ValidationError(
                    "\(written) is there, looks like a capture and would be overwritten; name another file or remove it"
                )
            }
        }
    }

    func run() throws {
        let settled = try ruling.settled()
        let filter = try filters.filter(for: files)
        if let name = CaptureSet.namedAgain(among: files).first {
            Message.print("\(name) is named twice; no file is read more than once")
        }
        Interruption.listen()
        let rules = RuleCatalogue.rules(settled.control.values).controlled(by: settled.control)
        let records = try CallRecordFile.open(calls, rules: rules.declarations)
        let result = try analyze(rules, filter, records)
        try records?.close()
        result.problems.forEach { Message.print($0.description) }
        if let problem = unreadableLinks(in: result) { Message.print(problem) }
        if result.wasStopped {
            let rest = result.sources.isEmpty ? "nothing was analysed" : "what was read until then is reported"
            Message.print("stopped before the end; \(rest)")
        }
        // Where no input could be opened there is nothing to report on; a run that was stopped has its report.
        if !result.sources.isEmpty || result.wasStopped { try write(report(on: result, rules, settled)) }
        if let status = AnalyzeStatus.of(result, failOn: failOn) { throw status }
    }

    private func report(on result: AnalysisRun.Result, _ rules: RuleSet, _ settled: SettingsFile) -> Report {
        Report(
            tally: result.tally,
            sources: result.sources.map { ReportSource($0, problems: result.problems) },
            unread: UnreadSource.all(in: result.problems, besides: result.sources),
            rules: rules.declarations,
            limits: result.limits,
            version: Version.number,
            filter: result.filter,
            windows: figures.windows,
            judgement: Judgement(control: settled.control, codes: settled.codes, settingsName: settled.name)
        )
    }

    /// A line on frames whose link type is none of those that are read; `nil` where there are none.
    private func unreadableLinks(in result: AnalysisRun.Result) -> String? {
        let count = AnalyzeStatus.unreadableLinkFrames(in: result.tally)
        guard count > 0 else { return nil }
        let types = Set(result.sources.flatMap(\.linkTypeNames)).sorted().joined(separator: ", ")
        let names = result.sources.map(\.name).joined(separator: ", ")
        return "\(names): \(count) frames have a link type that cannot be read (the captures hold \(types)); "
            + "Ethernet, Linux cooked, loopback and raw IP can be read"
    }

    private func analyze(
        _ rules: RuleSet,
        _ filter: CallFilter?,
        _ records: CallRecordFile?
    ) throws -> AnalysisRun.Result {
        let (legs, figures) = (try legs.options(), try figures.options())
        do throws(CaptureError) {
            var run = try AnalysisRun(
                files,
                order: merge ? .mergedByTime : .byFirstFrame,
                rules: rules,
                recognizesDuplicates: !keepDuplicates,
                legs: legs,
                figures: figures,
                filter: filter,
                onCallEnd: records.map { records in { records.write($0, $1, $2) } }
            )
            var line = ProgressLine(isWanted: !quiet)
            defer { line.clear() }
            return run.run { progress in
                line.show(progress)
                return !Interruption.wasAsked
            }
        } catch {
            Message.print(error.description)
            throw ExitStatus.unreadable
        }
    }

    private func write(_ report: Report) throws {
        // A pattern may have named it, which is known only now.
        if let input = SameFile.first(of: report.sources.map(\.name), as: output) {
            Message.print("\(input) is an input and would be overwritten; name another file for the output")
            throw ExitStatus.usage
        }
        let terminal = Terminal(.standardOutput)
        let style = ReportStyle(
            width: terminal.width,
            usesColour: output == "-" && terminal.allowsColour,
            usesUnicode: terminal.allowsUnicode
        )
        let text = format == .json ? try JSONReport.text(report) : TextReport.text(report, style: style)
        do throws(OutputFile.Failure) {
            var file = try OutputFile(output)
            try file.write(Array(text.utf8))
            try file.close()
        } catch {
            Message.print(error.description)
            throw ExitStatus.unreadable
        }
    }
}

extension Severity: ExpressibleByArgument {}
