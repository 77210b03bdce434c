internal import CallTracking
internal import NetworkTypes
internal import RuleEvaluation

/// When something is decided, and what was known of the capture then.
struct Moment {
    var time: CaptureTime
    let now: Int64
    let isLossy: Bool

    init(time: CaptureTime, now: Int64, isLossy: Bool) {
        (self.time, self.now, self.isLossy) = (time, now, isLossy)
    }

    /// That of the message at hand.
    init(_ scene: borrowing Scene) {
        self.init(time: scene.sighting.time, now: scene.now, isLossy: scene.isLossy)
    }
}

/// What the branches of a proxy came to, of all together.
struct Branches {
    var sent = CaptureTime(nanoseconds: .max)
    var answered = CaptureTime(nanoseconds: .max)
    var acknowledged = CaptureTime.distantPast
    var cancelled = CaptureTime.distantPast
    var delivers = false
    var wasCancelled = false

    var hasResponse: Bool { answered.nanoseconds != .max }

    init(of above: Hop, _ hops: borrowing HopTable) {
        var all = self
        all.wasCancelled = above.wasCancelled
        hops.forEachBranch(of: above) { branch in
            all.sent = min(all.sent, branch.time)
            all.wasCancelled = all.wasCancelled || branch.wasCancelled
            if branch.ackTime != .distantPast { all.acknowledged = branch.ackTime }
            if branch.cancelAnswerTime != .distantPast {
                let isFirst = all.cancelled == .distantPast
                all.cancelled = isFirst ? branch.cancelAnswerTime : min(all.cancelled, branch.cancelAnswerTime)
            }
            guard branch.hasResponse else { return }
            all.answered = min(all.answered, branch.firstResponseTime)
            if branch.finalCode == above.finalCode { all.delivers = true }
        }
        self = all
    }

    private init() {}
}
