internal import RuleEvaluation
internal import Tallying

/// What is wrong, the worst first.
extension ReportPage {
    /// Where the text of a finding starts.
    var findingColumn: Int { isNarrow ? 2 : 9 }

    /// How many findings there are, and each of them.
    var findings: [String] {
        let findings = report.rankedFindings
        guard !findings.isEmpty else { return prose("FINDINGS", [calm] + unjudged) }
        let counts = Severity.allCases.reversed().map { severity in
            (severity, UInt64(findings.count { $0.severity == severity }))
        }
        let words = counts.filter { $0.1 > 0 }.map { Figures.count($0.1, $0.0.rawValue) }
        let heading = prose("FINDINGS", [words.joined(separator: ", ")] + unjudged)
        return heading + findings.flatMap { [""] + lines(for: $0) }
    }

    private var calm: String {
        let responses = tally.messages.distinctClasses.reduce(0, &+)
        guard responses > 0 else { return "none: there was no response to judge" }
        let whole = responses &- min(responses, tally.messages.cutResponses)
        guard whole > 0 else { return "none: there was no whole response to judge" }
        let rules = Figures.count(UInt64(report.rules.count(where: report.judgement.control.isOn)), "rule")
        let judged = "none: \(rules) judged \(Figures.count(whole, "response"))"
        return tally.findings.suppressed.isEmpty
            ? "\(judged), and none of them found anything" : "\(judged) and found nothing but what exceptions leave out"
    }

    /// The responses of which too little was captured.
    private var unjudged: [String] {
        let cut = tally.messages.cutResponses
        guard cut > 0 else { return [] }
        return [
            "\(Figures.count(cut, "response was", "responses were")) cut in the header section by the snap length; most "
                + "rules say nothing of such"
        ]
    }

    private func lines(for finding: ReportedFinding) -> [String] {
        let (rule, indent) = (finding.rule, findingColumn)
        let severity = Ink(finding.severity).on(finding.severity.rawValue)
        let name = Ink.strong.on(rule.identifier)
        let title = isNarrow ? [severity, name] : [TextLayout.padded(severity, to: indent) + name]
        var lines = TextLayout.withNote(extent(of: finding), on: title, width: measure)
        lines += indented(
            TextLayout.withNote(
                citation(rule.sources.first ?? ""),
                on: TextLayout.wrapped(rule.title, to: measure - indent),
                width: measure - indent
            )
        )
        lines += indented(TextLayout.wrapped(rule.explanation, to: measure - indent))
        lines += row("by", lines: servers(of: finding))
        lines += width >= 120 ? examples(of: finding) : first(of: finding)
        lines += row("do", [rule.advice])
        return lines
    }

    /// `331 transactions in 120 Call-IDs`.
    private func extent(of finding: ReportedFinding) -> String {
        let (count, calls) = (finding.group.count, finding.group.calls)
        let unit =
            switch finding.rule.scope {
            case .message, .transaction: "transaction"
            case .call: "call"
            case .server: "time"
            case .capture: "stretch"
            }
        let isSure = finding.group.likely == 0 ? "" : finding.group.likely == count ? "likely: " : "partly likely: "
        let extent = isSure + Figures.count(count, unit, unit == "stretch" ? "stretches" : nil)
        return count > 1 && calls > 0 && unit != "call" ? "\(extent) in \(Figures.count(calls, "Call-ID"))" : extent
    }

    /// A label and beside it running text.
    func row(_ label: String, _ texts: [String]) -> [String] {
        indented(TextLayout.labelled(Ink.faint.on(label), texts, column: 7, width: measure - findingColumn))
    }

    /// A label and beside it lines as they are; only those that are too wide are wrapped.
    func row(_ label: String, lines: [String], room: Int? = nil) -> [String] {
        let room = room ?? measure - findingColumn - 7
        let fitted = lines.flatMap { DisplayWidth.of($0) > room ? TextLayout.wrapped($0, to: room) : [$0] }
        let labelled = fitted.enumerated().map { place, line in
            TextLayout.padded(place == 0 ? Ink.faint.on(label) : "", to: 7) + line
        }
        return indented(labelled)
    }

    /// `lines` below the identifier of the finding.
    func indented(_ lines: [String]) -> [String] {
        lines.map { TextLayout.indented($0, by: findingColumn) }
    }
}
