package import NetworkTypes

/// Figures minute by minute, by the time at which things ended: so many minutes, of which the oldest goes first.
package struct WindowTable: Sendable {
    /// The most minutes that are kept: those of a day without a pause.
    package static let limit = 1_440
    /// How long a window is, in nanoseconds.
    package static let span: Int64 = 60_000_000_000

    private var rows: [CaptureTime: FigureRow] = [:]
    /// Windows that went to make room, and what ended before all windows that are kept.
    package private(set) var omitted: UInt64 = 0

    /// No window yet.
    package init() {}

    /// The windows by their beginning, the earliest first.
    package var all: [(start: CaptureTime, row: FigureRow)] {
        rows.map { (start: $0.key, row: $0.value) }.sorted { $0.start < $1.start }
    }

    /// Lets `change` add to the window of what ended at `time`.
    mutating func update(_ time: CaptureTime, _ change: (inout FigureRow) -> Void) {
        let start = time.start(ofSpan: WindowTable.span)
        if rows[start] == nil, rows.count >= WindowTable.limit {
            omitted &+= 1
            guard let oldest = rows.keys.min(), oldest < start else { return }
            rows[oldest] = nil
        }
        change(&rows[start, default: FigureRow()])
    }

    /// Adds the windows of another.
    mutating func add(_ other: WindowTable) {
        omitted &+= other.omitted
        for (start, row) in other.all { update(start) { $0.add(row) } }
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
    mutating func add(at time: CaptureTime) { add(1, in: time.start(ofSpan: 1_000_000_000)) }

    /// Adds the seconds of another.
    mutating func add(_ other: BusiestSecond) {
        greatest = max(greatest, other.greatest)
        for (second, count) in zip(other.seconds, other.counts) where count > 0 { add(count, in: second) }
    }

    private mutating func add(_ count: UInt64, in second: CaptureTime) {
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
        counts[place] &+= count
        greatest = max(greatest, counts[place])
    }
}

extension CaptureTime {
    /// The beginning of the span of so many nanoseconds that it lies in, counted from 1970; the end of time where that lies
    /// beyond it.
    func start(ofSpan span: Int64) -> CaptureTime {
        let rest = nanoseconds % span
        return adding(nanoseconds: rest < 0 ? -(rest + span) : -rest)
    }
}
