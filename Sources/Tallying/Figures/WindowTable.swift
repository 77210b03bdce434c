package import NetworkTypes

/// Figures minute by minute, by the time at which things ended: so many minutes, of which the oldest goes first.
package struct WindowTable: Sendable {
    /// The most minutes that are kept: those of a day without a pause.
    package static let limit = 1_440
    /// How many minutes keep their samples; what ends in earlier ones leaves their percentiles as they are.
    package static let liveLimit = 16
    /// How long a window is, in nanoseconds.
    package static let span: Int64 = 60_000_000_000

    private var windows: [(start: CaptureTime, row: FigureRow)] = []
    /// What counts in windows that keep their samples no more, or in none.
    private var past = FigureRow()
    /// Windows that went to make room, and what ended before all windows that are kept.
    package private(set) var omitted: UInt64 = 0

    /// No window yet.
    package init() {}

    /// The windows by their beginning, the earliest first.
    package var all: [(start: CaptureTime, row: FigureRow)] { windows.map { ($0.start, $0.row.settled) } }

    /// Everything together.
    var total: FigureRow {
        windows.suffix(WindowTable.liveLimit).reduce(into: past) { $0.add($1.row) }.settled
    }

    /// Counts `contribution` in the window of what ended at `time`.
    mutating func add(_ contribution: Contribution, at time: CaptureTime) {
        let place = place(of: time)
        if let place { windows[place].row.add(contribution) }
        if place.map({ !isLive($0) }) ?? true { past.add(contribution) }
    }

    /// Counts what waits in any window.
    mutating func settle() {
        past.settle()
        for place in windows.indices { windows[place].row.settle() }
    }

    private func isLive(_ place: Int) -> Bool { place >= windows.count - WindowTable.liveLimit }

    private mutating func place(of time: CaptureTime) -> Int? {
        // Nearly everything ends in the latest minute. Its beginning is asked for alone, as a row is large to copy.
        let latest = windows.count - 1
        if latest >= 0, 0..<WindowTable.span ~= time.nanoseconds(since: windows[latest].start) { return latest }
        let start = time.start(ofSpan: WindowTable.span)
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
            windows[last].row.freeze()
        } else if last >= 0 {
            windows[place].row.freeze()
        }
        return place
    }
}

/// The second in which most attempts began.
///
/// Attempts are told when they end, so the counts of the last hour or so are kept; what began before is left out.
struct BusiestSecond: Sendable {
    /// How many seconds are kept apart; a power of two.
    static let span = 4_096
    private static let none = CaptureTime.distantPast

    private var seconds: [CaptureTime] = []
    private var counts: [UInt64] = []
    /// Attempts of the busiest second.
    private(set) var greatest: UInt64 = 0

    /// Counts an attempt that began at `time`.
    mutating func add(at time: CaptureTime) {
        let second = time.start(ofSpan: 1_000_000_000)
        if seconds.isEmpty {
            seconds = Array(repeating: BusiestSecond.none, count: BusiestSecond.span)
            counts = Array(repeating: 0, count: BusiestSecond.span)
        }
        let place = Int(truncatingIfNeeded: second.nanoseconds / 1_000_000_000) & (BusiestSecond.span - 1)
        if second > seconds[place] {
            seconds[place] = second
            counts[place] = 0
        }
        guard second == seconds[place] else { return }
        counts[place] &+= 1
        greatest = max(greatest, counts[place])
    }
}

extension CaptureTime {
    /// The beginning of the span of so many nanoseconds that it lies in, counted from 1970; the end of time where that
    /// lies beyond it.
    func start(ofSpan span: Int64) -> CaptureTime {
        let rest = nanoseconds % span
        return adding(nanoseconds: rest < 0 ? -(rest + span) : -rest)
    }
}
