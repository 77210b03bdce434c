internal import NetworkTypes
package import SIPCatalogue

/// A hop transaction: a request and all responses to it between two neighbours (RFC 3261 §17).
package struct Transaction: Sendable {
    // In an order that leaves no gaps, as a flood opens a million.

    /// The CSeq number, or 0 where it cannot be read.
    package internal(set) var cSeq: UInt32
    /// The method, where it is a registered one.
    package let method: Method?
    /// Whether its request was seen; if not, the capture began later or shows one direction only.
    package internal(set) var hasRequest = false
    /// Whether it got a final response.
    package internal(set) var hasFinal = false
    /// Whether any response to it was seen.
    var hasResponse = false
    /// Whether its request was sent again.
    var wasRepeated = false
    /// Whether its ACK was seen, of a transaction of method INVITE.
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
    }
}

extension Method? {
    /// Whether it is ACK; comparing two optional methods asks a witness table each time.
    var isACK: Bool { if case .ack = self { true } else { false } }
}
