internal import NetworkTypes

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
