internal import Histogram

/// How long something took: count, least, mean, percentiles and greatest of all samples, in memory that is bounded.
///
/// Samples are kept in microseconds. Up to ``exactLimit`` of them are kept as they are, to seven digits; what has more
/// keeps a histogram with two significant digits, so that its percentiles are up to one percent too long. Count, least,
/// mean and greatest are exact. Which of both it is follows from the samples alone, not from the order in which they
/// came or were merged.
package struct Interval: Sendable {
    /// The most samples that are kept as they are: few rows of the tables ever have more, and a histogram takes
    /// kilobytes.
    package static let exactLimit = 256
    /// The most samples that percentiles are made of; what comes later is in the other figures only.
    private static let distributionLimit = UInt64(UInt32.max)

    /// Samples.
    package private(set) var count: UInt64 = 0
    /// Microseconds of all together, which stop at the end of `UInt64`.
    private var sum: UInt64 = 0
    private var least: UInt64 = .max
    private var greatest: UInt64 = 0
    /// The samples in the order in which they came; where nothing is kept any more, the percentiles of ``Percentiles``.
    private var samples: [Float] = []
    /// The histogram, if there is one: an array, as a row of tables has many intervals, and most are empty.
    private var distribution: [Histogram<UInt32>] = []
    private var isFrozen = false
    /// The latest samples, which wait to be kept together.
    private var waiting = InlineArray<8, Float>(repeating: 0)
    private var waitingCount: UInt8 = 0

    /// The seconds that so many percent of the samples do not exceed.
    package struct Percentiles: Equatable, Sendable {
        package var p50, p90, p95, p99: Double
    }

    /// No sample yet.
    package init() {}

    /// Takes a sample; one below zero is a fault of a clock and never enters.
    mutating func add(_ nanoseconds: Int64) {
        guard nanoseconds >= 0 else { return }
        let microseconds = UInt64(nanoseconds) / 1_000
        count &+= 1
        addToSum(microseconds)
        least = min(least, microseconds)
        greatest = max(greatest, microseconds)
        waiting[Int(waitingCount & 7)] = Float(microseconds)
        waitingCount &+= 1
        if waitingCount == 8 { settle() }
    }

    /// Keeps the samples that wait.
    private mutating func settle() {
        if !isFrozen { for place in 0..<Int(waitingCount) { keep(waiting[place]) } }
        waitingCount = 0
    }

    private mutating func keep(_ sample: Float) {
        guard distribution.isEmpty else { return record(sample) }
        samples.append(sample)
        if samples.count > Interval.exactLimit { beginDistribution() }
    }

    /// Takes all samples of another.
    mutating func add(_ other: Interval) {
        count &+= other.count
        addToSum(other.sum)
        least = min(least, other.least)
        greatest = max(greatest, other.greatest)
        guard !isFrozen, !other.isFrozen else { return }
        if let more = other.distribution.first {
            beginDistribution()
            if count <= Interval.distributionLimit { distribution[0].add(more) }
        }
        for sample in other.samples { keep(sample) }
        for place in 0..<Int(other.waitingCount) { keep(other.waiting[place]) }
    }

    /// Keeps the percentiles as they are and lets the samples go; what comes later is in the other figures only.
    mutating func freeze() {
        guard !isFrozen, let percentiles else { return }
        waitingCount = 0
        samples = [percentiles.p50, percentiles.p90, percentiles.p95, percentiles.p99].map { Float($0 * 1_000_000) }
        distribution = []
        isFrozen = true
    }

    /// The shortest, the mean and the longest in seconds; `nil` without a sample.
    package var minimum: Double? { count > 0 ? Interval.seconds(least) : nil }
    package var mean: Double? { count > 0 ? Double(sum) / Double(count) / 1_000_000 : nil }
    package var maximum: Double? { count > 0 ? Interval.seconds(greatest) : nil }

    /// The percentiles that reports show; `nil` without a sample.
    package var percentiles: Percentiles? {
        guard count > 0 else { return nil }
        var whole = self
        whole.settle()
        let values = whole.seconds(at: [50, 90, 95, 99])
        return Percentiles(p50: values[0], p90: values[1], p95: values[2], p99: values[3])
    }

    /// The seconds that each of so many percent of the samples, of which none wait, do not exceed.
    private func seconds(at percentages: [Int]) -> [Double] {
        if isFrozen { return samples.map { Double($0) / 1_000_000 } }
        guard let histogram = distribution.first else {
            let sorted = samples.sorted()
            return percentages.map { Double(sorted[(sorted.count * $0 + 99) / 100 - 1]) / 1_000_000 }
        }
        return percentages.map {
            Interval.seconds(max(least, min(histogram.valueAtPercentile(Double($0)), greatest)))
        }
    }

    private mutating func addToSum(_ microseconds: UInt64) {
        let (total, isOver) = sum.addingReportingOverflow(microseconds)
        sum = isOver ? .max : total
    }

    private mutating func record(_ sample: Float) {
        // A place of the histogram must not run over, as the library would trap.
        if count <= Interval.distributionLimit { distribution[0].record(UInt64(sample)) }
    }

    /// Moves what was kept as it is into a histogram, if there is none yet.
    private mutating func beginDistribution() {
        guard distribution.isEmpty else { return }
        // As large as the samples so far need, as growing takes twice the room; a few kilobytes for seconds.
        var histogram = Histogram<UInt32>(
            highestTrackableValue: max(2, greatest),
            numberOfSignificantValueDigits: .two
        )
        histogram.autoResize = true
        for sample in samples { histogram.record(UInt64(sample)) }
        samples = []
        distribution = [histogram]
    }

    private static func seconds(_ microseconds: UInt64) -> Double { Double(microseconds) / 1_000_000 }
}
