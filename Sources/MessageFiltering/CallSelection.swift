package import CallTracking
package import NetworkTypes
package import SIPMessages
internal import WireBytes

/// A filter at work: it says of each message whether it is analysed.
///
/// Where a condition can come true late in a call, a first pass over the capture only finds out which Call-IDs are
/// selected, and the second takes those. Else the first message of a Call-ID decides.
package struct CallSelection: Sendable {
    /// The most Call-IDs that are remembered, as hashes with a secret of the process.
    package static let limit = 1 << 20

    private let filter: CallFilter
    private let limit: Int
    private let hash = KeyedHash()
    /// What is known of Call-IDs: that they are selected, and what their first messages said.
    private var known: [UInt64: UInt64] = [:]
    private static let selected: UInt64 = 1 << 63
    /// Whether this is the first of two passes.
    package private(set) var isLookingAhead: Bool
    /// Midnight before the first frame, and the window after it.
    private var midnight: Int64?
    private var window = (lower: Int64.min, upper: Int64.max)
    /// Messages that were not taken.
    private var messagesExcluded: UInt64 = 0
    /// How often a Call-ID could not be remembered.
    package private(set) var timesFull: UInt64 = 0

    /// What `filter` selects, of which at most `limit` Call-IDs are remembered.
    package init(_ filter: CallFilter, limit: Int = CallSelection.limit) {
        self.filter = filter
        self.limit = limit
        isLookingAhead = filter.needsLookAhead
    }

    /// The same for the second pass over the capture.
    package func lookedAhead() -> CallSelection {
        var selection = self
        selection.isLookingAhead = false
        return selection
    }

    /// Takes notice of a frame of `time`; the result is the time that analysis sees, which stops where the window ends.
    package mutating func advance(to time: CaptureTime) -> CaptureTime {
        if midnight == nil { begin(at: time) }
        return time.nanoseconds > window.upper ? CaptureTime(nanoseconds: window.upper) : time
    }

    /// Whether only what was captured in some time is analysed.
    package var hasWindow: Bool { filter.window != nil }

    /// Whether `time` lies in that time, both ends included.
    package func isInWindow(_ time: CaptureTime) -> Bool {
        time.nanoseconds >= window.lower && time.nanoseconds <= window.upper
    }

    /// Takes notice of the first frame.
    private mutating func begin(at time: CaptureTime) {
        let remainder = time.nanoseconds % FilterTime.day
        // The midnight before; the very first days of time have none.
        let midnight = time.adding(nanoseconds: -(remainder < 0 ? remainder + FilterTime.day : remainder)).nanoseconds
        self.midnight = midnight
        if let range = filter.window { window = range.resolved(after: midnight) }
    }

    /// Whether the message is analysed; none is in the first of two passes.
    package mutating func admits(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting
    ) -> Bool {
        let isWanted = isInWindow(sighting.time) && isSelected(message, bytes, sighting)
        // What is looked at for the first time is counted in the second pass.
        guard !isLookingAhead else { return false }
        if !isWanted { messagesExcluded &+= 1 }
        return isWanted
    }

    private mutating func isSelected(
        _ message: borrowing SIPMessage,
        _ bytes: RawSpan,
        _ sighting: Sighting
    ) -> Bool {
        guard let program = filter.program else { return true }
        let midnight = midnight ?? 0
        guard program.asksOfCall || program.asksOfMessage, !message.callID.isEmpty else {
            // Every message of the Call-ID says the same, or it stands for itself alone.
            let facts = program.facts(message, bytes, sighting, after: midnight)
            return program.holds(message, bytes, sighting, facts: facts, after: midnight)
        }
        let key = hash.hash(bytes, message.callID)
        var facts = known[key]
        if let facts, facts & CallSelection.selected != 0 { return true }
        if filter.needsLookAhead, !isLookingAhead { return false }
        let isNew = facts == nil
        var word = facts ?? program.facts(message, bytes, sighting, after: midnight)
        let holds = program.holds(message, bytes, sighting, facts: word, after: midnight)
        if holds { word |= CallSelection.selected }
        guard holds || isNew && program.asksOfCall else { return holds }
        facts = word
        if isNew, known.count >= limit { timesFull &+= 1 } else { known[key] = facts }
        return holds
    }

    /// What the filter did so far.
    package var use: FilterUse {
        FilterUse(
            expression: filter.expression,
            start: window.lower == .min ? nil : CaptureTime(nanoseconds: window.lower),
            end: window.upper == .max ? nil : CaptureTime(nanoseconds: window.upper),
            messagesExcluded: messagesExcluded
        )
    }
}

/// Which filter was in force, and what it left out.
package struct FilterUse: Sendable {
    /// The conditions; `nil` where there is only a window.
    package let expression: String?
    /// The window; `nil` where it is open.
    package let start: CaptureTime?
    package let end: CaptureTime?
    /// Messages that were not analysed.
    package let messagesExcluded: UInt64

    /// What a filter did.
    package init(expression: String?, start: CaptureTime? = nil, end: CaptureTime? = nil, messagesExcluded: UInt64) {
        self.expression = expression
        self.start = start
        self.end = end
        self.messagesExcluded = messagesExcluded
    }
}
