/// Where every frame went: each is in one group only (the frame identity of the report).
///
/// `total = sip + held + empty + keepAlive + other + Σ undecodable + Σ lost` holds at every moment.
package struct FrameCounts: Sendable, Equatable {
    /// Frames taken.
    package private(set) var total: UInt64 = 0
    /// Frames that completed at least one SIP message.
    package var sip: UInt64 = 0
    /// Frames whose bytes went into a message that another frame completed, or still wait.
    package var held: UInt64 = 0
    /// Frames without payload, such as TCP acknowledgements.
    package var empty: UInt64 = 0
    /// CRLF, NUL or STUN between SIP messages.
    package var keepAlive: UInt64 = 0
    /// Frames that carry no SIP.
    package var other: UInt64 = 0
    /// Frames that could not be read, by reason.
    package private(set) var undecodable: [String: UInt64] = [:]
    /// Frames whose held bytes were given up, by reason.
    package private(set) var lost: [String: UInt64] = [:]

    /// Nothing taken yet.
    package init() {}

    /// Whether every frame is accounted for.
    package var isComplete: Bool {
        total == sip &+ held &+ empty &+ keepAlive &+ other
            &+ undecodable.values.reduce(0, &+) &+ lost.values.reduce(0, &+)
    }

    /// Counts a frame as taken; the caller counts it in one group as well.
    package mutating func take() { total &+= 1 }

    /// Counts a frame that could not be read because of `reason`.
    package mutating func addUndecodable(_ reason: String) { undecodable[reason, default: 0] &+= 1 }

    /// Moves `count` frames that were held to those lost because of `reason`.
    package mutating func loseHeld(_ count: UInt64, _ reason: String) {
        let moved = min(held, count)
        guard moved > 0 else { return }
        held &-= moved
        lost[reason, default: 0] &+= moved
    }

    /// Moves `count` frames that were held to those that carry no SIP.
    package mutating func releaseHeld(_ count: UInt64) {
        let moved = min(held, count)
        held &-= moved
        other &+= moved
    }
}
