/// How much capture time has passed, safe against timestamps that jump.
///
/// Everything that expires measures against this clock and not against timestamps. A timestamp far from the others, in
/// either direction, is believed when the next one agrees with it: a single stray stamp moves nothing, a capture that
/// pauses or a clock that is set moves the time one frame late. Small steps back, as from frames of two interfaces,
/// stand still until the time catches up.
package struct SteadyClock: Sendable {
    /// The largest step, in nanoseconds and either direction, that needs no second timestamp to be believed: 10 s.
    package static let largestStep: Int64 = 10_000_000_000

    /// Nanoseconds since the first timestamp, as far as they are believed; never goes back.
    package private(set) var elapsed: Int64 = 0

    /// What `elapsed` will have been at the latest timestamp if the next one agrees with it; the same for most frames.
    ///
    /// It is what to note the time of an event by. Else the first event after a pause would count as one before it, and
    /// be as old as the pause as soon as that is believed. A note above `stamp` was made by a stray timestamp.
    package private(set) var stamp: Int64 = 0

    private var latest: CaptureTime?
    private var doubtful: CaptureTime?

    /// A clock that starts with the first timestamp it is given.
    package init() {}

    /// Takes notice of the timestamp `time`.
    package mutating func advance(to time: CaptureTime) {
        guard let latest else {
            self.latest = time
            return
        }
        let step = time.nanoseconds(since: latest)
        if step >= 0, step <= SteadyClock.largestStep, doubtful == nil {
            elapsed = SteadyClock.sum(elapsed, step)
            self.latest = time
            stamp = elapsed
        } else {
            judge(time, after: latest)
        }
    }

    /// The slow path: a timestamp that is far away, goes back, or follows a doubtful one.
    private mutating func judge(_ time: CaptureTime, after believed: CaptureTime) {
        var latest = believed
        if let doubtful {
            self.doubtful = nil
            let distance = time.nanoseconds(since: doubtful)
            if distance >= -SteadyClock.largestStep, doubtful > latest || distance <= SteadyClock.largestStep {
                elapsed = SteadyClock.sum(elapsed, doubtful.nanoseconds(since: latest))
                latest = doubtful
            }
        }
        let step = time.nanoseconds(since: latest)
        stamp = SteadyClock.sum(elapsed, step)
        if step > SteadyClock.largestStep || step < -SteadyClock.largestStep {
            doubtful = time
        } else if step > 0 {
            elapsed = stamp
            latest = time
        }
        self.latest = latest
    }

    /// `elapsed` after `step` more, which counts only where it goes forward.
    private static func sum(_ elapsed: Int64, _ step: Int64) -> Int64 {
        let (sum, overflow) = elapsed.addingReportingOverflow(max(0, step))
        return overflow ? .max : sum
    }
}
