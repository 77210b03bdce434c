/// What all associations together have lost and met.
struct AssociationLedger: Sendable {
    /// The frames counted as held that have been given up.
    var lost = LostFrames()
    /// The frames counted as held whose message proved not to be SIP.
    var framesFoundOther: UInt64 = 0
    /// How many directions were forgotten for new ones.
    var evictions: UInt64 = 0
    /// How often a direction gave up its pieces because of `ReassemblyLimits.pieceBytes`.
    var byteEvictions: UInt64 = 0
    /// How often one did because of its own limits.
    var directionEvictions: UInt64 = 0
    /// How often pieces had waited too long.
    var timeouts: UInt64 = 0
    /// How many chunks had come before.
    var repeats: UInt64 = 0
}

/// What is told of the table.
extension AssociationTable {
    /// The frames counted as held that have been given up.
    package var lost: LostFrames { ledger.lost }

    /// The frames counted as held whose message proved not to be SIP; they count as other now.
    package var framesFoundOther: UInt64 { ledger.framesFoundOther }

    /// The limits that hold here, and how often each was reached.
    package var limitUse: [LimitUse] {
        let seconds = Int(limits.pieceNanoseconds / 1_000_000_000)
        let ofDirection = limits.pieceBytesOfDirection
        return [
            LimitUse(name: "sctp_associations", value: limits.associations, reached: ledger.evictions),
            LimitUse(name: "sctp_bytes", value: limits.pieceBytes, reached: ledger.byteEvictions),
            LimitUse(name: "sctp_bytes_pending", value: ofDirection, reached: ledger.directionEvictions),
            LimitUse(name: "sctp_seconds", value: seconds, reached: ledger.timeouts),
        ]
    }

    /// What did not fit together: `sctp_repeated` chunks of associations that may carry SIP had come before; pieces of
    /// `associations_incomplete_at_end` wait still.
    package var issueCounts: [IssueCount] {
        [
            IssueCount(name: "sctp_repeated", count: ledger.repeats),
            IssueCount(name: "associations_incomplete_at_end", count: UInt64(waiting.count)),
        ]
    }

    /// The directions of associations of which pieces wait, and their frames.
    package var waiting: Waiting { directions.values.reduce(into: Waiting()) { $0.add(frames: $1.waitingFrames) } }
}
