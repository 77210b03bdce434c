package import CallTracking

/// Transfers that were asked for with a REFER, by what became of them.
package struct TransferCounts: Sendable {
    private var counts = InlineArray<5, UInt64>(repeating: 0)

    /// Nothing counted yet.
    package init() {}

    /// How many were asked for.
    package var total: UInt64 { counts.indices.reduce(0) { $0 &+ counts[$1] } }

    /// How many came to `outcome`; these sum to ``total``.
    package subscript(outcome: Transfer.Outcome) -> UInt64 { counts[outcome.place] }

    /// Counts what was asked for in a call.
    mutating func add(_ transfers: [Transfer]) {
        for transfer in transfers { counts[transfer.outcome.place] &+= 1 }
    }
}
