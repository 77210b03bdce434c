package import NetworkTypes

/// How many calls are up at once: answered, and not released yet.
package struct OpenSessions: Sendable {
    /// How many there are.
    package private(set) var now: UInt64 = 0
    /// The most that there were at once, and when that was first so; `nil` where none was answered.
    package private(set) var peak: UInt64 = 0
    package private(set) var peakTime: CaptureTime?

    /// None so far.
    package init() {}

    /// Counts one that was answered at `time`.
    mutating func open(at time: CaptureTime) {
        now &+= 1
        guard now > peak else { return }
        peak = now
        peakTime = time
    }

    /// Counts one that was released, or that is forgotten.
    mutating func close() {
        if now > 0 { now &-= 1 }
    }
}
