internal import NetworkTypes

/// Windows of more than a minute, made of the minutes that let their samples go.
///
/// Those come in the order of time, so that the latest window alone grows by whole minutes and keeps its samples.
struct LongerWindows: Sendable {
    let span: WindowSpan
    private var rows: WindowRows

    /// No window yet.
    init(_ span: WindowSpan) {
        self.span = span
        rows = WindowRows(limit: span.limit)
    }

    /// The windows by their beginning, the earliest first.
    var windows: [(start: CaptureTime, row: FigureRow)] { rows.kept.map { ($0.start, $0.row.settled) } }

    /// Windows that went to make room, and what ended before all windows that are kept.
    var omitted: UInt64 { rows.omitted }

    /// Counts what the minute that began at `time` was told.
    mutating func add(_ minute: FigureRow, at time: CaptureTime) {
        if let place = place(of: time) { rows.kept[place].row.add(minute) }
    }

    /// Counts `contribution`, which ended at `time` and is in no minute that keeps its samples.
    mutating func add(_ contribution: Contribution, at time: CaptureTime) {
        if let place = place(of: time) { rows.kept[place].row.add(contribution) }
    }

    /// Adds counts to the ratio called `name` in the window of `time`.
    mutating func add(_ counts: Ratio, to name: KPIRatio, at time: CaptureTime) {
        if let place = place(of: time) { rows.kept[place].row.add(counts, to: name) }
    }

    /// Counts what waits in any window.
    mutating func settle() {
        for place in rows.kept.indices { rows.kept[place].row.settle() }
    }

    private mutating func place(of time: CaptureTime) -> Int? {
        guard let (place, isNew) = rows.place(of: time.start(ofSpan: span.nanoseconds)) else { return nil }
        guard isNew else { return place }
        // The latest is the only one to keep its samples.
        let over = place == rows.kept.count - 1 ? place - 1 : place
        if over >= 0 { rows.kept[over].row.freeze() }
        return place
    }
}
