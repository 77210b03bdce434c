internal import Tallying

/// An interval in seconds, in which all but the count is null without a sample.
struct IntervalRecord: Encodable {
    private let count: UInt64
    private let minimum, mean, p50, p90, p95, p99, maximum: OrNull<Double>

    private enum CodingKeys: String, CodingKey {
        case count
        case minimum = "min_seconds"
        case mean = "mean_seconds"
        case p50 = "p50_seconds"
        case p90 = "p90_seconds"
        case p95 = "p95_seconds"
        case p99 = "p99_seconds"
        case maximum = "max_seconds"
    }

    init(_ interval: Interval) {
        let percentiles = interval.percentiles
        count = interval.count
        minimum = OrNull(interval.minimum)
        mean = OrNull(interval.mean)
        p50 = OrNull(percentiles?.p50)
        p90 = OrNull(percentiles?.p90)
        p95 = OrNull(percentiles?.p95)
        p99 = OrNull(percentiles?.p99)
        maximum = OrNull(interval.maximum)
    }
}
