/// How a message was sent again: how often, and with which gaps, to the millisecond and up to a minute.
package struct Repeats: Sendable {
    /// How copies follow each other.
    package enum Spacing: Sendable {
        /// As the timers of RFC 3261 have it: T1, then twice as long each time, where they have a longest gap up to T2.
        case timers
        /// Always the same, from a sender without such timers.
        case even
        /// Within a tenth of a second of the first: a path that doubles packets, and no timer.
        case burst
        /// Any other way; a copy may have been missed.
        case irregular
    }

    /// Milliseconds from the first copy to the latest, from the first to the second, and between the two that lay
    /// farthest apart.
    private var latest: UInt16 = 0
    private var first: UInt16 = 0
    private var longest: UInt16 = 0
    /// How often the message was sent again; 255 stands for more as well.
    package private(set) var count: UInt8 = 0

    /// It was not sent again.
    package init() {}

    /// The gap between the first two copies in nanoseconds, which is the T1 of the sender; 0 where there is one.
    package var firstGap: Int64 { Int64(first) * 1_000_000 }
    /// Nanoseconds from the first copy to the latest, to the millisecond; 0 where there is one.
    package var span: Int64 { Int64(latest) * 1_000_000 }
    /// The longest gap in nanoseconds.
    package var longestGap: Int64 { Int64(longest) * 1_000_000 }

    /// Takes a copy that was seen `span` nanoseconds after the first one.
    mutating func note(after span: Int64) {
        let time = UInt16(clamping: span / 1_000_000)
        // A clock that stepped back shows no gap.
        let gap = time > latest ? time &- latest : 0
        if count == 0 { first = gap }
        longest = max(longest, gap)
        latest = max(latest, time)
        if count < .max { count &+= 1 }
    }

    /// How the copies follow each other; `nil` where there is one only.
    ///
    /// A quarter more or less is as expected. An INVITE is sent again in gaps without a longest (Timer A, §17.1.1.2),
    /// everything else in gaps of up to T2 (timers E and G).
    package func spacing(isInvite: Bool) -> Spacing? {
        guard count > 0 else { return nil }
        guard latest > Repeats.burst else { return .burst }
        let (first, longest) = (Int64(first), Int64(longest))
        let doubled = min(first &<< Int64(min(count &- 1, 16)), isInvite ? .max : Repeats.longestByTimers)
        let expected = count == 1 ? TimerSpan.t1 / 1_000_000 : doubled
        if first > Int64(Repeats.burst), abs(longest - expected) <= expected / 4 { return .timers }
        return count > 1 && longest - first <= first / 4 ? .even : .irregular
    }

    /// Milliseconds within which copies are no timer's, and T2.
    private static var burst: UInt16 { 100 }
    private static var longestByTimers: Int64 { TimerSpan.t2 / 1_000_000 }
}
