package import SIPCatalogue

/// What a message meant for transactions and calls: the tracker's answer to each message.
package struct Observation: Sendable {
    /// Whether a message is new, sent again, or captured again.
    package enum Copy: Sendable {
        /// Seen for the first time.
        case first
        /// The same message sent again: same hop, branch, CSeq, code and tags.
        case retransmission
        /// The same packet captured a second time, as a mirror port gives it.
        case duplicate
    }

    /// Whether the message is new, sent again, or captured again.
    package internal(set) var copy = Copy.first
    /// Whether its Call-ID was never seen before.
    package internal(set) var hasNewCallID = false
    /// Whether it is the INVITE that starts a call.
    package internal(set) var beginsCall = false
    /// Whether it is the first sign of a transaction.
    package internal(set) var beginsTransaction = false
    /// Whether it is the first final response of its transaction.
    package internal(set) var completesTransaction = false

    /// The slots of its transaction and call in the tracker's tables.
    var transaction: UInt32 = .max
    var call: UInt32 = .max
}

/// Something that came to its end without a message to show for it.
package enum Ending: Sendable {
    /// A Call-ID is forgotten: its timers have passed, or the table was full.
    case call(Call, outcome: CallOutcome)
    /// A transaction got no final response although its timers have passed.
    case unansweredTransaction(method: Method?)
}
