internal import CallTracking
internal import Tallying

/// The object `calls.transfers`: what was asked for with a REFER, by what became of it.
struct TransfersRecord: Encodable {
    private let counts: [String: UInt64]

    /// The object; `nil` where no transfer was asked for.
    init?(_ counts: TransferCounts) {
        guard counts.total > 0 else { return nil }
        let outcomes = Transfer.Outcome.allCases.map { ($0.rawValue, counts[$0]) }
        self.counts = Dictionary([("asked", counts.total)] + outcomes, uniquingKeysWith: &+)
    }

    func encode(to encoder: any Encoder) throws { try counts.encode(to: encoder) }
}
