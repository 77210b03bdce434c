internal import Tallying

/// A ratio: a percentage, which is null of nothing, and the two counts that it is made of.
struct RatioRecord: Encodable {
    private let ratio: Ratio

    private enum CodingKeys: String, CodingKey { case value, numerator, denominator }

    init(_ ratio: Ratio) { self.ratio = ratio }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(ratio.value, forKey: .value)
        try container.encode(ratio.numerator, forKey: .numerator)
        try container.encode(ratio.denominator, forKey: .denominator)
    }
}

/// An interval in seconds, in which all but the count is null without a sample.
struct IntervalRecord: Encodable {
    private let interval: Interval

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

    init(_ interval: Interval) { self.interval = interval }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let percentiles = interval.percentiles
        try container.encode(interval.count, forKey: .count)
        try container.encode(interval.minimum, forKey: .minimum)
        try container.encode(interval.mean, forKey: .mean)
        try container.encode(percentiles?.p50, forKey: .p50)
        try container.encode(percentiles?.p90, forKey: .p90)
        try container.encode(percentiles?.p95, forKey: .p95)
        try container.encode(percentiles?.p99, forKey: .p99)
        try container.encode(interval.maximum, forKey: .maximum)
    }
}
