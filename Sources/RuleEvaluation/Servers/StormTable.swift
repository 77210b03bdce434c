internal import CallTracking
package import NetworkTypes

/// What may become storms, and those that are.
///
/// The latest events of each are gathered, so that all that made up a storm is known once it is one. It is told at the
/// end of its window, which begins with the first of them, and stays the same storm for as long as they go on; or for
/// one span, where it is fixed.
package struct StormTable: Sendable {
    /// How long the window is, in nanoseconds; a storm is over when nothing came for as long.
    package let span: Int64
    /// How long it is held back from when there were enough of them; `nil` for until the end of its window.
    private let hold: Int64?
    private let isFixed: Bool
    private var gathering: RecentTable<[StormEvent]>
    private var open: [UInt64: Storm] = [:]
    /// When something is to be done next.
    package private(set) var deadline = Int64.max
    /// How many storms found no place.
    private var refused: UInt64 = 0

    private static let mostOpen = 256
    private let mostGathered: Int

    /// No storms; at least `least` events of each are gathered.
    package init(span: Int64, gathering least: Int = 0, hold: Int64? = nil, isFixed: Bool = false) {
        self.span = span
        self.hold = hold
        self.isFixed = isFixed
        mostGathered = max(128, least)
        gathering = RecentTable(limit: 2_048)
    }

    /// How often its bounds were reached.
    package var reached: UInt64 { gathering.evictions &+ refused }
    /// The most servers of which events are gathered.
    package var limit: Int { gathering.limit }

    /// Whether there is a storm of the one with `key`.
    package func isOpen(_ key: UInt64) -> Bool { open[key] != nil }

    /// Takes an event; the result is how many there are within the span, those aside left out, or of the storm.
    @discardableResult
    package mutating func note(_ event: StormEvent, of key: UInt64) -> Int {
        if open[key] != nil {
            open[key]?.add(event)
            return open[key]?.count ?? 0
        }
        let (span, most) = (span, mostGathered)
        return gathering.update(key, at: event.now, or: []) { events in
            if let first = events.first, event.now - first.now > span || events.count >= most {
                events.removeAll { event.now - $0.now > span }
                if events.count >= most { events.removeFirst(events.count - most + 1) }
            }
            events.append(event)
            return events.reduce(0) { $0 + ($1.isAside ? 0 : 1) }
        }
    }

    /// The events that are gathered of the one with `key`.
    package func gathered(_ key: UInt64) -> [StormEvent] { gathering[key] ?? [] }

    /// Makes a storm of what was gathered, with the transaction that completed it, at `now`; the result is whether it
    /// found a place.
    @discardableResult
    package mutating func begin(_ key: UInt64, _ hop: Hop, against party: Endpoint, at now: Int64) -> Bool {
        guard open.count < StormTable.mostOpen else {
            refused &+= 1
            return false
        }
        let events = gathering.remove(key) ?? []
        let storm = Storm(of: key, events, hop: hop, party: party, now: now, span: span, hold: hold)
        open[key] = storm
        deadline = min(deadline, storm.tellTime)
        return true
    }

    /// Ends the storm of the one with `key`, which is the result where it was not told yet.
    package mutating func end(_ key: UInt64) -> Storm? {
        guard let storm = open.removeValue(forKey: key), !storm.isTold else { return nil }
        return storm
    }

    /// The storm of the one with `key`, told or not.
    package subscript(key: UInt64) -> Storm? { open[key] }

    /// Says that the storm of the one with `key` has been told.
    package mutating func noteTold(_ key: UInt64) { open[key]?.isTold = true }

    /// Forgets the storm of the one with `key`, which turned out to be none.
    package mutating func forget(_ key: UInt64) { open[key] = nil }

    /// The storms that are to be told at `now`, in the order of time; those that are over are forgotten, and their
    /// keys handed to `onEnd`.
    package mutating func due(at now: Int64, onEnd: (Storm) -> Void = { _ in }) -> [Storm] {
        var told: [Storm] = []
        var next = Int64.max
        for (key, storm) in open {
            let end = (isFixed ? storm.onset : storm.latest) + span
            let isOver = now >= end
            if !storm.isTold, isOver || now >= storm.tellTime {
                told.append(storm)
                open[key]?.isTold = true
            }
            if isOver {
                open[key] = nil
                onEnd(storm)
            } else {
                next = min(next, end, open[key]?.isTold == true ? .max : storm.tellTime)
            }
        }
        deadline = next
        return StormTable.sorted(told)
    }

    /// The storms that were not told when the capture ended, in the order of time.
    package mutating func finish() -> [Storm] {
        let rest = open.values.filter { !$0.isTold }
        open.removeAll()
        deadline = .max
        return StormTable.sorted(rest)
    }

    private static func sorted(_ storms: [Storm]) -> [Storm] {
        storms.sorted { ($0.onset, $0.hop.frame.packed, $0.party) < ($1.onset, $1.hop.frame.packed, $1.party) }
    }
}
