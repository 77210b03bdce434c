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
    private static let limit = WindowSpan.minute.limit

    private var windows: [(start: CaptureTime, row: FigureRow)] = []
    private var longer = [WindowSpan.fiveMinutes, .hour, .day].map { LongerWindows($0) }
    /// What counts in windows that keep their samples no more, or in none.
    private var past = FigureRow()
    /// Minutes that went to make room, and what ended before all minutes that are kept.
    private var omitted: UInt64 = 0

    /// No window yet.
    package init() {}

    /// Whether nothing was counted.
    var isEmpty: Bool { windows.isEmpty }

    /// How many windows of `span` went to make room, and how often something came too late for any.
    package func omitted(_ span: WindowSpan) -> UInt64 {
        longer.first { $0.span == span }.map(\.omitted) ?? omitted
    }

    /// The windows of `span` by their beginning, the earliest first.
    package func all(_ span: WindowSpan) -> [(start: CaptureTime, row: FigureRow)] {
        guard var whole = longer.first(where: { $0.span == span }) else {
            return windows.map { ($0.start, $0.row.settled) }
        }
        for window in windows.suffix(WindowTable.liveLimit) { whole.add(window.row, at: window.start) }
        return whole.windows
    }

    /// Everything together.
    var total: FigureRow {
        windows.suffix(WindowTable.liveLimit).reduce(into: past) { $0.add($1.row) }.settled
    }

    /// Counts `contribution` in the window of what ended at `time`.
    mutating func add(_ contribution: Contribution, at time: CaptureTime) {
        let place = place(of: time)
        if let place { windows[place].row.add(contribution) }
        guard place.map({ !isLive($0) }) ?? true else { return }
        past.add(contribution)
        for index in longer.indices { longer[index].add(contribution, at: time) }
    }

    /// Adds counts to the ratio called `name` in the window of `time`.
    mutating func add(_ counts: Ratio, to name: KPIRatio, at time: CaptureTime) {
        let place = place(of: time)
        if let place { windows[place].row.add(counts, to: name) }
        guard place.map({ !isLive($0) }) ?? true else { return }
        past.add(counts, to: name)
        for index in longer.indices { longer[index].add(counts, to: name, at: time) }
    }

    /// Counts what waits in any window.
    mutating func settle() {
        past.settle()
        for place in windows.indices { windows[place].row.settle() }
        for index in longer.indices { longer[index].settle() }
    }

    private func isLive(_ place: Int) -> Bool { place >= windows.count - WindowTable.liveLimit }

    private mutating func place(of time: CaptureTime) -> Int? {
        // Nearly everything ends in the latest minute. Its beginning is asked for alone, as a row is large to copy.
        let latest = windows.count - 1
        if latest >= 0, 0..<WindowTable.span ~= time.nanoseconds(since: windows[latest].start) { return latest }
        let start = time.start(ofSpan: WindowTable.span)
        // What began long ago is looked for where it stands if no minute is missing.
        if latest >= 0 {
            let back = Int(windows[latest].start.nanoseconds(since: start) / WindowTable.span)
            if 0...latest ~= back, windows[latest - back].start == start { return latest - back }
        }
        var place = windows.count
        while place > 0, windows[place - 1].start > start { place -= 1 }
        if place > 0, windows[place - 1].start == start { return place - 1 }
        if windows.count >= WindowTable.limit {
            omitted &+= 1
            guard place > 0 else { return nil }
            windows.removeFirst()
            place -= 1
        }
        return open(start, at: place)
    }

    /// Opens a window at `place` and lets the samples go of the one that is live no more.
    private mutating func open(_ start: CaptureTime, at place: Int) -> Int {
        windows.insert((start, FigureRow()), at: place)
        let last = windows.count - 1 - WindowTable.liveLimit
        if last >= 0, place > last {
            past.add(windows[last].row)
            for index in longer.indices { longer[index].add(windows[last].row, at: windows[last].start) }
            windows[last].row.freeze()
        } else if last >= 0 {
            windows[place].row.freeze()
        }
        return place
    }
}
