/// How long something took: count, least, mean, percentiles and greatest of all samples, in memory that is bounded.
///
/// Samples are kept in microseconds. Up to ``exactLimit`` of them are kept as they are, to seven digits; what has more
/// keeps a histogram, so that its percentiles are a little too long. Count, least, mean and greatest are
/// exact. Which of both it is follows from the samples alone, not from the order in which they came or were merged.
package struct Interval: Sendable {
    /// The most samples that are kept as they are, where steps are fine and where they are coarse.
    ///
    /// Few rows of the tables ever have more, and a histogram takes kilobytes; steps are coarse where rows are many.
    package static let exactLimit = 256
    package static let coarseExactLimit = 64

    /// Samples.
    package private(set) var count: UInt64 = 0
    /// Microseconds of all together, which stop at the end of `UInt64`.
    private var sum: UInt64 = 0
    private var least: UInt64 = .max
    private var greatest: UInt64 = 0
    /// The samples in the order in which they came; where nothing is kept any more, the percentiles of ``Percentiles``,
    /// if there were any.
    private var samples: [Float] = []
    private var histogram: DelayHistogram
    private var state = State.exact
    private let isCoarse: Bool

    /// What is kept: the samples, a histogram of them, or their percentiles alone.
    private enum State { case exact, counted, frozen }

    /// The seconds that so many percent of the samples do not exceed.
    package struct Percentiles: Equatable, Sendable {
        package var p50, p90, p95, p99: Double
    }

    /// No sample yet; percentiles are up to one percent too long, or six where it `isCoarse`.
    package init(isCoarse: Bool = false) {
        self.isCoarse = isCoarse
        histogram = DelayHistogram(isCoarse: isCoarse)
    }

    /// Takes a sample; one below zero is a fault of a clock and never enters.
    mutating func add(_ nanoseconds: Int64) {
        guard nanoseconds >= 0 else { return }
        let microseconds = UInt64(nanoseconds) / 1_000
        count &+= 1
        addToSum(microseconds)
        least = min(least, microseconds)
        greatest = max(greatest, microseconds)
        keep(Float(microseconds))
    }

    @inline(__always)
    private mutating func keep(_ sample: Float) {
        switch state {
        case .exact:
            samples.append(sample)
            if samples.count > (isCoarse ? Interval.coarseExactLimit : Interval.exactLimit) { beginHistogram() }
        case .counted: histogram.add(sample)
        case .frozen: break
        }
    }

    /// Takes all samples of another.
    mutating func add(_ other: Interval) {
        count &+= other.count
        addToSum(other.sum)
        least = min(least, other.least)
        greatest = max(greatest, other.greatest)
        if case .frozen = state { return }
        switch other.state {
        case .exact: for sample in other.samples { keep(sample) }
        case .counted:
            beginHistogram()
            histogram.add(other.histogram)
        case .frozen: break
        }
    }

    /// Keeps the percentiles as they are and lets the samples go; what comes later is in the other figures only.
    mutating func freeze() {
        samples =
            percentiles.map { [$0.p50, $0.p90, $0.p95, $0.p99].map { Float($0 * 1_000_000) } } ?? []
        histogram = DelayHistogram(isCoarse: isCoarse)
        state = .frozen
    }

    /// The shortest, the mean and the longest in seconds; `nil` without a sample.
    package var minimum: Double? { count > 0 ? Interval.seconds(least) : nil }
    package var mean: Double? { count > 0 ? Double(sum) / Double(count) / 1_000_000 : nil }
    package var maximum: Double? { count > 0 ? Interval.seconds(greatest) : nil }

    /// The percentiles that reports show; `nil` without a sample, or where all came after the others were let go.
    package var percentiles: Percentiles? {
        switch state {
        case .exact, .frozen: guard !samples.isEmpty else { return nil }
        case .counted: break
        }
        // Samples are kept to seven digits, and a step of the histogram ends beyond them.
        let values = microseconds(at: [50, 90, 95, 99])
            .map { max(Double(least), min($0, Double(greatest))) / 1_000_000 }
        return Percentiles(p50: values[0], p90: values[1], p95: values[2], p99: values[3])
    }

    /// The microseconds that each of so many percent of the samples, of which there is one at least, do not exceed.
    private func microseconds(at percentages: [Int]) -> [Double] {
        switch state {
        case .exact:
            let sorted = samples.sorted()
            return percentages.map { Double(sorted[(sorted.count * $0 + 99) / 100 - 1]) }
        case .counted:
            return histogram.samples(at: percentages.map { UInt64($0) }).map { Double($0) }
        case .frozen: return samples.map { Double($0) }
        }
    }

    private mutating func addToSum(_ microseconds: UInt64) {
        let (total, isOver) = sum.addingReportingOverflow(microseconds)
        sum = isOver ? .max : total
    }

    /// Moves what was kept as it is into a histogram, if there is none yet.
    @inline(never)
    private mutating func beginHistogram() {
        guard case .exact = state else { return }
        for sample in samples { histogram.add(sample) }
        samples = []
        state = .counted
    }

    private static func seconds(_ microseconds: UInt64) -> Double { Double(microseconds) / 1_000_000 }
}
