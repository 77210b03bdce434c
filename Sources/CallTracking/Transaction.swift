internal import NetworkTypes
package import SIPCatalogue

/// A hop transaction: a request and all responses to it between two neighbours (RFC 3261 §17).
package struct Transaction: Sendable {
    // In an order that leaves no gaps, as a flood opens a million.

    /// The CSeq number, or 0 where it cannot be read.
    package internal(set) var cSeq: UInt32
    /// How far it has come.
    package internal(set) var state: TransactionState
    /// Whether its request was seen; if not, the capture began later or shows one direction only.
    package internal(set) var hasRequest = false
    /// Whether its request was sent again.
    var wasRepeated = false
    /// Whether an ACK with its branch was seen, of a transaction of method INVITE; also before the response that it is
    /// for, and for a 2xx by an element of RFC 2543.
    var hasAck = false
    /// What it means for its call.
    var role = Role.none
    /// On which linked hop of its call it is, from 1.
    var hop: UInt8 = 1
    /// Fingerprints of the different responses so far; further ones than fit stand in the tracker's overflow.
    var responses = InlineArray<4, UInt32>(repeating: 0)
    /// The slot and the key of its call.
    var call = UInt32.max
    var callKey: UInt64 = 0
    /// When the first copy of its request was seen.
    var began = CaptureTime.distantPast
    /// Which rules held for it.
    package internal(set) var marks = MarkSet()
    /// A hash of the Via stack of its own request, and the slot of the INVITE transaction of its call before it.
    var viaStack: UInt64 = 0
    var previousInvite = UInt32.max

    /// What a transaction means for its call.
    enum Role: UInt8 {
        /// Nothing beyond itself.
        case none
        /// An INVITE outside a dialog on the hop nearest to the caller: one step of an attempt chain.
        case attempt
        /// A REGISTER on the hop nearest to its sender.
        case registration
        /// A BYE of the session that is kept, on that hop.
        case release
    }

    init(method: Method?, cSeq: UInt32) {
        self.method = method
        self.cSeq = cSeq
        state = TransactionState(beginning: method)
    }

    /// Takes a new response; the result says whether it is the first final one.
    mutating func take(_ event: TransactionState.Event) -> Bool {
        let wasOpen = state.isOpen
        state = state.after(event)
        // The ACK has overtaken it, or is that for another copy.
        if hasAck { state = state.after(.acknowledgement) }
        return wasOpen && !state.isOpen
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
