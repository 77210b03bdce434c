import ArgumentParser
import MessageFiltering
import PacketCapture
import ReportRendering
import Settings
import SystemPackage

/// The options that select calls, and what is said where they cannot be understood.
struct FilterArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Only calls whose Call-ID holds this.", valueName: "text"))
    var callID: [String] = []

    @Option(help: ArgumentHelp("Only calls whose From URI holds this.", valueName: "text"))
    var from: [String] = []

    @Option(help: ArgumentHelp("Only calls whose To URI holds this.", valueName: "text"))
    var to: [String] = []

    @Option(help: ArgumentHelp("Only calls with a message of this method.", valueName: "name"))
    var method: [String] = []

    @Option(help: ArgumentHelp("Only calls with such a response.", valueName: "503|5xx|400-499"))
    var code: [String] = []

    @Option(help: ArgumentHelp("Only calls with a message to or from this server.", valueName: "address[:port]"))
    var server: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only what was captured then: RFC 3339, or HH:MM:SS of its first day, UTC.",
            valueName: "from..to"
        )
    )
    var time: String?

    @Option(
        help: ArgumentHelp(
            "Only calls with a message of which this is true.",
            discussion: """
                Such as 'code >= 500 && server == 192.0.2.1'. Several filters have to be true of one message; one \
                given twice, or with a list of values, asks for any of them. A call is then analysed with all of its \
                messages.

                Fields: \(FilterField.names.joined(separator: ", ")).
                Between them: == != < <= > >= ~ (holds), &&, ||, !, parentheses.
                """,
            valueName: "expression"
        )
    )
    var filter: String?

    /// The filter for `files`, or `nil` where none is asked for.
    ///
    /// - Throws: `ExitStatus.usage` where it cannot be understood or not be used on them; that has been said then.
    func filter(for files: [String]) throws -> CallFilter? {
        var options = FilterOptions()
        (options.callIDs, options.from, options.to) = (callID, from, to)
        (options.methods, options.codes, options.servers) = (method, code, server)
        (options.time, options.expression) = (time, filter)
        let filter: CallFilter?
        do throws(FilterError) {
            filter = try options.filter()
        } catch {
            for line in FilterComplaint.lines(error, width: Terminal(.standardError).width) {
                Message.print(line, isHint: line.hasPrefix(" "))
            }
            Message.print("'siptally help analyze' lists fields and operators", isHint: true)
            throw ExitStatus.usage
        }
        if let filter, filter.needsLookAhead, let input = CaptureSet.firstReadOnce(of: files) {
            Message.print(
                "\(input) can be read only once, and this filter needs to read it twice: save it to a file first, or "
                    + "filter by --call-id, --from, --to and --time alone"
            )
            throw ExitStatus.usage
        }
        return filter
    }
}

/// An error in a filter as lines for a terminal: what is wrong, the text, and a mark under the place.
enum FilterComplaint {
    private static let indent = 4

    /// The lines, the text cut to what fits around the place.
    static func lines(_ error: FilterError, width: Int) -> [String] {
        [complaint(error)] + excerpt(error, width: max(width, 40) - indent)
    }

    private static func complaint(_ error: FilterError) -> String {
        var line = "\(error.option): \(error.complaint)"
        if let name = error.misspelt {
            let nearest = NearestName.of(name.lowercased(), among: FilterField.names)
            line +=
                nearest.map { "; did you mean '\($0)'?" } ?? "; fields are \(FilterField.names.joined(separator: ", "))"
        }
        return line
    }

    private static func excerpt(_ error: FilterError, width: Int) -> [String] {
        // There is nothing to show of nothing.
        guard !error.text.isEmpty else { return [] }
        // Made visible one by one, so that columns are counted of what is seen.
        let characters = error.text.map { TerminalText.escaped(String($0)) }
        let place = error.place.clamped(to: 0..<characters.count)
        var first = place.lowerBound
        var used = 1
        while first > 0, used + DisplayWidth.of(characters[first - 1]) <= width / 2 {
            first -= 1
            used += DisplayWidth.of(characters[first])
        }
        let head = (first > 0 ? "…" : "") + characters[first..<place.lowerBound].joined()
        let rest = TextLayout.truncated(characters[place.lowerBound...].joined(), to: width - DisplayWidth.of(head))
        let marked = DisplayWidth.of(characters[place].joined())
        let marks = min(max(marked, 1), max(1, DisplayWidth.of(rest)))
        return [
            head + rest, String(repeating: " ", count: DisplayWidth.of(head)) + String(repeating: "^", count: marks),
        ]
        .map { TextLayout.indented($0, by: indent) }
    }
}
