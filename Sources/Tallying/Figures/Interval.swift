internal import Histogram

/// How long something took: count, least, mean, percentiles and greatest of all samples, in memory that is bounded.
///
/// Samples are kept in microseconds. Up to ``exactLimit`` of them are kept as they are; what has more keeps a histogram with
/// two significant digits, so that its percentiles are up to one percent too long. Count, least, mean and greatest are exact.
/// Which of both it is follows from the samples alone, not from the order in which they came or were merged.
package struct Interval: Sendable {
    /// The most samples that are kept as they are; most rows of the tables never have more, and a histogram takes kilobytes.
    package static let exactLimit = 64
    /// The most samples that percentiles are made of; what comes later is in the other figures only.
    private static let distributionLimit = UInt64(UInt32.max)

    /// Samples.
    package private(set) var count: UInt64 = 0
    /// Microseconds of all together, which stop at the end of `UInt64`.
    private var sum: UInt64 = 0
    private var least: UInt64 = .max
    private var greatest: UInt64 = 0
    private var samples: [UInt64] = []
    private var distribution: Histogram<UInt32>?

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
        keep(microseconds)
    }

    /// Takes all samples of another.
    mutating func add(_ other: Interval) {
        count &+= other.count
        addToSum(other.sum)
        least = min(least, other.least)
        greatest = max(greatest, other.greatest)
        guard let more = other.distribution else {
            for sample in other.samples { keep(sample) }
            return
        }
        beginDistribution()
        if count <= Interval.distributionLimit { distribution?.add(more) }
    }

    /// The shortest, the mean and the longest in seconds; `nil` without a sample.
    package var minimum: Double? { count > 0 ? Interval.seconds(least) : nil }
    package var mean: Double? { count > 0 ? Double(sum) / Double(count) / 1_000_000 : nil }
    package var maximum: Double? { count > 0 ? Interval.seconds(greatest) : nil }

    /// The seconds that `percentage` percent of the samples do not exceed; `nil` without a sample.
    package func percentile(_ percentage: Double) -> Double? {
        guard count > 0 else { return nil }
        if let distribution {
            return Interval.seconds(max(least, min(distribution.valueAtPercentile(percentage), greatest)))
        }
        let rank = Int((percentage * Double(samples.count) / 100).rounded(.up))
        return Interval.seconds(samples.sorted()[min(max(rank, 1), samples.count) - 1])
    }

    private mutating func addToSum(_ microseconds: UInt64) {
        let (total, isOver) = sum.addingReportingOverflow(microseconds)
        sum = isOver ? .max : total
    }

    private mutating func keep(_ microseconds: UInt64) {
        if distribution == nil {
            guard samples.count >= Interval.exactLimit else {
                samples.append(microseconds)
                return
            }
            beginDistribution()
        }
        // A place of the histogram must not run over, as the library would trap.
        if count <= Interval.distributionLimit { distribution?.record(microseconds) }
    }

    /// Moves what was kept as it is into a histogram, if there is none yet.
    private mutating func beginDistribution() {
        guard distribution == nil else { return }
        // As large as the samples so far need, as growing takes twice the room; a few kilobytes for seconds.
        var histogram = Histogram<UInt32>(
            highestTrackableValue: max(2, greatest),
            numberOfSignificantValueDigits: .two
        )
        histogram.autoResize = true
        for sample in samples { histogram.record(sample) }
        samples = []
        distribution = histogram
    }

    private static func seconds(_ microseconds: UInt64) -> Double { Double(microseconds) / 1_000_000 }
}
