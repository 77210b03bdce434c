package import RuleEvaluation

/// How many findings there are of each severity.
package struct SeverityCounts: Sendable {
    private var counts = InlineArray<3, UInt64>(repeating: 0)

    /// None.
    package init() {}

    /// How many there are with `severity`.
    package subscript(severity: Severity) -> UInt64 { counts[severity.rank] }

    /// All of them.
    package var total: UInt64 { counts[0] &+ counts[1] &+ counts[2] }

    /// Counts one.
    package mutating func add(_ severity: Severity) { counts[severity.rank] &+= 1 }

    /// Counts those of `other` as well.
    package mutating func add(_ other: SeverityCounts) {
        for place in 0..<3 { counts[place] &+= other.counts[place] }
    }
}
