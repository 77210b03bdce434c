/// What waits for its time, the earliest first; at most so many.
package struct Deadlines<Element: Sendable>: Sendable {
    private struct Entry: Sendable {
        let time: Int64
        let element: Element
    }

    /// A heap: each entry is no later than the two below it.
    private var heap: [Entry] = []
    /// The most that wait.
    package let limit: Int
    /// How many were dropped for others.
    package private(set) var dropped: UInt64 = 0

    /// Nothing waits, and at most `limit` will.
    package init(limit: Int) { self.limit = limit }

    /// The time of the earliest; the greatest number where nothing waits.
    package var next: Int64 { heap.first?.time ?? .max }

    /// How many wait.
    package var count: Int { heap.count }

    /// Lets `element` wait until `time`; where all places are taken it is dropped.
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
    package mutating func due(at now: Int64) -> Element? {
        guard let first = heap.first, first.time <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first.element
    }

    private mutating func sink() {
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
