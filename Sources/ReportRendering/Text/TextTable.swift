/// A table that shows as many of its columns as fit, the important ones first, each as wide as what stands in it.
struct TextTable {
    /// A column with a cell for each row.
    struct Column {
        /// What stands above it.
        var title: String
        /// Its cells, from the top.
        var cells: [String]
        /// Whether it is set flush right, as numbers are.
        var isTrailing = false
        /// How dispensable it is: 0 stays whatever happens.
        var rank = 0
        /// The columns that it takes at least.
        var least = 0
        /// The columns that it may be cut down to where there is little room; `nil` where it is never cut.
        var shrinksTo: Int?

        /// The columns of its widest cell.
        var width: Int { max(least, ([title] + cells).map { DisplayWidth.of($0) }.max() ?? 0) }

        /// Whether nothing stands in it.
        var isVacant: Bool { cells.allSatisfy(\.isEmpty) }
    }

    private let columns: [Column]
    private let titleInk: Ink?

    /// A table of `columns`, from left to right; vacant ones but the first are left out.
    ///
    /// The first title stands out as that of a section, unless all titles are to be in `titleInk`.
    init(_ columns: [Column], titleInk: Ink? = nil) {
        self.columns = columns.enumerated().filter { $0.offset == 0 || !$0.element.isVacant }.map(\.element)
        self.titleInk = titleInk
    }

    /// The title line and a line for each row, none wider than `width`.
    ///
    /// Where not even the columns of rank 0 fit, the first cell stands on a line of its own above the others.
    func lines(width: Int) -> [String] {
        let shown = shownColumns(width: width)
        let widths = fittedWidths(shown, width: width)
        let rows = shown.map(\.cells.count).max() ?? 0
        let isStacked = total(widths) > width
        var lines = line(shown, widths, isStacked: isStacked, width: width) { titled(shown[$0], at: $0) }
        for row in 0..<rows {
            lines += line(shown, widths, isStacked: isStacked, width: width) { place in
                row < shown[place].cells.count ? shown[place].cells[row] : ""
            }
        }
        return lines
    }

    private func titled(_ column: Column, at place: Int) -> String {
        if let titleInk { return titleInk.on(column.title) }
        return place == 0 ? Ink.strong.on(column.title) : column.title
    }

    /// The columns that fit, taken by rank; those of rank 0 always.
    private func shownColumns(width: Int) -> [Column] {
        var chosen = Set<Int>()
        var used = 0
        for (place, column) in columns.enumerated().sorted(by: {
            ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }) {
            let needed = min(column.width, column.shrinksTo ?? column.width) + (chosen.isEmpty ? 0 : TextLayout.gap)
            guard column.rank == 0 || used + needed <= width else { continue }
            chosen.insert(place)
            used += needed
        }
        return columns.indices.filter(chosen.contains).map { columns[$0] }
    }

    /// The widths of `shown`, cut down where the columns allow it and the room asks for it, from the left.
    private func fittedWidths(_ shown: [Column], width: Int) -> [Int] {
        var widths = shown.map(\.width)
        for (place, column) in shown.enumerated() {
            let excess = total(widths) - width
            guard excess > 0, let least = column.shrinksTo else { continue }
            widths[place] = max(min(least, widths[place]), widths[place] - excess)
        }
        return widths
    }

    private func total(_ widths: [Int]) -> Int {
        widths.reduce(0, +) + TextLayout.gap * max(0, widths.count - 1)
    }

    private func line(
        _ shown: [Column],
        _ widths: [Int],
        isStacked: Bool,
        width: Int,
        cell: (Int) -> String
    ) -> [String] {
        var cells = shown.indices.map { place in
            let text = cell(place)
            return DisplayWidth.of(text) > widths[place] ? TextLayout.truncated(text, to: widths[place]) : text
        }
        guard isStacked else { return [TextLayout.trimmedEnd(joined(cells, shown, widths))] }
        let first = cell(0)
        cells[0] = ""
        var below = widths
        below[0] = max(0, width - total(Array(widths.dropFirst())) - TextLayout.gap)
        return TextLayout.wrapped(first, to: width) + [TextLayout.trimmedEnd(joined(cells, shown, below))]
    }

    private func joined(_ cells: [String], _ shown: [Column], _ widths: [Int]) -> String {
        shown.indices.map { place in
            TextLayout.padded(cells[place], to: widths[place], trailing: shown[place].isTrailing)
        }.joined(separator: String(repeating: " ", count: TextLayout.gap))
    }
}
