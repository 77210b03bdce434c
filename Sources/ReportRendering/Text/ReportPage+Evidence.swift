internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation
internal import Tallying

/// Who, when and where, for a finding.
extension ReportPage {
    /// How many servers a finding names.
    private var serverCount: Int { width >= 120 ? 6 : 3 }

    /// Who, how often where there are several, and where overload is judged how much of their answers it was.
    func servers(of finding: ReportedFinding) -> [String] {
        let ranked = finding.group.rankedServers
        let shown = ranked.prefix(serverCount)
        let others = ranked.dropFirst(serverCount)
        var names = shown.map { name(of: $0.key) }
        var counts = shown.map { Figures.grouped($0.count) }
        if !others.isEmpty {
            names.append("and \(Figures.count(UInt64(others.count), "other server"))")
            counts.append(Figures.grouped(others.reduce(0) { $0 &+ $1.count }))
        }
        let isOverload = finding.rule.family == .overload
        let columns: [TextTable.Column] = [
            .init(title: "", cells: names),
            .init(title: "", cells: names.count > 1 ? counts : [], isTrailing: true),
            .init(title: "", cells: shown.map { product(of: $0.key) }, rank: 2, shrinksTo: 12),
            .init(title: "", cells: isOverload ? shown.map { refusals(of: $0.key) } : [], rank: 1),
        ]
        return Array(TextTable(columns).lines(width: measure - findingColumn - 7).dropFirst())
    }

    private func product(of key: ServerKey) -> String {
        TextLayout.truncated(foreign(serversByKey[key]?.product.name ?? ""), to: 40)
    }

    /// How many of the different final responses of a server were 503.
    private func refusals(of key: ServerKey) -> String {
        guard let server = serversByKey[key] else { return "" }
        let share = Figures.percent(server.unavailable, of: server.finals)
        return "503 in \(Figures.grouped(server.unavailable)) of \(Figures.grouped(server.finals)) finals, \(share)"
    }

    /// The first occurrence, and how much was seen of all of them.
    func first(of finding: ReportedFinding) -> [String] {
        guard let example = finding.group.examples.first else { return [] }
        let frame = "frame \(Figures.grouped(example.frame.number))"
        let source = foreign(report.sourceName(at: example.frame.source))
        var facts = [clock(example.time), "\(source) \(TextLayout.unbroken(frame))"]
        let callID = TextLayout.truncated(foreign(example.callID), to: 60)
        if !callID.isEmpty { facts.append("Call-ID \(callID)") }
        if !example.relatedFrames.isEmpty {
            facts.append("with \(example.relatedFrames.count == 1 ? "frame" : "frames") \(related(example))")
        }
        let room = measure - findingColumn - 7
        let detail = TextLayout.wrapped(TextLayout.truncated(foreign(example.detail), to: 120), to: room)
        return row("first", lines: flow(facts, width: room) + detail) + (sight(of: finding).map { row("", [$0]) } ?? [])
    }

    /// The examples as a table, for wide terminals.
    func examples(of finding: ReportedFinding) -> [String] {
        let examples = finding.group.examples
        func column(
            _ title: String,
            _ rank: Int,
            limit: Int = 48,
            shrinksTo least: Int? = nil,
            _ cell: (FindingExample) -> String
        ) -> TextTable.Column {
            let cells = examples.map { TextLayout.truncated(foreign(cell($0)), to: limit) }
            return TextTable.Column(title: title, cells: cells, rank: rank, shrinksTo: least)
        }
        var frames = column("frame", 0) { Figures.grouped($0.frame.number) }
        frames.isTrailing = true
        var columns = [
            column("time", 0) { clock($0.time) },
            column("in", 1, limit: 32) { report.sourceName(at: $0.frame.source) },
            frames,
            column("from", 4) { "\($0.flow.source)" },
            column("to", 5) { "\($0.flow.destination)" },
            column("Call-ID", 3, limit: 120, shrinksTo: 24, \.callID),
            column("what", 2, limit: 64, shrinksTo: 32, \.detail),
        ]
        let room = width - findingColumn - 7
        // A Call-ID is there to be copied: what else has room comes before the columns behind these, not before it.
        let others = columns.reduce(0) { $0 + ($1.title == "Call-ID" ? 0 : $1.shrinksTo ?? $1.width) }
        let left = room - others - TextLayout.gap * (columns.count - 1)
        columns[5].shrinksTo = max(24, min(columns[5].width, left))
        columns += [column("start line", 6, startLine), column("with frames", 7, related)]
        return row("seen", lines: TextTable(columns, titleInk: .faint).lines(width: room), room: room)
            + rest(of: finding) + (sight(of: finding).map { row("", [$0]) } ?? [])
    }

    /// The start line, where what was seen does not say it already.
    private func startLine(of example: FindingExample) -> String {
        let line = example.startLine
        return example.detail.contains(line.hasPrefix("SIP/2.0 ") ? String(line.dropFirst(8)) : line) ? "" : line
    }

    /// How many occurrences are not among the examples.
    private func rest(of finding: ReportedFinding) -> [String] {
        let shown = UInt64(finding.group.examples.count)
        guard finding.group.count > shown else { return [] }
        return row("", ["and \(Figures.grouped(finding.group.count - shown)) more"])
    }

    /// The frames that belong to it: those that the rule looked at, and those in which proxies passed a response on,
    /// which the counts leave out.
    private func related(_ example: FindingExample) -> String {
        example.relatedFrames.map { Figures.grouped($0.number) }.joined(separator: ", ")
    }

    /// How many occurrences the capture does not show whole, and why not.
    private func sight(of finding: ReportedFinding) -> String? {
        let group = finding.group
        let parts = [
            (group.midCall, "from the middle"), (group.oneSided, "from one side"), (group.lossy, "across a loss"),
        ].filter { $0.0 > 0 }
        guard !parts.isEmpty else { return nil }
        return "not seen whole: " + parts.map { "\(Figures.grouped($0)) \($1)" }.joined(separator: ", ")
    }

    /// A time of day, with the date where the capture has more than one.
    private func clock(_ time: CaptureTime) -> String {
        let civil = CivilTime(time)
        let dates = [tally.start, tally.end].compactMap { $0.map { CivilTime($0).date } }
        let isOneDay = dates.allSatisfy { $0 == civil.date }
        return isOneDay ? civil.timeOfDayWithMilliseconds : "\(civil.date) \(civil.timeOfDayWithMilliseconds)"
    }
}
