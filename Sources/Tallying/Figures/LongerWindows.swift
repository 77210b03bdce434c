internal import NetworkTypes

/// Windows of more than a minute, made of the minutes that let their samples go.
///
/// Those come in the order of time, so that the latest window alone grows by whole minutes and keeps its samples.
struct LongerWindows: Sendable {
    let span: WindowSpan
    private var kept: [(start: CaptureTime, row: FigureRow)] = []
    /// Windows that went to make room, and what ended before all windows that are kept.
    private(set) var omitted: UInt64 = 0

    /// No window yet.
    init(_ span: WindowSpan) { self.span = span }

    /// The windows by their beginning, the earliest first.
    var windows: [(start: CaptureTime, row: FigureRow)] { kept.map { ($0.start, $0.row.settled) } }

    /// Counts what the minute that began at `time` was told.
    mutating func add(_ minute: FigureRow, at time: CaptureTime) {
        if let place = place(of: time) { kept[place].row.add(minute) }
    }

    /// Counts `contribution`, which ended at `time` and is in no minute that keeps its samples.
    mutating func add(_ contribution: Contribution, at time: CaptureTime) {
        if let place = place(of: time) { kept[place].row.add(contribution) }
    }

    /// Adds counts to the ratio called `name` in the window of `time`.
    mutating func add(_ counts: Ratio, to name: KPIRatio, at time: CaptureTime) {
        if let place = place(of: time) { kept[place].row.add(counts, to: name) }
    }

    /// Counts what waits in any window.
    mutating func settle() {
        for place in kept.indices { kept[place].row.settle() }
    }

    private mutating func place(of time: CaptureTime) -> Int? {
        let start = time.start(ofSpan: span.nanoseconds)
        var place = kept.count
        while place > 0, kept[place - 1].start > start { place -= 1 }
        if place > 0, kept[place - 1].start == start { return place - 1 }
        if kept.count >= span.limit {
            omitted &+= 1
            guard place > 0 else { return nil }
            kept.removeFirst()
            place -= 1
        }
        kept.insert((start, FigureRow()), at: place)
        // The latest is the only one to keep its samples.
        let over = place == kept.count - 1 ? place - 1 : place
        if over >= 0 { kept[over].row.freeze() }
        return place
    }
}
