package import NetworkTypes

/// Figures by the time at which things ended: minute by minute, so many minutes, of which the oldest goes first; and in
/// longer windows.
///
/// Nothing is counted twice while it is fresh: the latest minutes keep their samples, and what they hold goes over to
/// the longer windows as they let these go. What comes for an earlier minute is counted in all of them.
package struct WindowTable: Sendable {
    /// How many minutes keep their samples; what ends in earlier ones leaves their percentiles as they are.
    package static let liveLimit = 16

    private static let span = WindowSpan.minute.nanoseconds

    private var minutes = WindowRows(limit: WindowSpan.minute.limit)
    private var longer = [WindowSpan.fiveMinutes, .hour, .day].map { LongerWindows($0) }
    /// What counts in windows that keep their samples no more, or in none.
    private var past = FigureRow()

    /// No window yet.
    package init() {}

    /// Whether nothing was counted.
    var isEmpty: Bool { minutes.kept.isEmpty }

    /// How many windows of `span` went to make room, and how often something came too late for any.
    package func omitted(_ span: WindowSpan) -> UInt64 {
        longer.first { $0.span == span }.map(\.omitted) ?? minutes.omitted
    }

    /// The windows of `span` by their beginning, the earliest first.
    package func all(_ span: WindowSpan) -> [(start: CaptureTime, row: FigureRow)] {
        guard var whole = longer.first(where: { $0.span == span }) else {
            return minutes.kept.map { ($0.start, $0.row.settled) }
        }
        for window in minutes.kept.suffix(WindowTable.liveLimit) { whole.add(window.row, at: window.start) }
        return whole.windows
    }

    /// Everything together.
    var total: FigureRow {
        minutes.kept.suffix(WindowTable.liveLimit).reduce(into: past) { $0.add($1.row) }.settled
    }

    /// Counts `contribution` in the window of what ended at `time`.
    mutating func add(_ contribution: Contribution, at time: CaptureTime) {
        let place = place(of: time)
        if let place { minutes.kept[place].row.add(contribution) }
        guard place.map({ !isLive($0) }) ?? true else { return }
        past.add(contribution)
        for index in longer.indices { longer[index].add(contribution, at: time) }
    }

    /// Adds counts to the ratio called `name` in the window of `time`.
    mutating func add(_ counts: Ratio, to name: KPIRatio, at time: CaptureTime) {
        let place = place(of: time)
        if let place { minutes.kept[place].row.add(counts, to: name) }
        guard place.map({ !isLive($0) }) ?? true else { return }
        past.add(counts, to: name)
        for index in longer.indices { longer[index].add(counts, to: name, at: time) }
    }

    /// Counts what waits in any window.
    mutating func settle() {
        past.settle()
        for place in minutes.kept.indices { minutes.kept[place].row.settle() }
        for index in longer.indices { longer[index].settle() }
    }

    private func isLive(_ place: Int) -> Bool { place >= minutes.kept.count - WindowTable.liveLimit }

    private mutating func place(of time: CaptureTime) -> Int? {
        // Nearly everything ends in the latest minute. Its beginning is asked for alone, as a row is large to copy.
        let latest = minutes.kept.count - 1
        if latest >= 0, 0..<WindowTable.span ~= time.nanoseconds(since: minutes.kept[latest].start) { return latest }
        let start = time.start(ofSpan: WindowTable.span)
        // What began long ago is looked for where it stands if no minute is missing.
        if latest >= 0 {
            let back = Int(minutes.kept[latest].start.nanoseconds(since: start) / WindowTable.span)
            if 0...latest ~= back, minutes.kept[latest - back].start == start { return latest - back }
        }
        guard let (place, isNew) = minutes.place(of: start) else { return nil }
        if isNew { letSamplesGo(at: place) }
        return place
    }

    /// Lets the samples go of the minute that is live no more since the one at `place` was opened.
    private mutating func letSamplesGo(at place: Int) {
        let last = minutes.kept.count - 1 - WindowTable.liveLimit
        if last >= 0, place > last {
            past.add(minutes.kept[last].row)
            for index in longer.indices { longer[index].add(minutes.kept[last].row, at: minutes.kept[last].start) }
            minutes.kept[last].row.freeze()
        } else if last >= 0 {
            minutes.kept[place].row.freeze()
        }
    }
}
