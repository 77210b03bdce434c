internal import NetworkTypes

/// A call as it is kept while it is open: what its requests tell, and what every message asks.
///
/// In a flood of requests that nobody answers there are a million of these, so what only responses tell stands in a
/// record of its own, which few calls of a flood have.
struct OpenCall: Sendable {
    // What every message touches comes first, so that it lies in few cache lines.

    /// What the Call-ID is used for.
    var kind: CallKind
    /// Whether the INVITE that starts a call was seen.
    var hasStart = false
    /// Whether its chain ended with a final response whose code is out of range.
    var endedOutOfRange = false
    /// Whether the caller's CANCEL was seen before an answer.
    var wasCancelled = false
    /// The slot of what its responses told; `UInt32.max` before the first.
    var responses = UInt32.max
    /// When its end and the first 2xx to the INVITE were seen; not known where they were not.
    var endedTime = CaptureTime.distantPast
    var answeredTime = CaptureTime.distantPast
    /// The frame that completed its latest message.
    var lastFrame: FrameReference
    /// Different responses by class, 1xx…6xx at 1…6 and all others at 0.
    var classes = InlineArray<7, UInt16>(repeating: 0)
    /// The last final response of the attempt chain, or of the Call-ID's latest transaction outside a call; 0 if none.
    var finalCode: UInt16 = 0
    /// Messages sent again.
    var retransmissions: UInt32 = 0
    /// Challenges (401, 407) that the chain met.
    var challenges: UInt16 = 0
    /// The fewest Via values of a request that starts it: what has more is a hop further on.
    var viaCount: UInt16 = 0
    /// The sender of the first request, or the receiver of a first response.
    var caller: Endpoint
    /// Linked hops that its INVITE was seen on.
    var hops: UInt8 = 1
    /// Whether nothing was seen to be sent to the caller when it last waited in vain, and no response since, so that
    /// silence says nothing.
    var isOneSided = false
    /// Whether its Call-ID was seen before, in what is forgotten by now.
    var isReturning = false
    /// Whether another call took its place.
    var wasReplaced = false
    /// Whether its session has a timer, which ends it unless it is refreshed.
    var mayExpire = false
    /// How much of it is missing before its first message, or because it had to make room.
    var seen = Evidence.whole
    /// The slot of its latest INVITE transaction.
    var lastInvite = UInt32.max
    /// The receiver of the first request, or the sender of a first response.
    var callee: Endpoint
    /// What carried the first message.
    let transport: Transport
    /// Whether the caller sent the BYE; `nil` where none was seen.
    var wasReleasedByCaller: Bool?
    /// Its slot in the table of legs, where its INVITE says something that other legs would.
    var leg = UInt32.max
    /// The chain of its INVITEs or REGISTERs.
    var chain = Chain()
    /// What the figures were told of its attempt and its session.
    var told = Told()
    /// A hash of who calls whom, by the URIs of From and To of the INVITE that starts it; the same in every run.
    var intent: UInt64 = 0
    /// When the first message was seen.
    let began: CaptureTime
    /// The frame that completed its first message.
    let firstFrame: FrameReference
    /// Its words, where records are written.
    var text = CallText()

    init(kind: CallKind, caller: Endpoint, callee: Endpoint, _ sighting: Sighting) {
        self.kind = kind
        self.caller = caller
        self.callee = callee
        transport = sighting.flow.transport
        began = sighting.time
        firstFrame = sighting.frame
        lastFrame = sighting.frame
    }

    /// Whether no response was seen.
    var isWithoutResponse: Bool { classes.indices.allSatisfy { classes[$0] == 0 } }
}
