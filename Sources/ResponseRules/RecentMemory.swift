internal import NetworkTypes

/// What is remembered of hosts, by their addresses.
typealias HostMemory<Facts: Sendable> = RecentMemory<IPAddress, Facts>

/// What is remembered of those that were met lately; where there are too many, the half not met for longest goes.
struct RecentMemory<Key: Hashable & Sendable, Facts: Sendable>: Sendable {
    private struct Entry: Sendable {
        var facts: Facts
        var met: Int64

        mutating func meet(at now: Int64, _ change: (inout Facts) -> Void) {
            met = now
            change(&facts)
        }
    }

    /// The most that are remembered.
    let limit: Int
    private var entries: [Key: Entry] = [:]
    /// How many were forgotten for others.
    private(set) var evictions: UInt64 = 0

    /// Nobody is remembered, and at most `limit` will be.
    init(limit: Int) { self.limit = limit }

    /// Whether nobody is remembered.
    var isEmpty: Bool { entries.isEmpty }

    /// What is remembered of `key`.
    subscript(key: Key) -> Facts? { entries[key]?.facts }

    /// Changes what is remembered of `key`, met at `now`; of a new one that begins as `first`.
    mutating func update(_ key: Key, at now: Int64, from first: Facts, _ change: (inout Facts) -> Void) {
        if entries.count >= limit, entries[key] == nil { forgetOlderHalf() }
        entries[key, default: Entry(facts: first, met: now)].meet(at: now, change)
    }

    private mutating func forgetOlderHalf() {
        let times = entries.values.map(\.met).sorted()
        let middle = times[times.count / 2]
        let count = entries.count
        entries = entries.filter { $0.value.met > middle }
        evictions &+= UInt64(count - entries.count)
    }
}
