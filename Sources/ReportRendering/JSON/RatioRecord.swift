internal import Tallying

/// A ratio: a percentage, which is null of nothing, and the two counts that it is made of.
struct RatioRecord: Encodable {
    private let value: OrNull<Double>
    private let numerator: UInt64
    private let denominator: UInt64

    private enum CodingKeys: String, CodingKey { case value, numerator, denominator }

    init(_ ratio: Ratio) {
        value = OrNull(ratio.value)
        numerator = ratio.numerator
        denominator = ratio.denominator
    }
}
