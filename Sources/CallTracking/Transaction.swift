package import SIPCatalogue

/// A hop transaction: a request and all responses to it between two neighbours (RFC 3261 §17).
package struct Transaction: Sendable {
    /// The method, where it is a registered one.
    package let method: Method?
    /// The CSeq number, or 0 where it cannot be read.
    package internal(set) var cSeq: UInt32
    /// Whether its request was seen; if not, the capture began later or shows one direction only.
    package internal(set) var hasRequest = false
    /// Whether it got a final response.
    package internal(set) var hasFinal = false
    /// Which rules held for it.
    package internal(set) var marks = MarkSet()

    /// Whether it is an INVITE outside a dialog on the hop nearest to the caller: one step of an attempt chain.
    var isAttempt = false
    /// Whether its ACK was seen, of a transaction of method INVITE.
    var hasAck = false
    /// Fingerprints of the different responses so far; further ones than fit stand in the tracker's overflow.
    var responses = SIMD4<UInt32>(repeating: 0)

    init(method: Method?, cSeq: UInt32) {
        self.method = method
        self.cSeq = cSeq
    }
}

extension Method? {
    /// Whether it is ACK; comparing two optional methods asks a witness table each time.
    var isACK: Bool { if case .ack = self { true } else { false } }
}
