package import CallTracking

/// Calls that are further legs of others, because a B2BUA made several calls of one.
package struct LegCounts: Sendable {
    /// Groups of calls that are legs of one.
    package private(set) var groups: UInt64 = 0
    /// How many INVITEs outside a dialog carried the header field that was named for it; `nil` where none was, and in a
    /// snapshot alone.
    package internal(set) var headerCount: UInt64?
    private var counts = SIMD4<UInt64>(repeating: 0)

    /// Nothing counted yet.
    package init() {}

    /// The legs of all groups beyond the first of each.
    package var total: UInt64 { counts.wrappedSum() }

    /// How many legs were found by `correlation`; these sum to ``total``.
    package subscript(correlation: LegCorrelation) -> UInt64 { counts[correlation.place] }

    /// Counts a call that was found to be a further leg by `correlation`; where it `formsGroup`, it is the second one.
    mutating func add(_ correlation: LegCorrelation, formsGroup: Bool) {
        counts[correlation.place] &+= 1
        if formsGroup { groups &+= 1 }
    }
}
