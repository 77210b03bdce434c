internal import NetworkTypes

/// The chain of INVITEs, or of REGISTERs, that a Call-ID stands for, on the hop nearest to the sender: its requests.
struct Chain: Sendable {
    /// When its first request was seen; ``CaptureTime/distantPast`` before any.
    var began = CaptureTime.distantPast
    /// The CSeq number of its latest INVITE, which the branches of a client that forks share.
    var cSeq: UInt32 = 0
    /// Its transactions, and those that nothing at all came back for, where these count as ineffective.
    var bids: UInt16 = 0
    var unanswered: UInt16 = 0
    /// Those of its transactions that got no final response yet.
    var openBids: UInt16 = 0
    /// How many chains of REGISTERs were before this one, as long as the Call-ID was not forgotten in between.
    var earlierRounds: UInt16 = 0
    /// Whether a REGISTER of it takes bindings away.
    var isRemoval = false
    /// What must have answered its INVITE although the capture does not show it.
    var missed = Missed.nothing
    /// Whether its beginning was not seen, as where a challenge comes first; or of REGISTERs the end, as their call had
    /// to make room.
    var isPartial = false
    /// When the latest of its requests that nobody answered was given up.
    var gaveUp = Moment()

    /// A final response that other messages tell of.
    enum Missed: UInt8 {
        case nothing
        /// One that is no 2xx, as its ACK says.
        case failure
        /// A 2xx, as its ACK or a BYE says.
        case answer
    }

    /// Notes that one of its transactions got its final response, or waits no more.
    mutating func closeBid() {
        if openBids > 0 { openBids &-= 1 }
    }
}

/// How far responses brought a chain; each moment counts from its beginning.
struct Progress: Sendable {
    /// When its last final response was seen.
    private(set) var ended = Moment()
    /// When the first provisional response was seen beside 100 and 199, and the first that a caller notices.
    private(set) var progressed = Moment()
    private(set) var noticed = Moment()
    /// When the first 180 was seen, or as long as there is none the first 183 with a session description.
    private(set) var rang = Moment()
    /// When the first 182 was seen, and the first response behind it that is none.
    private(set) var queued = Moment()
    private(set) var leftQueue = Moment()
    /// When the sender's CANCEL was seen.
    private(set) var cancelled = Moment()
    /// Transactions of the chain that ended with a challenge, with a redirection, for want of an answer, by the callee.
    private(set) var challenged: UInt16 = 0
    private(set) var redirected: UInt16 = 0
    private(set) var ineffective: UInt16 = 0
    private(set) var declined: UInt16 = 0
    /// The Q.850 cause of the final response that the chain comes to, 0 where it has none.
    var cause: UInt8 = 0
    private var rangByMedia = false
    /// Whether a provisional response to its last request was seen, 100 included.
    private(set) var hasProvisional = false

    /// Whether a 180 was seen.
    var hasAlerted: Bool { rang.isKnown && !rangByMedia }

    /// Takes a provisional response with `code`, or a 2xx, seen at `time`.
    mutating func takeProgress(_ code: UInt16, hasDescription: Bool, at time: CaptureTime, since began: CaptureTime) {
        if code < 200 { hasProvisional = true }
        if code == 182 {
            queued.setOnce(time, since: began)
        } else if queued.isKnown, code > 100 {
            leftQueue.setOnce(time, since: began)
        }
        guard code > 100, code < 199 else { return }
        progressed.setOnce(time, since: began)
        switch code {
        case 180...182: noticed.setOnce(time, since: began)
        case 183 where hasDescription: noticed.setOnce(time, since: began)
        default: break
        }
        if code == 180, rangByMedia || !rang.isKnown {
            rang.set(time, since: began)
            rangByMedia = false
        } else if code == 183, hasDescription, !rang.isKnown {
            rang.set(time, since: began)
            rangByMedia = true
        }
    }

    /// Takes the final response that ended one of its transactions, in vain where it `isIneffective`.
    mutating func takeFinal(
        _ code: UInt16,
        isIneffective: Bool = false,
        at time: CaptureTime,
        since began: CaptureTime
    ) {
        end(at: time, since: began)
        if isIneffective { ineffective = ineffective.saturatingIncrement }
        if queued.isKnown { leftQueue.setOnce(time, since: began) }
        switch code {
        case 401, 407: challenged = challenged.saturatingIncrement
        case 300..<400: redirected = redirected.saturatingIncrement
        case 480, 486, 600, 603: declined = declined.saturatingIncrement
        default: break
        }
    }

    /// Takes a final response that says nothing beyond being one.
    mutating func end(at time: CaptureTime, since began: CaptureTime) { ended.set(time, since: began) }

    /// Takes the sender's CANCEL; the first counts, until a further request takes it back.
    mutating func cancel(at time: CaptureTime, since began: CaptureTime) { cancelled.setOnce(time, since: began) }

    /// Takes back a CANCEL that was not for all of its branches.
    mutating func takeBackCancel() { cancelled = Moment() }

    /// Takes a further request: neither a CANCEL nor a final response was the end.
    mutating func reopen() {
        cancelled = Moment()
        ended = Moment()
        hasProvisional = false
    }
}

/// When something happened after a beginning: in four bytes, as every open call has many of them.
///
/// Microseconds up to 71 minutes; what comes later counts as then, and what comes before as the beginning.
struct Moment: Sendable {
    private var microseconds = UInt32.max

    /// Whether it happened at all.
    var isKnown: Bool { microseconds != .max }

    mutating func set(_ time: CaptureTime, since beginning: CaptureTime) {
        let span = max(0, time.nanoseconds(since: beginning)) / 1_000
        microseconds = UInt32(truncatingIfNeeded: min(span, Int64(UInt32.max) - 1))
    }

    mutating func setOnce(_ time: CaptureTime, since beginning: CaptureTime) {
        if !isKnown { set(time, since: beginning) }
    }

    /// The time, or `nil` where it did not happen.
    func time(since beginning: CaptureTime) -> CaptureTime? {
        isKnown ? beginning.adding(nanoseconds: Int64(microseconds) * 1_000) : nil
    }
}

extension CaptureTime {
    /// Whether it is a time at all.
    var isKnown: Bool { nanoseconds != Int64.min }

    /// The time, or `nil` where it is none.
    var known: CaptureTime? { isKnown ? self : nil }

    /// Becomes `time` unless it is a time already.
    mutating func setOnce(_ time: CaptureTime) {
        if !isKnown { self = time }
    }
}
