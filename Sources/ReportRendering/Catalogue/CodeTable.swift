package import SIPCatalogue

/// The table of `siptally codes`: a line for each code, by class, with more columns where there is more room.
package enum CodeTable {
    /// The whole table.
    ///
    /// - Parameters:
    ///   - codes: The codes of the site, which stand among the others.
    ///   - width: The columns of the terminal; below 80 the lines wrap, up to 200 columns are added.
    /// - Returns: Lines with a line feed after each.
    package static func text(codes: SiteCodes = SiteCodes(), width: Int) -> String {
        var lines: [String] = []
        for responseClass in ResponseClass.allCases {
            if !lines.isEmpty { lines.append("") }
            let title = "\(responseClass.name)  \(responseClass.title)"
            let source = responseClass.definedIn.description
            lines += TextLayout.withNote(source, on: [title], width: min(width, least))
            lines += codes.rows(in: responseClass).flatMap { line(for: $0, width: width) }
        }
        if shown(at: width).count < columns.count {
            let missing = columns.dropFirst(shown(at: width).count).map(\.title).joined(separator: ", ")
            lines.append("")
            lines += TextLayout.wrapped("Not shown for want of room: \(missing).", to: width)
        }
        return lines.map { TextLayout.trimmedEnd($0) + "\n" }.joined()
    }

    /// The line of one code; more than one where `width` is below 80.
    static func line(for code: StatusCode, width: Int) -> [String] {
        var line = "\(code.number)  "
        var end = 5
        for column in shown(at: width) {
            // A cell that is too wide borrows from the blanks of the next one.
            line += TextLayout.padded(column.cell(code), to: end + column.width - DisplayWidth.of(line))
            end += column.width
            line += "  "
            end += 2
        }
        let trimmed = TextLayout.trimmedEnd(line)
        guard DisplayWidth.of(trimmed) > width else { return [trimmed] }
        return TextLayout.labelled(
            "\(code.number)",
            [code.reasonPhrase, code.summary],
            column: 5,
            width: width
        )
    }

    /// A column: its title, how wide it is, and what stands in it.
    private struct Column {
        let title: String
        let width: Int
        let cell: @Sendable (StatusCode) -> String
    }

    /// The width that the first two columns need; there are no narrower lines of the table.
    private static let least = 80

    /// The columns after the number, in the order in which they are added as the terminal gets wider.
    private static let columns = [
        Column(title: "phrase", width: 32) { $0.reasonPhrase },
        Column(title: "meaning", width: 41) { $0.summary },
        Column(title: "source", width: 17) { source($0) },
        Column(title: "who sends it", width: 32) { CodeWords.roles($0.senders) },
        Column(title: "what to do next", width: 18) { $0.retry.rawValue },
        Column(title: "registration", width: 12) { CodeWords.standing($0.registration) ?? "" },
        Column(title: "methods", width: 31) { TextLayout.truncated(CodeWords.methodNames($0.methods), to: 31) },
    ]

    private static func shown(at width: Int) -> ArraySlice<Column> {
        var end = 3
        var count = 0
        for column in columns {
            end += 2 + column.width
            guard end <= width || count < 2 else { break }
            count += 1
        }
        return columns.prefix(count)
    }

    private static func source(_ code: StatusCode) -> String {
        guard let source = code.source else { return "" }
        // The name of a draft is too long for a column, and nobody knows it by heart.
        if case .draft = source.document { return "an expired draft" }
        return source.description
    }
}
