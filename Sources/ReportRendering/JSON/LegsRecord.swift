internal import CallTracking
internal import Tallying

/// The object `calls.legs`: calls that are further legs of others.
struct LegsRecord: Encodable {
    private let groups: UInt64
    private let legs: UInt64
    private let by: [String: UInt64]

    private enum CodingKeys: String, CodingKey { case groups, legs, by }

    /// The object; `nil` where there are no legs.
    init?(_ counts: LegCounts) {
        guard counts.total > 0 else { return nil }
        groups = counts.groups
        legs = counts.total
        by = Dictionary(LegCorrelation.allCases.map { ($0.rawValue, counts[$0]) }, uniquingKeysWith: &+)
    }
}
