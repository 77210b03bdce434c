/// What waits for its time, the earliest first; at most so many.
///
/// Inlinable, as nothing of it would be known of its elements in other modules: each step would look that up.
@usableFromInline
package struct Deadlines<Element: Sendable>: Sendable {
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline let time: Int64
        @usableFromInline let element: Element

        @inlinable
        init(time: Int64, element: Element) { (self.time, self.element) = (time, element) }
    }

    /// A heap: each entry is no later than the two below it.
    @usableFromInline var heap: [Entry] = []
    /// The most that wait.
    @usableFromInline package let limit: Int
    /// How many were dropped for others.
    @usableFromInline package internal(set) var dropped: UInt64 = 0

    /// Nothing waits, and at most `limit` will.
    @inlinable
    package init(limit: Int) { self.limit = limit }

    /// The time of the earliest; the greatest number where nothing waits.
    @inlinable
    package var next: Int64 { heap.first?.time ?? .max }

    /// How many wait.
    @inlinable
    package var count: Int { heap.count }

    /// Lets `element` wait until `time`; where all places are taken it is dropped.
    @inlinable
    package mutating func wait(_ element: Element, until time: Int64) {
        guard heap.count < limit else {
            dropped &+= 1
            return
        }
        heap.append(Entry(time: time, element: element))
        var place = heap.count - 1
        while place > 0, heap[place].time < heap[(place - 1) / 2].time {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// The earliest of those whose time lies at or before `now`, which waits no longer; `nil` where none does.
    @inlinable
    package mutating func due(at now: Int64) -> Element? {
        guard let first = heap.first, first.time <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first.element
    }

    @inlinable
    mutating func sink() {
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].time < heap[least].time { least = child }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
