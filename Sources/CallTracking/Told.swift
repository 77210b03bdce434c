/// What the figures were told of a call: its attempt and its session end long before it is forgotten.
struct Told: Sendable {
    /// The INVITE transactions of the attempt when that was told, none before; what has more began later.
    private(set) var bids: UInt16 = 0
    /// Those of them that got no answer, and the dialogs.
    private(set) var ineffective: UInt16 = 0
    private(set) var dialogs: UInt16 = 0
    /// Whether its session was told.
    var hasSession = false

    /// Whether its attempt was told.
    var hasAttempt: Bool { bids > 0 }

    /// Notes that the attempt is told as it stands.
    mutating func takeAttempt(_ chain: Chain, failed: UInt16, dialogs count: UInt16) {
        bids = max(1, chain.bids)
        ineffective = failed.saturatingSum(chain.unanswered)
        dialogs = count
    }
}
