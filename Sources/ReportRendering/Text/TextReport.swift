internal import Tallying

/// The report for people: what was read, what was answered, how calls ended, what is wrong, who, how far to trust it,
/// and what to do next.
package enum TextReport {
    /// The whole report.
    ///
    /// - Parameters:
    ///   - report: What to render.
    ///   - style: How the terminal shows it.
    /// - Returns: Lines with a line feed after each, none wider than the style says (40 to 200 columns). Without colour
    ///   it has no control character but the line feed.
    package static func text(_ report: Report, style: ReportStyle) -> String {
        let page = ReportPage(report, style)
        let sections: [[String]]
        if report.tally.messages.total == 0 {
            sections = [page.head, page.filter, page.absence, page.capture, page.nextSteps]
        } else {
            sections = [
                page.head, page.filter, page.responseClasses, page.responseCodes, page.requests, page.calls,
                page.kpis, page.findings, page.judgement, page.servers, page.products, page.capture, page.nextSteps,
            ]
        }
        let lines = sections.filter { !$0.isEmpty }.joined(separator: [""])
        let text = lines.map { TextLayout.trimmedEnd($0) + "\n" }.joined()
        return Ink.resolved(text.replacing("\u{A0}", with: " "), style: style)
    }
}

/// The sheet that the sections are set on.
struct ReportPage {
    let report: Report
    let style: ReportStyle
    /// The columns of a line.
    let width: Int
    /// What each server answered.
    let serversByKey: [ServerKey: Server]

    init(_ report: Report, _ style: ReportStyle) {
        self.report = report
        self.style = style
        width = min(max(style.width, 40), 200)
        serversByKey = Dictionary(
            report.tally.servers.all.map { ($0.key, $0.server) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// What was counted.
    var tally: Tally { report.tally }

    /// Where the texts of sections that are no tables start.
    var column: Int { isNarrow ? 2 : 13 }

    /// Whether the terminal has no room for things side by side.
    var isNarrow: Bool { width < 60 }

    /// The columns of running text, which is hard to read in longer lines than these.
    var measure: Int { min(width, 100) }

    /// Text that is not ours, made safe.
    func foreign(_ text: String) -> String {
        TerminalText.escaped(text, isASCII: !style.usesUnicode)
    }

    /// A source as the terminal can show it.
    func citation(_ source: String) -> String { style.citation(source) }

    /// A section of running text: its title beside its paragraphs, or above them where there is little room.
    func prose(_ title: String, _ paragraphs: [String]) -> [String] {
        let label = Ink.strong.on(title)
        guard isNarrow else { return TextLayout.labelled(label, paragraphs, column: column, width: measure) }
        return [label] + paragraphs.flatMap { TextLayout.labelled("", [$0], column: column, width: width) }
    }

    /// `items`, each unbroken, three blanks apart in as many lines as they need.
    func flow(_ items: [String], width: Int) -> [String] {
        var lines: [String] = []
        for item in items {
            if let last = lines.last, DisplayWidth.of(last) + 3 + DisplayWidth.of(item) <= width {
                lines[lines.count - 1] = last + "   " + item
            } else {
                lines += TextLayout.wrapped(item, to: width)
            }
        }
        return lines
    }
}
