internal import SIPCatalogue
internal import Tallying

/// What was answered.
extension ReportPage {
    /// The most codes that are listed.
    private static let codeLimit = 10

    /// The columns that the first two columns of all figures take, so that they stand below each other.
    var labelWidth: Int { isNarrow ? 0 : 23 }
    var figureWidth: Int { isNarrow ? 0 : 9 }

    /// A line and a bar for each class.
    var responseClasses: [String] {
        let messages = tally.messages
        let total = messages.distinctClasses.reduce(0, &+)
        guard messages.classes.contains(where: { $0 > 0 }) else {
            return prose("RESPONSES", ["none: \(Figures.count(messages.total, "request")) and no response to any"])
        }
        let classes = ResponseClass.allCases.map { ($0.rawValue, "\($0.name)  \($0.title)") }
        let shown = messages.classes[0] > 0 ? classes + [(0, "---  outside 100–699")] : classes
        let counts = shown.map { messages.distinctClasses[$0.0] }
        let columns = [
            TextTable.Column(title: "RESPONSES", cells: shown.map(\.1), least: labelWidth),
            figures("distinct", counts),
            figures("messages", shown.map { messages.classes[$0.0] }, rank: 1),
            shares(counts, of: total),
        ]
        return withBars(counts, beside: TextTable(columns).lines(width: width))
    }

    /// The codes that came most often, with what they mean.
    var responseCodes: [String] {
        let distinct = tally.messages.distinctResponses.all
        let messages = tally.messages.responses.all
        let ranked = distinct.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        guard !ranked.isEmpty else { return [] }
        let shown = ranked.prefix(ReportPage.codeLimit)
        let others = ranked.dropFirst(ReportPage.codeLimit)
        var counts = shown.map(\.value)
        var labels = shown.map { "\(TextLayout.truncated(foreign($0.key), to: 12))  \(phrase(of: $0.key))" }
        if !others.isEmpty {
            labels.append("and \(Figures.count(UInt64(others.count), "other code"))")
            counts.append(others.reduce(0) { $0 &+ $1.value })
        }
        let sent =
            shown.map { messages[$0.key] ?? 0 }
            + (others.isEmpty ? [] : [others.reduce(0) { $0 &+ (messages[$1.key] ?? 0) }])
        let isWide = width >= 100
        return TextTable([
            .init(title: "CODES", cells: labels, least: labelWidth, shrinksTo: max(labelWidth, 16)),
            figures("distinct", counts),
            figures("messages", isWide ? sent : []),
            isWide ? shares(counts, of: distinct.values.reduce(0, &+)) : .init(title: "", cells: []),
            .init(title: "meaning", cells: isNarrow ? [] : shown.map { meaning(of: $0.key) }, rank: 1, shrinksTo: 20),
        ]).lines(width: width)
    }

    /// A column of counts.
    func figures(_ title: String, _ counts: [UInt64], rank: Int = 0) -> TextTable.Column {
        TextTable.Column(
            title: title,
            cells: counts.map(Figures.grouped),
            isTrailing: true,
            rank: rank,
            least: figureWidth
        )
    }

    /// A column of shares of `whole`.
    func shares(_ counts: [UInt64], of whole: UInt64, rank: Int = 0) -> TextTable.Column {
        let cells = counts.map { Figures.percent($0, of: whole) }
        return TextTable.Column(title: "share", cells: cells, isTrailing: true, rank: rank, least: 7)
    }

    /// `lines`, a title and a line for each count, with bars at their right where there is room.
    func withBars(_ counts: [UInt64], beside lines: [String]) -> [String] {
        let start = (lines.map { DisplayWidth.of($0) }.max() ?? 0) + TextLayout.gap
        let room = min(width - start, 40)
        guard room >= 8, lines.count == counts.count + 1, let greatest = counts.max() else { return lines }
        let bars = counts.map { Bar.text($0, greatest: greatest, width: room, usesUnicode: style.usesUnicode) }
        return lines.prefix(1)
            + zip(lines.dropFirst(), bars).map { TextLayout.padded($0, to: start) + Ink.faint.on($1) }
    }

    private func phrase(of code: String) -> String {
        guard let number = UInt16(code), ResponseClass(number: number) != nil else { return "" }
        return StatusCodes.reasonPhrase(for: number) ?? report.judgement.codes[number].map { foreign($0.phrase) }
            ?? "not registered"
    }

    private func meaning(of code: String) -> String {
        guard let number = UInt16(code), let responseClass = ResponseClass(number: number) else {
            return "no status code of SIP"
        }
        if let code = report.judgement.codes[number] { return foreign(code.meaning) }
        return StatusCodes.row(for: number)?.summary ?? "unknown, so taken as \(responseClass.standIn)"
    }
}
