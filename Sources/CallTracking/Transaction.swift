internal import NetworkTypes
package import SIPCatalogue

/// A hop transaction: a request and all responses to it between two neighbours (RFC 3261 §17).
package struct Transaction: Sendable {
    // In an order that leaves no gaps: with the table's own fields it fills two cache lines.

    /// The method, where it is a registered one.
    package let method: Method?
    /// How far it has come.
    package internal(set) var state: TransactionState
    /// Whether its request was seen; if not, the capture began later or shows one direction only.
    package internal(set) var hasRequest = false
    /// Whether an ACK with its branch was seen, of a transaction of method INVITE; also before the response that it is
    /// for, and for a 2xx by an element of RFC 2543.
    var hasAck = false
    /// What it means for its call.
    var role = Role.none
    /// On which linked hop of its call it is, from 1.
    var hop: UInt8 = 1
    /// How its request was sent again.
    var requestRepeats = Repeats()
    /// Whether a CANCEL for it was seen.
    var wasCancelled = false
    /// Whether its request is an INVITE outside a dialog.
    var isOutsideDialog = false
    /// Whether it was told as one in progress that is silent for longer than Timer C.
    var wasSilent = false
    /// How the latest of its different responses was sent again.
    var responseRepeats = Repeats()
    /// Milliseconds from its beginning to its first provisional response, up to a minute; the greatest number before.
    private var firstProvisional = UInt16.max
    /// The CSeq number, or 0 where it cannot be read.
    package internal(set) var cSeq: UInt32
    /// The slots of its call, and of the INVITE transaction of its call before it.
    var call = UInt32.max
    var previousInvite = UInt32.max
    /// When the latest of its different responses was first seen.
    private(set) var latestResponse = Moment()
    /// The key of its call, and a hash of the Via stack of its own request.
    var callKey: UInt64 = 0
    var viaStack: UInt32 = 0
    /// What its first message is told from others by, where that opened its call; else 0.
    var content: UInt32 = 0
    /// When the first copy of its request was seen, or without one its first response.
    var began: CaptureTime
    /// Fingerprints of the different responses so far; further ones than fit stand in the tracker's overflow.
    var responses = InlineArray<4, UInt32>(repeating: 0)

    /// What a transaction means for its call.
    enum Role: UInt8 {
        /// Nothing beyond itself.
        case none
        /// An INVITE outside a dialog on the hop nearest to the caller: one step of an attempt chain.
        case attempt
        /// A REGISTER on the hop nearest to its sender.
        case registration
        /// A BYE of the session that is kept, on any hop.
        case release
        /// A REFER, on any hop.
        case transfer
    }

    init(method: Method?, cSeq: UInt32, at time: CaptureTime) {
        self.method = method
        self.cSeq = cSeq
        state = TransactionState(beginning: method)
        began = time
    }

    /// Takes a new response; the result says whether it is the first final one.
    mutating func take(_ event: TransactionState.Event, at time: CaptureTime) -> Bool {
        latestResponse.set(time, since: began)
        responseRepeats = Repeats()
        if case .provisional = event, firstProvisional == .max {
            firstProvisional = UInt16(clamping: min(time.nanoseconds(since: began) / 1_000_000, 65_534))
        }
        let wasOpen = state.isOpen
        state = state.after(event)
        // The ACK has overtaken it, or is that for another copy.
        if hasAck { state = state.after(.acknowledgement) }
        return wasOpen && !state.isOpen
    }

    /// Nanoseconds from the first copy of the latest of its different responses to `time`, at least 0.
    func sinceResponse(_ time: CaptureTime) -> Int64 {
        max(0, time.nanoseconds(since: latestResponse.time(since: began) ?? time))
    }

    /// Nanoseconds from its first provisional response to `time`, to the millisecond; `nil` without one.
    func sinceProvisional(_ time: CaptureTime) -> Int64? {
        guard firstProvisional != .max else { return nil }
        return max(0, time.nanoseconds(since: began) &- Int64(firstProvisional) * 1_000_000)
    }

    /// Takes an ACK with its branch.
    mutating func takeAck() {
        hasAck = true
        state = state.after(.acknowledgement)
    }
}

// Comparing two optional methods asks a witness table each time.
extension Method? {
    /// Whether it is ACK.
    var isACK: Bool { if case .ack = self { true } else { false } }

    /// Whether it is INVITE.
    var isInvite: Bool { if case .invite = self { true } else { false } }
}
