/// The figures of one part of the traffic, or of all of it.
///
/// What it is told waits in a short list and is counted together: a row of a large table is seldom in a cache, and a
/// list touches little of it.
package struct FigureRow: Sendable {
    /// How many contributions wait at most.
    private static let waitingLimit = 32

    // First, as it is what is touched each time.
    private var waiting: [Contribution] = []
    /// The ratios, each chain counted once.
    package private(set) var ratios = RatioTable()
    /// Delays and durations.
    package private(set) var intervals: IntervalTable
    private let isCoarse: Bool

    /// Nothing counted yet; percentiles are up to one percent too long, or six where it `isCoarse`.
    package init(isCoarse: Bool = false) {
        self.isCoarse = isCoarse
        intervals = IntervalTable(isCoarse: isCoarse)
    }

    @inline(__always)
    mutating func add(_ contribution: Contribution) {
        waiting.append(contribution)
        if waiting.count >= FigureRow.waitingLimit { settle() }
    }

    /// Adds counts to the ratio called `name`.
    mutating func add(_ counts: Ratio, to name: KPIRatio) { ratios.add(counts, to: name) }

    /// Adds what another row was told, of which no samples were let go.
    mutating func add(_ other: FigureRow) {
        ratios.add(other.ratios)
        intervals.add(other.intervals)
        ratios.add(other.waiting)
        intervals.add(other.waiting)
    }

    /// Becomes what it was before anything was counted.
    mutating func clear() {
        waiting.removeAll(keepingCapacity: true)
        ratios = RatioTable()
        intervals = IntervalTable(isCoarse: isCoarse)
    }

    /// Keeps percentiles as they are and lets the samples go.
    mutating func freeze() {
        settle()
        intervals.freeze()
    }

    /// The same with nothing waiting.
    var settled: FigureRow {
        guard !waiting.isEmpty else { return self }
        var row = self
        row.settle()
        return row
    }

    mutating func settle() {
        ratios.add(waiting)
        intervals.add(waiting)
        waiting.removeAll(keepingCapacity: waiting.count == FigureRow.waitingLimit)
    }
}
