/// What is remembered by a key for as long as there is room: the older half goes when there is none.
package struct RecentTable<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        var seen: Int64
        var value: Value
    }

    private var entries: [UInt64: Entry] = [:]
    /// The most that are remembered.
    package let limit: Int
    /// How many were forgotten to make room.
    package private(set) var evictions: UInt64 = 0

    /// An empty table for up to `limit` values.
    package init(limit: Int) { self.limit = limit }

    /// Whether it holds nothing, which saves making a key.
    @inline(__always)
    package var isEmpty: Bool { entries.isEmpty }

    /// How many values it holds.
    package var count: Int { entries.count }

    /// The value under `key`.
    package subscript(key: UInt64) -> Value? { entries[key]?.value }

    /// Puts `value` under `key`, which was seen at `now`.
    package mutating func set(_ key: UInt64, _ value: consuming Value, at now: Int64) {
        if entries.count >= limit, entries[key] == nil { forgetOlderHalf() }
        entries[key] = Entry(seen: now, value: value)
    }

    /// Forgets what stands under `key`.
    package mutating func remove(_ key: UInt64) { entries[key] = nil }

    private mutating func forgetOlderHalf() {
        let times = entries.values.map(\.seen).sorted()
        let middle = times[times.count / 2]
        let count = entries.count
        // Where half of them were seen at one moment, those go as well: there has to be room.
        entries = entries.filter { $0.value.seen > middle }
        evictions &+= UInt64(count - entries.count)
    }
}
