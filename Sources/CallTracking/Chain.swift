internal import NetworkTypes

/// How far the chain of INVITEs, or of REGISTERs, has come that a Call-ID stands for; on the hop nearest to the sender.
///
/// A time that is not known is ``CaptureTime/distantPast``: an optional would take half as much again.
struct Chain: Sendable {
    /// When its first request was seen, and its last final response.
    var began = CaptureTime.distantPast
    var ended = CaptureTime.distantPast
    /// When the first provisional response was seen beside 100 and 199, and the first that a caller notices.
    var progressed = CaptureTime.distantPast
    var noticed = CaptureTime.distantPast
    /// When the first 180 was seen, or as long as there is none the first 183 with a session description.
    var rang = CaptureTime.distantPast
    /// When the first 182 was seen, and the first response behind it that is none.
    var queued = CaptureTime.distantPast
    var leftQueue = CaptureTime.distantPast
    /// When the sender's CANCEL was seen.
    var cancelled = CaptureTime.distantPast
    /// Its transactions, and those that ended with a challenge, with a redirection, for want of an answer, by the callee.
    var bids: UInt16 = 0
    var challenged: UInt16 = 0
    var redirected: UInt16 = 0
    var ineffective: UInt16 = 0
    var declined: UInt16 = 0
    /// How many chains of REGISTERs were before this one.
    var earlierRounds: UInt16 = 0
    /// The Q.850 cause of the last final response, 0 where it has none.
    var cause: UInt8 = 0
    /// Whether a REGISTER of it takes bindings away.
    var isRemoval = false
    private var rangByMedia = false

    /// Takes a provisional response with `code`, or a 2xx, seen at `time`.
    mutating func takeProgress(_ code: UInt16, hasDescription: Bool, at time: CaptureTime) {
        if code == 182 { queued.setOnce(time) } else if queued.isKnown, code > 100 { leftQueue.setOnce(time) }
        guard code > 100, code < 199 else { return }
        progressed.setOnce(time)
        switch code {
        case 180...182: noticed.setOnce(time)
        case 183 where hasDescription: noticed.setOnce(time)
        default: break
        }
        if code == 180, rangByMedia || !rang.isKnown {
            rang = time
            rangByMedia = false
        } else if code == 183, hasDescription, !rang.isKnown {
            rang = time
            rangByMedia = true
        }
    }

    /// Takes the final response that ended one of its transactions.
    mutating func takeFinal(_ code: UInt16, cause: UInt8, at time: CaptureTime) {
        ended = time
        self.cause = cause
        if queued.isKnown { leftQueue.setOnce(time) }
        switch code {
        case 401, 407: challenged = challenged.saturatingIncrement
        case 300..<400: redirected = redirected.saturatingIncrement
        case 408, 500, 503, 504: ineffective = ineffective.saturatingIncrement
        case 480, 486, 600, 603: declined = declined.saturatingIncrement
        default: break
        }
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
