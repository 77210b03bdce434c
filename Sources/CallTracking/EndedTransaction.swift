/// A transaction whose time is over in another state than the ordinary one, which is a final response and for an INVITE
/// that failed its ACK.
package struct EndedTransaction: Sendable {
    /// Its slot in the tracker's table; the next message may put another transaction there.
    package let slot: UInt32
    /// How far it had come.
    package let state: TransactionState
    /// Whether an ACK with its branch was seen, of an INVITE.
    package let hasAck: Bool
    /// Whether a CANCEL for it was seen.
    package let wasCancelled: Bool
    /// How its request was sent again, and the latest of the different responses to it.
    package let request: Repeats
    package let response: Repeats
    /// The moment at which its time was over, in nanoseconds of capture time since the first message.
    package let deadline: Int64
    /// Whether it is over: an INVITE in progress is told when it has been silent for longer than Timer C, and goes on,
    /// as some callees ring for longer.
    package let isOver: Bool
}

extension CallTracker {
    /// What is told of the transaction in `slot`, whose time is over; `nil` where it came to its ordinary end.
    func ended(_ slot: UInt32, isOver: Bool) -> EndedTransaction? {
        switch transactions[slot].state {
        case .calling, .trying, .proceeding: break
        case .completed where transactions[slot].method.isInvite: break
        case .accepted where transactions[slot].responseRepeats.count > 0: break
        case .accepted, .completed, .confirmed, .terminated: return nil
        }
        return EndedTransaction(
            slot: slot,
            state: transactions[slot].state,
            hasAck: transactions[slot].hasAck,
            wasCancelled: transactions[slot].wasCancelled,
            request: transactions[slot].requestRepeats,
            response: transactions[slot].responseRepeats,
            deadline: transactions.deadline(of: slot),
            isOver: isOver
        )
    }
}
