/// A share of a whole as two counts, from which the percentage is made (RFC 6076 §4).
package struct Ratio: Equatable, Sendable {
    /// What has the property.
    package private(set) var numerator: UInt64
    /// What could have it.
    package private(set) var denominator: UInt64

    /// So many of so many; of none to begin with.
    package init(_ numerator: UInt64 = 0, of denominator: UInt64 = 0) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The percentage with two decimals; `nil` of nothing, which is not 0.
    package var value: Double? {
        guard denominator > 0 else { return nil }
        return (Double(numerator) / Double(denominator) * 10_000).rounded() / 100
    }

    /// Whether anything was counted above or below the line.
    package var isTold: Bool { numerator > 0 || denominator > 0 }

    /// Adds the counts of another.
    mutating func add(_ other: Ratio) {
        numerator &+= other.numerator
        denominator &+= other.denominator
    }
}
