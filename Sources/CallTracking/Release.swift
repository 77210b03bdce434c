internal import NetworkTypes

/// The session that a 2xx began and how it is released: of several that forks answered, the one that is kept.
struct Release: Sendable {
    /// When its 2xx was seen.
    var answered = CaptureTime.distantPast
    /// When the first copy of its first BYE was seen, and the last final response to one.
    var began = CaptureTime.distantPast
    var ended = CaptureTime.distantPast
    /// When it ends unless it is refreshed.
    var timer = SessionTimer()
    /// A fingerprint of the callee's tag, which names the dialog; 0 before the answer.
    var calleeTag: UInt32 = 0
    /// The code of the last final response to a BYE; a success stays.
    var code: UInt16 = 0
    /// Whether the ACK was seen, and whether the 2xx was sent again for want of it.
    var isAcknowledged = false
    var answerWasRepeated = false
    /// Whether both sides sent a BYE within two seconds.
    var isCrossed = false
    /// Whether the sender of the BYE tries again after the last final response, or may.
    private(set) var mayGoOn = false
    /// Whether a BYE was seen on the caller's hop, of which then all moments are.
    private(set) var isNearCaller = false
    /// The tag and the 2xx of the latest other fork that answered and was not released; 0 where there is none.
    private var otherTag: UInt32 = 0
    private var otherAnswered = Moment()

    /// Two seconds, in nanoseconds: how fast a surplus fork is released, and how close together two BYEs cross.
    static let short: Int64 = 2_000_000_000

    /// Whether it was released so soon after the answer that it was a surplus one.
    var wasSurplus: Bool { began.isKnown && began.nanoseconds(since: answered) <= Release.short }

    /// Takes a BYE of its dialog, from the other side than the one before or not.
    ///
    /// The result says whether its moments count: those of the first, until one is seen on the caller's hop. What the
    /// one before it got, such as a challenge, is no end of this one, which may be answered by nobody.
    mutating func takeBye(isFromOtherSide: Bool, isNear: Bool, at time: CaptureTime) -> Bool {
        if isFromOtherSide, time.nanoseconds(since: began) <= Release.short { isCrossed = true }
        let isFirst = !began.isKnown || isNear && !isNearCaller
        if isFirst {
            isNearCaller = isNear
            began = time
        }
        if isFirst || !isSuccess && isNear == isNearCaller { (ended, code, mayGoOn) = (.distantPast, 0, false) }
        return isFirst
    }

    /// Takes the 2xx of another fork while this one is the session.
    mutating func takeOther(_ tag: UInt32, at time: CaptureTime) {
        otherTag = tag
        otherAnswered.set(time, since: answered)
    }

    /// Takes a BYE with `tag` on either side that is not of the session.
    mutating func giveUpOther(_ tag: UInt32) {
        if otherTag == tag { otherTag = 0 }
    }

    /// Makes the other fork that answered the session where a first BYE at `time` shows that this one was surplus.
    mutating func gaveWay(at time: CaptureTime) -> Bool {
        guard otherTag != 0, !began.isKnown, time.nanoseconds(since: answered) <= Release.short,
            let otherTime = otherAnswered.time(since: answered)
        else { return false }
        var other = Release()
        other.answered = otherTime
        other.calleeTag = otherTag
        // Which of the 2xx an ACK was for is not kept.
        other.isAcknowledged = isAcknowledged
        self = other
        return true
    }

    /// Takes the final response to a BYE, on the caller's hop or not, after which its sender `mayGoOn` or not.
    mutating func takeFinal(_ code: UInt16, mayGoOn: Bool, isNear: Bool, at time: CaptureTime) {
        guard !isSuccess, isNear || !isNearCaller else { return }
        self.mayGoOn = mayGoOn
        // The other side had hung up at the same moment and no longer knew the dialog.
        self.code = code == 481 && isCrossed ? 200 : code
        ended = time
    }

    /// Whether a BYE got its 2xx.
    var isSuccess: Bool { (200..<300).contains(code) }

    /// Whether a BYE that got `code` is tried again, with credentials or later.
    static func mayGoOn(after code: UInt16, hasRetryAfter: Bool) -> Bool {
        switch code {
        case 401, 407, 491: true
        case 503: hasRetryAfter
        default: false
        }
    }
}
