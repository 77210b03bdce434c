internal import BasicContainers

/// Values in slots that are used again: what holds the number of a slot finds its value there until it is given back.
struct SlotPool<Element: Sendable>: ~Copyable, Sendable {
    private var elements = PiecewiseArray<Element>()
    private var free = UniqueArray<UInt32>()

    /// How many slots are in use.
    var count: Int { Int(elements.count) &- free.count }

    /// The value in `slot`, which is in use.
    subscript(slot: UInt32) -> Element {
        @inline(__always) _read { yield elements[slot] }
        @inline(__always) _modify { yield &elements[slot] }
    }

    /// Asks for all of the value in `slot`, so that it is near when it is read; of no slot, for nothing.
    @inline(__always)
    func prefetchAll(_ slot: UInt32) {
        if slot < elements.count { elements.prefetchAll(slot) }
    }

    /// Puts `element` into a slot; the result is its number.
    mutating func insert(_ element: Element) -> UInt32 {
        guard free.count > 0 else {
            elements.append(element)
            return elements.count &- 1
        }
        let slot = free.removeLast()
        elements[slot] = element
        return slot
    }

    /// Gives `slot` back, which is in use.
    mutating func remove(_ slot: UInt32) { free.append(slot) }
}
