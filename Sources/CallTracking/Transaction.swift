internal import NetworkTypes
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
    /// When the last copy of a request or of a response came, and the identification of its packet.
    var lastRequest = CopyStamp()
    var lastResponse = CopyStamp()

    init(method: Method?, cSeq: UInt32) {
        self.method = method
        self.cSeq = cSeq
    }
}

/// What tells a second look at a packet from the same message sent again (guard DUP: same IP identification in 20 ms).
struct CopyStamp: Sendable {
    private var time = CaptureTime.distantPast
    private var identification: UInt32 = 0
    private var byteCount: UInt32 = 0
    /// How far apart two copies by a mirror port may be, in nanoseconds.
    private static let window: Int64 = 20_000_000

    init() {}

    init(_ sighting: Sighting, byteCount: Int) {
        time = sighting.time
        identification = sighting.identification
        self.byteCount = UInt32(truncatingIfNeeded: byteCount)
    }

    /// Whether `other`, a copy of the same message, is the same packet captured a second time.
    func isSamePacket(as other: CopyStamp) -> Bool {
        identification == other.identification && byteCount == other.byteCount
            && other.time.nanoseconds(since: time).clampedMagnitude <= CopyStamp.window
    }
}

extension Int64 {
    /// The number with its sign dropped; the least number gives the greatest.
    fileprivate var clampedMagnitude: Int64 { self == .min ? .max : Swift.abs(self) }
}

extension Method? {
    /// Whether it is ACK; comparing two optional methods asks a witness table each time.
    var isACK: Bool { if case .ack = self { true } else { false } }
}
