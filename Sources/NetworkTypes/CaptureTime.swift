/// A moment on the clock of the capture: nanoseconds since 1970-01-01 00:00 UTC, as the frames carry it.
///
/// Nothing below the service reads another clock. Differences never trap: they stop at the ends of `Int64`.
package struct CaptureTime: Comparable, Hashable, Sendable {
    /// Nanoseconds since 1970; 292 years to either side.
    package var nanoseconds: Int64

    /// The moment `nanoseconds` after 1970.
    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Before every frame.
    package static let distantPast = CaptureTime(nanoseconds: .min)

    /// How many nanoseconds lie between `earlier` and this moment; negative where this one is the earlier.
    package func nanoseconds(since earlier: CaptureTime) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return overflow ? (nanoseconds < 0 ? .min : .max) : difference
    }

    /// The moment `nanoseconds` later, or the end of time where that lies beyond it.
    package func adding(nanoseconds: Int64) -> CaptureTime {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return CaptureTime(nanoseconds: overflow ? (nanoseconds < 0 ? .min : .max) : sum)
    }

    package static func < (left: CaptureTime, right: CaptureTime) -> Bool { left.nanoseconds < right.nanoseconds }
}
