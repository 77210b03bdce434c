/// What a message meant for transactions and calls: the tracker's answer to each message.
package struct Observation: Sendable {
    /// Whether a message is new, sent again, captured again, or seen on both sides of a NAT.
    package enum Copy: Sendable {
        /// Seen for the first time.
        case first
        /// The same message sent again: same hop, branch, CSeq, code and tags.
        case retransmission
        /// The same packet captured a second time, as a mirror port gives it.
        case duplicate
        /// The same message seen on the other side of an address translation.
        case twin
    }

    /// What an ACK or a PRACK acknowledges.
    package enum Acknowledged: Sendable {
        /// No response that was seen.
        case nothing
        /// A 300–699 to the INVITE whose branch the ACK has.
        case failure
        /// A 2xx to an INVITE.
        case success
        /// A reliable provisional response (RFC 3262).
        case provisional
    }

    /// Whether the message is new, sent again, captured again, or seen on both sides of a NAT.
    package internal(set) var copy = Copy.first
    /// Whether it was seen for the first time.
    package var isFirst: Bool { copy == .first }
    /// Whether its sender sent it again.
    package var isRetransmission: Bool { copy == .retransmission }
    /// Whether it was captured again.
    package var isDuplicate: Bool { copy == .duplicate }
    /// Whether it was seen before on the other side of a NAT.
    package var isTwin: Bool { copy == .twin }
    /// Whether its Call-ID was never seen before.
    package internal(set) var hasNewCallID = false
    /// Whether it is the INVITE that starts a call.
    package internal(set) var beginsCall = false
    /// Whether it is the first sign of a transaction.
    package internal(set) var beginsTransaction = false
    /// Whether it is the first copy of the request of a transaction, whatever was seen of that before; an ACK is none.
    package internal(set) var bringsRequest = false
    /// Whether it is the first final response of its transaction.
    package internal(set) var completesTransaction = false
    /// Whether it is the first final response, other than a challenge, to an INVITE outside a dialog.
    package internal(set) var answersCall = false
    /// Whether the transaction it begins takes the name of one of the same method that got no final response.
    package internal(set) var replacesUnanswered = false

    /// Whether it is the first time that a request was sent again, after its first copy was seen; an ACK is none.
    package internal(set) var isFirstRepeat = false
    /// Which copy it is of a request, or of the latest of the different responses to one, from 1 up to 256.
    ///
    /// A copy of an earlier response, or of an ACK, is a retransmission without a number: 1.
    package internal(set) var copyNumber = 1
    /// Nanoseconds from the first copy to this one.
    package internal(set) var sinceFirst: Int64 = 0
    /// Nanoseconds from the first provisional response to this copy of the request; negative where either is missing.
    ///
    /// A client that sends an INVITE again has not got the response (RFC 3261 §17.1.1.2).
    package internal(set) var sinceProvisional: Int64 = -1
    /// Nanoseconds from the first copy of the request to this, its first response of any kind; negative where it is not
    /// that.
    package internal(set) var responseDelay: Int64 = -1
    /// What an ACK or a PRACK acknowledges.
    ///
    /// It stands with the first copy. Of INVITEs inside a dialog only those that failed are known.
    package internal(set) var acknowledges = Acknowledged.nothing
    /// The state in which a CANCEL finds the INVITE that it is for; `nil` where that was not seen, and for all else.
    ///
    /// In progress as it should be, too early while that is still calling, or too late (RFC 3261 §9.1).
    package internal(set) var cancels: TransactionState?
    /// By what its call is found to be a leg of another with it; `nil` where it is none, or where that was known.
    package internal(set) var legCorrelation: LegCorrelation?
    /// Whether with it that other call has its second leg.
    package internal(set) var formsLegGroup = false

    /// The slots of its transaction and call in the tracker's tables; an ACK to a 300–699 has that of the INVITE.
    var transaction: UInt32 = .max
    var call: UInt32 = .max
    /// The same for those who keep something beside the tracker's tables; `UInt32.max` where it has none.
    package var transactionSlot: UInt32 { transaction }
    package var callSlot: UInt32 { call }
    /// The slot of what responses tell of its call, where it is a response and has a call.
    var told: UInt32 = .max
}
