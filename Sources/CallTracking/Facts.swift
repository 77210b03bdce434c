package import NetworkTypes

/// How an attempt to set up a session went: a chain of INVITEs outside a dialog, told with the first 2xx, or when
/// nothing can follow its last final response.
///
/// Times are those of the hop nearest to the caller that the capture shows. A chain goes on over challenges,
/// redirections that are followed and other servers that are tried, and is one attempt (RFC 6076 §4, RFC 3261 §8.1.3).
package struct AttemptFacts: Sendable {
    /// Who sent the first INVITE, and to whom.
    package var client: Endpoint
    package var server: Endpoint
    /// When the first copy of the first INVITE was seen.
    package var began: CaptureTime
    /// How it ended; `inProgress` and `unanswered` where no final response was seen.
    package var outcome: CallOutcome
    /// A hash of who calls whom: equal for a redial, whatever its Call-ID; 0 where it is not known.
    package var intent: UInt64 = 0
    /// The last final response of the chain; 0 where there is none, or where its code is out of range.
    package var finalCode: UInt16 = 0
    /// When that was seen, or the first 2xx.
    package var ended: CaptureTime?
    /// When its INVITE was given up because nothing, or nothing more, came; `nil` where that is not known.
    package var gaveUp: CaptureTime?
    /// Whether a provisional response to its last INVITE was seen, 100 included.
    package var hasProvisional = false
    /// The Q.850 cause of its Reason header field (RFC 3326), 0 where there is none.
    package var cause: UInt8 = 0
    /// When the first provisional response was seen that is neither 100 nor 199.
    package var progressed: CaptureTime?
    /// When the first was seen that a caller notices: 180, 181, 182, or 183 with a session description.
    package var noticed: CaptureTime?
    /// When the first 180 was seen, or without any the first 183 with a session description.
    package var rang: CaptureTime?
    /// Whether a 180 was seen: the callee's device rang, and an announcement was not all.
    package var hasAlerted = false
    /// When the first 182 was seen, and when the first later response that is none ended the waiting.
    package var queued: CaptureTime?
    package var leftQueue: CaptureTime?
    /// When the first 2xx was seen.
    package var answered: CaptureTime?
    /// When the caller's CANCEL was seen.
    package var cancelled: CaptureTime?
    /// INVITE transactions of the chain, and of them those that ended with 401 or 407, with 3xx, with a
    /// code that makes them ineffective, such as 503 (or without a response), and with 480, 486, 600 or 603.
    package var bids: UInt16 = 0
    package var challenged: UInt16 = 0
    package var redirected: UInt16 = 0
    package var ineffective: UInt16 = 0
    package var declined: UInt16 = 0
    /// The delay of each further dialog that a fork created, from the first INVITE on, in nanoseconds; the first is
    /// `progressed`.
    package var furtherDialogs: [Int64] = []
    /// Whether the capture shows its beginning, how it ended, and the side that would have answered; if not, it counts
    /// in no figure and as excluded.
    package var isWhole: Bool
    /// Whether its beginning is there and nothing that was sent to the caller.
    package var isOneSided = false
    /// Whether its first INVITE was seen; without that nothing is known of it but that there was one.
    package var hasStart: Bool { bids > 0 }

    /// An attempt of which nothing is known but where and how it began and ended.
    package init(
        client: Endpoint,
        server: Endpoint,
        began: CaptureTime,
        outcome: CallOutcome,
        isWhole: Bool
    ) {
        self.client = client
        self.server = server
        self.began = began
        self.outcome = outcome
        self.isWhole = isWhole
    }
}

/// How an answered session ended: told with the 2xx to its BYE, or when nobody can answer that any more.
package struct SessionFacts: Sendable {
    /// Who called, and who was called.
    package var client: Endpoint
    package var server: Endpoint
    /// When its attempt began.
    package var began: CaptureTime
    /// When the first 2xx to the INVITE of this dialog was seen.
    package var answered: CaptureTime
    /// When the first copy of the first BYE was seen, by either side.
    package var released: CaptureTime
    /// Whether the caller sent it.
    package var wasReleasedByCaller: Bool
    /// When the last final response to a BYE was seen; `nil` where none came although Timer F has passed, or none but
    /// one after which the BYE should have been sent again.
    package var disconnected: CaptureTime?
    /// Its code; 0 where there is none.
    ///
    /// A 481 for a BYE that crossed another within two seconds is given as 200.
    package var finalCode: UInt16 = 0
    /// Whether the ACK for the 2xx was seen, or the 2xx was not sent again.
    package var wasAcknowledged: Bool

    /// A session with everything known of it.
    package init(
        client: Endpoint,
        server: Endpoint,
        began: CaptureTime,
        answered: CaptureTime,
        released: CaptureTime,
        wasReleasedByCaller: Bool,
        wasAcknowledged: Bool
    ) {
        self.client = client
        self.server = server
        self.began = began
        self.answered = answered
        self.released = released
        self.wasReleasedByCaller = wasReleasedByCaller
        self.wasAcknowledged = wasAcknowledged
    }
}

/// How an attempt to register went: REGISTERs with one Call-ID and rising CSeq, of which each further one follows a
/// challenge, a 423 or a redirection within 30 s.
package struct RegistrationFacts: Sendable {
    /// What it was for.
    package enum Kind: String, CaseIterable, Sendable {
        /// The first of its Call-ID.
        case initial
        /// A later one.
        case refresh
        /// It takes bindings away: Expires is 0.
        case remove
    }

    /// Who registers, and where.
    package var client: Endpoint
    package var server: Endpoint
    /// What it was for.
    package var kind: Kind
    /// When the first REGISTER of the chain was seen.
    package var began: CaptureTime
    /// When the last final response was seen; `nil` where none came although Timer F has passed.
    package var ended: CaptureTime?
    /// When its REGISTER was given up because no final response came; `nil` where that is not known.
    package var gaveUp: CaptureTime?
    /// Its code; 0 where there is none.
    package var finalCode: UInt16 = 0
    /// REGISTER transactions of the chain, and of them those that ended with 401 or 407.
    package var requests: UInt16 = 1
    package var challenged: UInt16 = 0
    /// Whether the capture shows it from its beginning and from both sides, and it was not dropped before its end to
    /// make room.
    package var isWhole: Bool
    /// Whether its beginning is there and nothing that was sent to the one who registers.
    package var isOneSided = false

    /// A chain of which nothing is known but where and how it began.
    package init(client: Endpoint, server: Endpoint, kind: Kind, began: CaptureTime, isWhole: Bool) {
        self.client = client
        self.server = server
        self.kind = kind
        self.began = began
        self.isWhole = isWhole
    }
}
